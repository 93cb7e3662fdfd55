"""Answers to an e-form, brought to one spelling and bounded: what is stored is what is checked and hashed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from chalicelib.domain.errors import FieldError, Malformed, TooLarge
from chalicelib.domain.ledger import LEAST_DECIMAL
from chalicelib.domain.text import clean_text
from chalicelib.domain.typed_numbers import tidy_identity, tidy_passport, tidy_phone

MOST_BYTES = 200 * 1024
MOST_DEPTH = 4

Answers = dict[str, Any]
NO_FORMATS: Mapping[str, str | None] = MappingProxyType({})


TIDIED: Mapping[str, Callable[[str], str]] = {
    "phone": tidy_phone,
    "passport": tidy_passport,
    "personal-id-or-passport": tidy_passport,
    **dict.fromkeys(("vn-personal-id", "old-identity-card", "identity-number"), tidy_identity),
}
"""Formats of an e-form's questions whose answers have one spelling."""


def normalise(answers: object, formats: Mapping[str, str | None] = NO_FORMATS) -> Answers:
    """Answers with text cleaned and trimmed, and blank text left out, as if the question had not been answered;
    telephone and identity numbers in their one form where `formats` says which questions ask for them.

    Refuses with Malformed what is no object, too deep or holds a number JSON cannot carry, and with TooLarge
    what is over 200 KB of UTF-8.
    """
    if not isinstance(answers, dict):
        raise _malformed("not_an_object", "Câu trả lời phải là một đối tượng JSON.", "Answers must be a JSON object.")
    clean: Answers = {key: _clean(value, 1) for key, value in answers.items() if not _blank(value)}
    for key, value in clean.items():
        if isinstance(value, str) and (tidy := TIDIED.get(formats.get(key) or "")):
            clean[key] = tidy(value)
    if _bytes_of(clean) > MOST_BYTES:
        raise TooLarge(limit="200 KB")
    return clean


def _blank(value: object) -> bool:
    return isinstance(value, str) and not clean_text(value).strip()


def _clean(value: Any, depth: int) -> Any:
    if depth > MOST_DEPTH:
        raise _malformed("too_deep", "Câu trả lời lồng quá nhiều tầng.", "The answers are nested too deeply.")
    if isinstance(value, str):
        return clean_text(value).strip()
    if isinstance(value, dict):
        return {key: _clean(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [_clean(inner, depth + 1) for inner in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)  # 12.0 and 12 are one JSON number and must be stored and hashed as one
    if isinstance(value, float) and abs(value) < LEAST_DECIMAL:
        raise _malformed("out_of_range", "Có số thập phân quá nhỏ.", "A decimal number is too small.")
    return value


def _bytes_of(answers: Answers) -> int:
    """Size as stored. Lone surrogates are counted here and refused by the text pattern of each question."""
    try:
        text = json.dumps(answers, ensure_ascii=False, allow_nan=False)
    except ValueError as error:
        raise _malformed("not_a_number", "Có số không hợp chuẩn JSON.", "A number is not valid JSON.") from error
    return len(text.encode("utf-8", "surrogatepass"))


def _malformed(code: str, vi: str, en: str) -> Malformed:
    return Malformed(fields=(FieldError("", code, vi, en),))
