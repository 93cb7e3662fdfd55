"""Telephone and identity numbers in the one form in which they are stored, however they were typed.

The web app does the same (`web/src/lib/typed_numbers.ts`); both are held to the examples of `tests/data/typed.json`.
"""

from __future__ import annotations

import re
import unicodedata

_BETWEEN_DIGITS = re.compile(r"[\s.\-‐‑‒–—()/_]")
_PHONE = re.compile(r"(?:\+?(?:00)?84\(?0?\)?|0)([1-9][0-9]{8,9})")
_LABELS = "tel|phone|mobile|cell|home|work|zalo|đt|sđt|điện thoại|di động|số điện thoại"
_LABEL = re.compile(rf"[^0-9+]*:|\s*(?:{_LABELS})[\s.]*(?=[+0-9(])", re.IGNORECASE)
_LABEL_BEHIND = re.compile(rf"[\s(]+(?:{_LABELS})[\s).]*$", re.IGNORECASE)
"""What a telephone's own address book writes before or behind a number when it fills a field in."""
_NUMBER = re.compile(r"[0-9]+")
_PASSPORT = re.compile(r"[A-Za-z]{1,2}[0-9]{6,8}")
_ANY_PASSPORT = re.compile(r"(?=.*[0-9])[A-Za-z0-9]{6,12}")


def tidy_phone(typed: str) -> str:
    """Return a Vietnamese number as 0 and its digits; what is no such number comes back as typed, trimmed."""
    plain = unicodedata.normalize("NFKC", typed)
    bare = _LABEL_BEHIND.sub("", plain[found.end() :] if (found := _LABEL.match(plain)) else plain)
    number = _PHONE.fullmatch(_without_marks(bare))
    return f"0{number[1]}" if number else typed.strip()


def tidy_identity(typed: str) -> str:
    """Return an identity number without marks between its digits, a passport number in capitals; else as typed."""
    bare = _without_marks(typed)
    if _NUMBER.fullmatch(bare) or _PASSPORT.fullmatch(bare):
        return bare.upper()
    return typed.strip()


def tidy_passport(typed: str) -> str:
    """Return a passport number of any country without marks, in capitals; else as typed."""
    bare = _without_marks(typed)
    return bare.upper() if _ANY_PASSPORT.fullmatch(bare) else typed.strip()


def _without_marks(typed: str) -> str:
    # NFKC makes full-width digits plain ones.
    return _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", typed))
