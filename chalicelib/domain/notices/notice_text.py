"""Text of notices: filling templates, and the accent-free short form that one SMS holds."""

from __future__ import annotations

import string
from collections.abc import Mapping

from chalicelib.domain.shared.text import strip_accents

SMS_LENGTH = 160
"""Septets of one message; a longer text is sent, and billed, in several parts."""

_TWO_SEPTETS = frozenset("^{}\\[~]|")
_ASCII_NOT_GSM = frozenset("`")
_SIGNS = str.maketrans({"–": "-", "—": "-", "“": '"', "”": '"', "’": "'", "…": "...", "₫": "d"})


def strip_for_sms(text: str) -> str:
    """The text without accents, for telephones and networks that cut the others to 70 characters."""
    return strip_accents(text.translate(_SIGNS))


def count_septets(text: str) -> int:
    """Return the length in the GSM 7-bit alphabet. Raise ValueError for a character that is not plain ASCII of it."""
    for letter in text:
        if not (" " <= letter <= "~") or letter in _ASCII_NOT_GSM:
            raise ValueError(f"{letter!r} is not in the short alphabet")
    return sum(2 if letter in _TWO_SEPTETS else 1 for letter in text)


def list_placeholders(template: str) -> frozenset[str]:
    """Return the names that the template fills. Raise ValueError for a malformed template."""
    try:
        parsed = list(string.Formatter().parse(template))
    except ValueError as fault:
        raise ValueError("a brace stands alone: a value is written {number}") from fault
    if any(spec or conversion for _, _, spec, conversion in parsed):
        raise ValueError("a template names its values and nothing else")
    return frozenset(name for _, name, _, _ in parsed if name is not None)


def fill_template(template: str, values: Mapping[str, str]) -> str:
    """Return the template with its values; lines and sentences left empty by a value are removed. Raise KeyError."""
    text = template.format_map(values)
    lines = [" ".join(line.split()) for line in text.strip().splitlines()]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept)


def write_sms(template: str, values: Mapping[str, str]) -> str:
    """Return the text of one SMS. Raise ValueError when it does not fit: a notice is never truncated."""
    text = strip_for_sms(fill_template(template, values)).replace("\n", " ")
    if count_septets(text) > SMS_LENGTH:
        raise ValueError("the text is longer than one message")
    return text
