"""Published answers of agencies as the assistant reads them, and how well one fits a question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from chalicelib.domain.catalogue.procedures import Names
from chalicelib.domain.matters.public_face import list_search_words

LEAST_SHARED = 2
"""Words that an answer and a question must have in common: one alone says too little."""


@dataclass(frozen=True, slots=True)
class PublishedAnswer:
    """A published answer: a frequent question, or the answer to a person's question. `since` is the day of
    the text that is published, `edition` its number, `by` the agency that answers for it, `label` what the law wants to
    stand on it."""

    id: str
    number: str
    title: str
    question: str
    text: str
    address: str
    by: Names
    since: date
    label: Names | None = None
    frequent: bool = False
    edition: int = 1


def measure_fit(asked: Iterable[str], texts: Iterable[str]) -> float:
    """Return how alike a question's words and the best of some texts are, from 0 to 1: twice the shared words by the
    words of both, so that neither a long text nor a short question fits everything."""
    return max((_compare_words(set(asked), set(list_search_words([text]))) for text in texts), default=0.0)


def _compare_words(asked: set[str], words: set[str]) -> float:
    shared = len(asked & words)
    return 2 * shared / (len(asked) + len(words)) if shared >= LEAST_SHARED else 0.0
