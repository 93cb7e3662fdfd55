"""Text as it is compared: without case and accents, cut into words."""

from __future__ import annotations

import re

from chalicelib.domain.text import strip_accents


def fold(text: str) -> str:
    """Text without case and accents, đ as d; NFC and NFD spellings fold to the same."""
    return strip_accents(text).casefold()


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text; dots inside a code stay, so that `1.001193` is one word."""
    return tuple(re.findall(r"[a-z0-9]+(?:\.[a-z0-9]+)*", fold(text)))
