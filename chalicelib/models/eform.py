"""Answers to an e-form: brought to one spelling, bounded, and checked against the form's JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from chalicelib.domain.errors import FieldError

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, FormatChecker, ValidationError

MOST_ERRORS = 100
SAFE_KEY = re.compile(r"[A-Za-z0-9_.-]{1,64}")
EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+"
    r"[A-Za-z]{2,63}"
)
DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?(?:Z|[+-]\d{2}:\d{2})")

Schema = Mapping[str, Any]


def validate(schema: Schema, answers: Mapping[str, Any], at: str = "") -> list[FieldError]:
    """The faults of normalised answers, at most one per question, in the order in which questions are asked.

    `at` is the JSON pointer of the answers inside the request. No message repeats an answer.
    """
    found: dict[str, FieldError] = {}
    for error in _validator(schema).iter_errors(dict(answers)):
        for fault in _faults(schema, answers, error, at):
            found.setdefault(fault.path, fault)
    order = {f"{at}/{key}": place for place, key in enumerate(schema["properties"])}
    return sorted(found.values(), key=lambda fault: order.get(fault.path, len(order)))[:MOST_ERRORS]


def _validator(schema: Schema) -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # here, so that routes without forms do not load it

    return Draft202012Validator(schema, format_checker=_format_checker())


def _format_checker() -> FormatChecker:
    from jsonschema import FormatChecker

    checker = FormatChecker(formats=())
    for name, is_good in FORMATS.items():
        checker.checks(name)(_for_text(is_good))
    return checker


def _for_text(is_good: Callable[[str], bool]) -> Callable[[object], bool]:
    """A format says nothing about other types; the type check answers for those."""
    return lambda value: not isinstance(value, str) or is_good(value)


def is_date(text: str) -> bool:
    """A day of the calendar written YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_date_time(text: str) -> bool:
    """An instant in RFC 3339, with its offset."""
    if not DATE_TIME.fullmatch(text):
        return False
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def is_email(text: str) -> bool:
    """An address that mail systems accept: local part up to 64 characters, a dotted domain."""
    local = text.partition("@")[0]
    return bool(EMAIL.fullmatch(text)) and ".." not in local and not local.startswith(".") and local[-1:] != "."


def is_phone(text: str) -> bool:
    """A Vietnamese number: 0 and nine or ten more digits."""
    return bool(re.fullmatch(r"0[0-9]{9,10}", text))


def is_personal_id(text: str) -> bool:
    """A personal identification number: twelve digits."""
    return bool(re.fullmatch(r"[0-9]{12}", text))


FORMATS: Mapping[str, Callable[[str], bool]] = {
    "date": is_date,
    "date-time": is_date_time,
    "email": is_email,
    "phone": is_phone,
    "vn-personal-id": is_personal_id,
}

FORMAT_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "date": (
        "not_a_date",
        "{vi} phải là ngày có thật, ví dụ 27 3 1990",
        "{en} must be a real date, for example 27 3 1990",
    ),
    "date-time": ("not_a_time", "{vi} phải là ngày và giờ có thật", "{en} must be a real day and time"),
    "email": (
        "not_an_email",
        "{vi} phải là địa chỉ thư, ví dụ ten@vidu.vn",
        "{en} must be an e-mail address, for example ten@vidu.vn",
    ),
    "phone": (
        "not_a_phone_number",
        "{vi} phải có 10 hoặc 11 chữ số và bắt đầu bằng 0; bạn nhập {n} ký tự",
        "{en} must have 10 or 11 digits and start with 0; you entered {n} characters",
    ),
    "vn-personal-id": (
        "not_a_personal_id",
        "{vi} phải có đúng 12 chữ số; bạn nhập {n} ký tự",
        "{en} must have exactly 12 digits; you entered {n} characters",
    ),
}

KEYWORD_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "type": ("wrong_type", "{vi} sai kiểu dữ liệu", "{en} has the wrong type of value"),
    "enum": ("not_in_list", "Chọn {vi_low} trong danh sách", "Choose {en_low} from the list"),
    "minLength": ("missing", "Nhập {vi_low}", "Enter {en_low}"),
    "maxLength": ("too_long", "{vi} dài tối đa {limit} ký tự", "{en} can be at most {limit} characters"),
    "minimum": ("too_small", "{vi} phải từ {limit} trở lên", "{en} must be {limit} or more"),
    "maximum": ("too_large", "{vi} tối đa là {limit}", "{en} can be at most {limit}"),
    "pattern": (
        "bad_character",
        "{vi} có ký tự không dùng được; gõ lại thay vì dán",
        "{en} has characters that cannot be used; type it again as plain text",
    ),
}


def _faults(schema: Schema, answers: Mapping[str, Any], error: ValidationError, at: str) -> Iterator[FieldError]:
    if error.validator == "required":
        yield from (_missing(schema, key, at) for key in schema["required"] if key not in answers)
    elif error.validator == "additionalProperties":
        yield from (_unknown(key, at) for key in answers if key not in schema["properties"])
    else:
        yield _fault(schema["properties"][error.absolute_path[0]], error, at)


def _missing(schema: Schema, key: str, at: str) -> FieldError:
    question = schema["properties"][key]
    verb_vi, verb_en = ("Chọn", "Choose") if "enum" in question else ("Nhập", "Enter")
    low = _labels(question)
    return FieldError(f"{at}/{key}", "missing", f"{verb_vi} {low['vi_low']}", f"{verb_en} {low['en_low']}")


def _unknown(key: str, at: str) -> FieldError:
    """An unknown key is named only when it is a plain word: anything else could be a person's data."""
    path = f"{at}/{key}" if SAFE_KEY.fullmatch(key) else at
    return FieldError(path, "unknown_field", "Biểu mẫu không có mục này", "The form has no such field")


def _fault(question: Mapping[str, Any], error: ValidationError, at: str) -> FieldError:
    keyword = str(error.validator)
    texts = FORMAT_TEXTS[str(error.validator_value)] if keyword == "format" else KEYWORD_TEXTS[keyword]
    length = len(error.instance) if isinstance(error.instance, str) else 0
    facts = _labels(question) | {"n": length, "limit": error.validator_value}
    code, vi, en = texts
    return FieldError(f"{at}/{error.absolute_path[0]}", code, vi.format_map(facts), en.format_map(facts))


def _labels(question: Mapping[str, Any]) -> dict[str, Any]:
    vi, en = question["title"], question["x-title-en"]
    return {"vi": vi, "en": en, "vi_low": _lower_first(vi), "en_low": _lower_first(en)}


def _lower_first(title: str) -> str:
    """The title inside a sentence; an abbreviation keeps its capitals."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
