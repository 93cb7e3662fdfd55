"""Check answers to an e-form: normalised, bounded, and validated by the form's JSON Schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.domain.eforms.answer_formats import FORMAT_TEXTS, FORMATS, ONE_LINE, SEVERAL_LINES, count_letters
from chalicelib.domain.eforms.answers import SAFE_KEY
from chalicelib.domain.eforms.form_schema import PLAIN_TEXT, format_by_kind
from chalicelib.domain.shared.errors import FieldError
from chalicelib.domain.shared.text import is_text
from chalicelib.domain.shared.typed_numbers import write_whole
from chalicelib.models.eform_days import find_day_faults

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, FormatChecker, ValidationError

MOST_ERRORS = 100

Schema = Mapping[str, Any]


def validate_answers(schema: Schema, answers: Mapping[str, Any], now: datetime, at: str = "") -> list[FieldError]:
    """Return the faults of normalised answers, at most one per question, in the order of the questions.

    `now` is the aware instant for bounds of days, `at` the JSON pointer of the answers inside the request. No message
    repeats an answer.
    """
    found = {fault.path: fault for fault in _list_pasted(schema["properties"], answers, at)}
    for fault in _list_unreadable(schema["properties"], answers, at):
        found.setdefault(fault.path, fault)
    errors = _build_validator(_choose_formats(schema, answers)).iter_errors(dict(answers))
    # The fault of a number or a day is more helpful than that of its length.
    for error in sorted(errors, key=lambda error: error.validator != "format"):
        for fault in _describe_error(schema, answers, error, at):
            found.setdefault(fault.path, fault)
    for fault in find_day_faults(schema["properties"], answers, at, now):
        found.setdefault(fault.path, fault)
    order = {f"{at}/{key}": place for place, key in enumerate(schema["properties"])}
    return sorted(found.values(), key=lambda fault: order.get(fault.path, len(order)))[:MOST_ERRORS]


def _list_pasted(
    questions: Mapping[str, Mapping[str, Any]], answers: Mapping[str, Any], at: str
) -> Iterator[FieldError]:
    """Return a fault for several lines, or cells of a table, where the form asks for one line."""
    for key, question in questions.items():
        text = answers.get(key)
        if question.get("pattern") == PLAIN_TEXT and isinstance(text, str) and SEVERAL_LINES.search(text):
            yield FieldError(
                f"{at}/{key}", "several_lines", *(said.format_map(_list_labels(question)) for said in ONE_LINE)
            )


def _list_unreadable(
    questions: Mapping[str, Mapping[str, Any]], answers: Mapping[str, Any], at: str
) -> Iterator[FieldError]:
    """Return a fault for invalid characters: the schema's pattern covers only a part of them."""
    code, vi, en = KEYWORD_TEXTS["pattern"]
    for key, question in questions.items():
        text = answers.get(key)
        if isinstance(text, str) and not is_text(text):
            labels = _list_labels(question)
            yield FieldError(f"{at}/{key}", code, vi.format_map(labels), en.format_map(labels))


def _choose_formats(schema: Schema, answers: Mapping[str, Any]) -> Schema:
    """Return the schema with the format of each number by the answered kind of paper."""
    questions = {
        key: {**question, "format": format_by_kind(question, answers)} if "x-format-by" in question else question
        for key, question in schema["properties"].items()
    }
    return {**schema, "properties": questions}


def _build_validator(schema: Schema) -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # here, so that routes without forms do not load it

    return Draft202012Validator(schema, format_checker=_format_checker())


def _format_checker() -> FormatChecker:
    from jsonschema import FormatChecker

    checker = FormatChecker(formats=())
    for name, is_good in FORMATS.items():
        checker.checks(name)(_limit_to_text(is_good))
    return checker


def _limit_to_text(is_good: Callable[[str], bool]) -> Callable[[object], bool]:
    """Skip values of other types; the type check reports those."""
    return lambda value: not isinstance(value, str) or is_good(value)


NUMBER_TEXTS: Mapping[str, tuple[str, str, str]] = {
    "integer": (
        "wrong_type",
        "{vi} phải là số nguyên; dấu chấm tách hàng nghìn, ví dụ 1.250.000",
        "{en} must be a whole number; full stops part thousands, for example 1.250.000",
    ),
    "number": (
        "wrong_type",
        "{vi} phải là số; dấu chấm tách hàng nghìn, dấu phẩy tách phần lẻ, ví dụ 1.250,5",
        "{en} must be a number; full stops part thousands, a comma parts decimals, for example 1.250,5",
    ),
}
"""Messages for an amount with two readings, or none."""

BOUNDS = frozenset({"minimum", "maximum"})

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


def _describe_error(
    schema: Schema, answers: Mapping[str, Any], error: ValidationError, at: str
) -> Iterator[FieldError]:
    if error.validator == "required":
        yield from (_build_missing_fault(schema, key, at) for key in schema["required"] if key not in answers)
    elif error.validator == "additionalProperties":
        yield from (_build_unknown_fault(key, at) for key in answers if key not in schema["properties"])
    else:
        yield _build_fault(schema["properties"][error.absolute_path[0]], error, at)


def _build_missing_fault(schema: Schema, key: str, at: str) -> FieldError:
    question = schema["properties"][key]
    verb_vi, verb_en = ("Chọn", "Choose") if "enum" in question else ("Nhập", "Enter")
    low = _list_labels(question)
    return FieldError(f"{at}/{key}", "missing", f"{verb_vi} {low['vi_low']}", f"{verb_en} {low['en_low']}")


def _build_unknown_fault(key: str, at: str) -> FieldError:
    """Name an unknown key only when it is a plain word: anything else could be a person's data."""
    path = f"{at}/{key}" if SAFE_KEY.fullmatch(key) else at
    return FieldError(path, "unknown_field", "Biểu mẫu không có mục này", "The form has no such field")


def _build_fault(question: Mapping[str, Any], error: ValidationError, at: str) -> FieldError:
    keyword = str(error.validator)
    texts = FORMAT_TEXTS[str(error.validator_value)] if keyword == "format" else KEYWORD_TEXTS[keyword]
    if keyword == "type":
        texts = NUMBER_TEXTS.get(str(error.validator_value), texts)
    counts = count_letters(error.instance) if isinstance(error.instance, str) else {}
    limit: Any = error.validator_value
    facts = _list_labels(question) | counts | {"limit": write_whole(limit) if keyword in BOUNDS else limit}
    code, vi, en = texts
    return FieldError(f"{at}/{error.absolute_path[0]}", code, vi.format_map(facts), en.format_map(facts))


def _list_labels(question: Mapping[str, Any]) -> dict[str, Any]:
    vi, en = question["title"], question["x-title-en"]
    return {"vi": vi, "en": en, "vi_low": _write_in_sentence(vi), "en_low": _write_in_sentence(en)}


def _write_in_sentence(title: str) -> str:
    """Return the title for use inside a sentence; an abbreviation keeps its capitals."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
