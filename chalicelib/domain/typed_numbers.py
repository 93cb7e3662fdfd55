"""Telephone and identity numbers in the one form in which they are stored, however they were typed.

The web app does the same (`web/src/lib/typed_numbers.ts`); both are held to the examples of `tests/data/typed.json`.
"""

from __future__ import annotations

import re
import unicodedata

_BETWEEN_DIGITS = re.compile(r"[\s.\-‐‑‒–—()/_]")
_PHONE = re.compile(r"(?:\+?(?:00)?84\(?0?\)?|0)([1-9][0-9]{8,9})")
_NUMBER = re.compile(r"[0-9]+")
_PASSPORT = re.compile(r"[A-Za-z]{1,2}[0-9]{6,8}")


def tidy_phone(typed: str) -> str:
    """Return a Vietnamese number as 0 and its digits; what is no such number comes back as typed, trimmed."""
    found = _PHONE.fullmatch(_without_marks(typed))
    return f"0{found[1]}" if found else typed.strip()


def tidy_identity(typed: str) -> str:
    """Return an identity number without marks between its digits, a passport number in capitals; else as typed."""
    bare = _without_marks(typed)
    if _NUMBER.fullmatch(bare) or _PASSPORT.fullmatch(bare):
        return bare.upper()
    return typed.strip()


def _without_marks(typed: str) -> str:
    # NFKC makes full-width digits plain ones.
    return _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", typed))
