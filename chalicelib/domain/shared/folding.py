"""Text normalised for comparison: without case and accents, cut into words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from chalicelib.domain.shared.text import fold_shapes, strip_accents

_WORD = re.compile(r"[a-z0-9]+(?:\.[a-z0-9]+)*")
_FINAL_Y = re.compile(r"(?<=^[hklmst])y$|(?<=^qu)y$")
_LETTERS = re.compile(r"[^\W_]+(?:\.[^\W_]+)*")


class Word(NamedTuple):
    """One word of a text: without accents, the accents that it had, and its position in the text. Syllables that are
    written with y or i (ký, kí) have i."""

    folded: str
    accents: frozenset[str]
    start: int
    end: int


def fold_text(text: str) -> str:
    """Return text without case and accents, đ as d, Latin look-alike letters as Latin; NFC and NFD spellings fold to
    the same."""
    return fold_shapes(strip_accents(text).casefold())


def split_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text; dots inside a code stay, so that `1.001193` is one word."""
    return tuple(_WORD.findall(fold_text(text)))


def read_words(text: str) -> Iterator[Word]:
    """Return the words of a text in NFC with their accents; positions count its characters."""
    for found in _LETTERS.finditer(text):
        folded, accents = _separate_accents(found.group())
        if _WORD.fullmatch(folded):
            yield Word(folded, accents, *found.span())


def fold_syllable(syllable: str) -> str:
    """Return a folded syllable with i where both y and i are written."""
    return _FINAL_Y.sub("i", syllable)


@lru_cache(maxsize=4096)
def _separate_accents(word: str) -> tuple[str, frozenset[str]]:
    return fold_syllable(fold_text(word)), read_accents(word)


def read_accents(word: str) -> frozenset[str]:
    """Return the accents of a word, the stroke of đ included, at any position in the word: tòa and toà
    have the same."""
    lower = unicodedata.normalize("NFD", word.lower())
    return frozenset(letter for letter in lower if letter == "đ" or unicodedata.combining(letter))
