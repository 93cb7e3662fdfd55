"""Text as it is compared: without case and accents, cut into words."""

from __future__ import annotations

import re
import unicodedata


def fold(text: str) -> str:
    """Text without case and accents, đ as d; NFC and NFD spellings fold to the same."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return bare.replace("đ", "d")


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text; dots inside a code stay, so that `1.001193` is one word."""
    return tuple(re.findall(r"[a-z0-9]+(?:\.[a-z0-9]+)*", fold(text)))
