"""The parts of a question that may each be what is asked: people write a greeting and their story first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chalicelib.domain.procedure_search.search_query import MOST_WORDS

_CLAUSE = re.compile(r"[,.;:?!\n]+\s*")
SHORTEST = 3
"""A clause of fewer words, such as a greeting, asks nothing by itself."""
WINDOW, STRIDE = 12, 6
"""Length of a part of a long clause in words, and how far the next one begins after it."""


def list_question_parts(question: str) -> tuple[str, ...]:
    """Return the question, then its clauses where it has several, and overlapping parts of those that are long; each
    once."""
    clauses = [clause.split() for clause in _CLAUSE.split(question)]
    parts = [" ".join(words) for words in clauses if SHORTEST <= len(words) <= MOST_WORDS]
    windows = [" ".join(part) for words in clauses if len(words) > MOST_WORDS for part in _list_windows(words)]
    return tuple(dict.fromkeys((question, *parts, *windows)))


def _list_windows(words: list[str]) -> Iterator[list[str]]:
    return (words[start : start + WINDOW] for start in range(0, len(words) - STRIDE, STRIDE))
