"""Normalise and bound answers to an e-form: the stored answers are the checked and hashed ones."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from chalicelib.domain.eforms.answer_formats import NUMBER
from chalicelib.domain.ledger.chain import LEAST_DECIMAL
from chalicelib.domain.shared.errors import FieldError, Malformed, TooLarge
from chalicelib.domain.shared.text import clean_text, join_lines
from chalicelib.domain.shared.typed_numbers import (
    normalise_email,
    normalise_identity,
    normalise_passport,
    normalise_phone,
    read_amount,
)

MOST_BYTES = 200 * 1024
MOST_DEPTH = 4

Answers = dict[str, Any]
SAFE_KEY = re.compile(r"[A-Za-z0-9_.-]{1,64}")
NO_FORMATS: Mapping[str, str | None] = MappingProxyType({})

TIDIED: Mapping[str, Callable[[str], str]] = {
    "phone": normalise_phone,
    "email": normalise_email,
    "address": join_lines,
    "passport": normalise_passport,
    "personal-id-or-passport": normalise_passport,
    **dict.fromkeys(("vn-personal-id", "old-identity-card", "identity-number"), normalise_identity),
}
"""Formats of an e-form's questions whose answers have one spelling."""


def normalise_answers(answers: object, formats: Mapping[str, str | None] = NO_FORMATS) -> Answers:
    """Return answers with text cleaned and trimmed, blank text left out as if the question had not been answered, and
    telephone numbers, identity numbers, e-mail addresses and amounts in their one form where `formats` names them.

    Raise Malformed for a value that is not an object, is too deep or holds a number JSON cannot carry; raise TooLarge
    for more than 200 KB of UTF-8.
    """
    if not isinstance(answers, dict):
        raise _build_malformed(
            "not_an_object", "Câu trả lời phải là một đối tượng JSON.", "Answers must be a JSON object."
        )
    clean: Answers = {key: _clean_value(value, 1, key) for key, value in answers.items() if not _is_blank(value)}
    for key, value in clean.items():
        if isinstance(value, str):
            clean[key] = _normalise_text(value, formats.get(key) or "")
    if _measure_bytes(clean) > MOST_BYTES:
        raise TooLarge(limit="200 KB")
    return clean


def _normalise_text(text: str, form: str) -> str | int | float:
    """Return a text in the one form of its question's format; text that is not an amount stays, so that the check
    refuses it."""
    if form == NUMBER:
        amount = read_amount(text)
        return text if amount is None else amount
    return TIDIED[form](text) if form in TIDIED else text


def _is_blank(value: object) -> bool:
    return isinstance(value, str) and not clean_text(value).strip()


def _clean_value(value: Any, depth: int, key: str) -> Any:
    if depth > MOST_DEPTH:
        raise _build_malformed(
            "too_deep", "Câu trả lời lồng quá nhiều tầng.", "The answers are nested too deeply.", key
        )
    if isinstance(value, str):
        return clean_text(value).strip()
    if isinstance(value, dict):
        return {name: _clean_value(inner, depth + 1, key) for name, inner in value.items()}
    if isinstance(value, list):
        return [_clean_value(inner, depth + 1, key) for inner in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)  # 12.0 and 12 are one JSON number and must be stored and hashed as one
    if isinstance(value, float) and abs(value) < LEAST_DECIMAL:
        raise _build_malformed("out_of_range", "Số thập phân này quá nhỏ.", "This decimal number is too small.", key)
    return value


def _measure_bytes(answers: Answers) -> int:
    """Return the stored size. Lone surrogates are counted here and refused by the text pattern of each question."""
    try:
        text = json.dumps(answers, ensure_ascii=False, allow_nan=False)
    except ValueError as error:
        raise _build_malformed("not_a_number", "Có số không hợp chuẩn JSON.", "A number is not valid JSON.") from error
    return len(text.encode("utf-8", "surrogatepass"))


def _build_malformed(code: str, vi: str, en: str, key: str = "") -> Malformed:
    """Name the question at fault, unless its key could be a person's data."""
    path = f"/answers/{key}" if SAFE_KEY.fullmatch(key) else ""
    return Malformed(fields=(FieldError(path, code, vi, en),))
