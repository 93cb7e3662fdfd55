"""Questions that no quotation may answer: somebody is in danger, something unlawful is wanted, or it is small talk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from chalicelib.domain.shared.folding import Word, read_words

SHORT = 2
"""A phrase of no more words counts with its accents alone: without them it may be another one (từ từ, tự tử)."""


class HandOver(StrEnum):
    """Why a question is for people."""

    DANGER = "danger"
    UNLAWFUL = "unlawful"
    TALK = "talk"


class HandOverWords:
    """The phrases of each reason; immutable. `talk` must be the whole question, the others may stand anywhere in it."""

    def __init__(self, danger: Iterable[str], unlawful: Iterable[str], talk: Iterable[str]) -> None:
        self._inside = (
            (HandOver.DANGER, [_read_phrase(each) for each in danger]),
            (HandOver.UNLAWFUL, [_read_phrase(each) for each in unlawful]),
        )
        self._talk = [_read_phrase(each) for each in talk]

    def find_reason(self, question: str) -> HandOver | None:
        """Return why a question is for people; None for one that published content may answer."""
        words = _read_phrase(question)
        for reason, phrases in self._inside:
            if any(_has_phrase(words, phrase) for phrase in phrases):
                return reason
        return HandOver.TALK if any(_is_same(words, phrase) for phrase in self._talk) else None


def _read_phrase(text: str) -> tuple[Word, ...]:
    return tuple(read_words(text))


def _has_phrase(words: Sequence[Word], phrase: Sequence[Word]) -> bool:
    ends = range(len(phrase), len(words) + 1)
    return any(_is_same(words[end - len(phrase) : end], phrase) for end in ends)


def _is_same(words: Sequence[Word], phrase: Sequence[Word]) -> bool:
    if [each.folded for each in words] != [each.folded for each in phrase]:
        return False
    bare = len(phrase) > SHORT and not any(each.accents for each in words)
    return bare or [each.accents for each in words] == [each.accents for each in phrase]
