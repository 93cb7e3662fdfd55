"""The e-form of a procedure as JSON Schema 2020-12: closed, bounded and labelled in both languages.

The browser renders the form from the schema and the server validates answers by it, so a form has one description.
Labels ride along as `title` (Vietnamese) and `x-…` keys, which validators ignore.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from chalicelib.domain.eforms.answer_formats import IDENTITY_NUMBERS, NUMBER
from chalicelib.domain.eforms.day_bounds import DayBounds

T = TypeVar("T", str, str | None)

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# No control characters and no lone surrogates: neither can be stored, printed on a receipt or signed over.
PLAIN_TEXT = r"^[^\u0000-\u001f\u007f\ud800-\udfff]*$"
LINES_OF_TEXT = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ud800-\udfff]*$"
MOST_DONG = 10**15
MOST_COUNT = 10**9


@dataclass(frozen=True, slots=True)
class Choice:
    """One permitted answer: the code that is stored and what people read."""

    code: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class FormField:
    """One question of an e-form. `minimum` applies to numbers, `choices` to questions with a fixed list.

    `bounds` are those of a day, instant or year, `not_before` is the question whose day comes first. `kind_asked_by` is
    the question for the kind of paper to which this number belongs. A `box` is ticked for yes, and a question that is
    `shown_with` another is drawn once that one is answered, but not with no.
    """

    key: str
    vi: str
    en: str
    type: str
    required: bool
    format: str | None = None
    minimum: int | None = None
    choices: tuple[Choice, ...] = ()
    bounds: DayBounds | None = None
    not_before: str | None = None
    kind_asked_by: str | None = None
    box: bool = False
    shown_with: str | None = None

    def find_format(self, answers: Mapping[str, object]) -> str | None:
        """Return the format of the answer: `number` for any number; for an identity number, the format of the answered
        kind of paper."""
        if self.type in ("integer", "number"):
            return NUMBER
        return _choose_by_kind(answers.get(self.kind_asked_by), self.format) if self.kind_asked_by else self.format


@dataclass(frozen=True, slots=True)
class TextFormat:
    """Rules of a text format: its longest value, its characters and a hint in both languages."""

    longest: int
    pattern: str = PLAIN_TEXT
    hint_vi: str = ""
    hint_en: str = ""


TEXT_FORMATS: Mapping[str | None, TextFormat] = {
    None: TextFormat(200),
    "address": TextFormat(
        500,
        hint_vi="Số nhà, đường, thôn hoặc tổ dân phố, xã, tỉnh",
        hint_en="House number, street, hamlet or block, commune, province",
    ),
    "textarea": TextFormat(4000, LINES_OF_TEXT),
    "person-name": TextFormat(200),
    "date": TextFormat(10, hint_vi="Ví dụ 27 3 1990", hint_en="For example 27 3 1990"),
    "date-time": TextFormat(32, hint_vi="Ngày và giờ", hint_en="Day and time"),
    "email": TextFormat(254, hint_vi="Ví dụ ten@vidu.vn", hint_en="For example ten@vidu.vn"),
    "phone": TextFormat(11, hint_vi="10 hoặc 11 chữ số, bắt đầu bằng 0", hint_en="10 or 11 digits that start with 0"),
    "vn-personal-id": TextFormat(12, hint_vi="12 chữ số", hint_en="12 digits"),
    "passport": TextFormat(
        12,
        hint_vi="Chữ cái và chữ số như in trên hộ chiếu, ví dụ C1234567",
        hint_en="Letters and digits as on the passport, for example C1234567",
    ),
    "personal-id-or-passport": TextFormat(
        12,
        hint_vi="12 chữ số, hoặc số hộ chiếu như C1234567",
        hint_en="12 digits, or a passport number like C1234567",
    ),
    "identity-number": TextFormat(
        30, hint_vi="Như in trên giấy tờ đã chọn", hint_en="As printed on the paper that was chosen"
    ),
}
ABOUT_THE_APPLICANT = {
    f"{who}_{what}": what
    for who in ("applicant", "requester")
    for what in ("full_name", "id_number", "phone", "email", "address")
}
"""Questions that repeat data of the filing's applicant: the browser fills them in."""

USUALLY_THE_APPLICANT = {
    **{f"{who}_{what}": what for who in ("owner", "adopter", "recognizer") for what in ("full_name", "id_number")},
    **dict.fromkeys(("owner_birth_date", "adopter_birth_date", "birth_date"), "birth_date"),
    **dict.fromkeys(("owner_residence", "residence", "permanent_residence", "current_residence"), "address"),
    **dict.fromkeys(("phone", "contact_phone", "business_phone"), "phone"),
    **dict.fromkeys(("email", "business_email"), "email"),
    "full_name": "full_name",
    "id_number": "id_number",
}
"""Questions about a person who is usually the applicant: the browser fills them in too, and the applicant changes them
where they differ. They are not matched with the applicant's data when a filing is carried over to another procedure,
because nobody would check them then."""

SAME_PERSON = "applicant_"
"""Beginnings of keys of questions that can only be about the filer: data given outside a form is not asked again."""

NAMES_END = "full_name"
"""Endings of keys of questions that ask for the name of a person."""

NUMBER_FORMATS = frozenset({None, "vnd", "year"})
DAY_FORMATS = frozenset({"date", "date-time", "year"})
"""Formats whose questions have bounds."""


def build_form_schema(form_id: str, title_vi: str, title_en: str, fields: Iterable[FormField]) -> dict[str, object]:
    """The closed JSON Schema of a form; properties stand in the order in which they are asked."""
    ordered = tuple(fields)
    return {
        "$schema": DIALECT,
        "$id": f"urn:motcua:form:{form_id}",
        "title": title_vi,
        "x-title-en": title_en,
        "type": "object",
        "additionalProperties": False,
        "required": [field.key for field in ordered if field.required],
        "properties": {field.key: _build_property(field, order) for order, field in enumerate(ordered, 1)},
    }


def format_by_kind(question: Mapping[str, Any], answers: Mapping[str, object]) -> str:
    """Return the format of a question of a schema whose number depends on a kind of identity paper (`x-format-by`)."""
    return _choose_by_kind(answers.get(question["x-format-by"]["question"]), str(question["format"]))


def _choose_by_kind(kind: object, otherwise: T) -> str | T:
    return IDENTITY_NUMBERS.get(kind, otherwise) if isinstance(kind, str) else otherwise


def _build_property(field: FormField, order: int) -> dict[str, object]:
    labels: dict[str, object] = {
        "title": field.vi,
        "x-title-en": field.en,
        "x-order": order,
        "type": field.type,
    }
    if field.bounds:
        labels |= {"x-earliest": field.bounds.earliest, "x-latest": field.bounds.latest}
    if field.not_before:
        labels["x-not-before"] = field.not_before
    if field.kind_asked_by:
        labels["x-format-by"] = {"question": field.kind_asked_by, "formats": dict(IDENTITY_NUMBERS)}
    if field.box:
        labels["x-box"] = True
    if field.shown_with:
        labels["x-shown-with"] = field.shown_with
    if what := ABOUT_THE_APPLICANT.get(field.key) or USUALLY_THE_APPLICANT.get(field.key):
        labels["x-prefill"] = what
    if field.key in ABOUT_THE_APPLICANT and field.key.startswith(SAME_PERSON):
        labels["x-same"] = True
    return labels | _list_limits(field)


def _list_limits(field: FormField) -> dict[str, object]:
    if field.choices:
        return _list_choice_limits(field.choices)
    if field.type == "string":
        return _list_text_limits(field.format or ("person-name" if field.key.endswith(NAMES_END) else None))
    if field.type == "boolean":
        return {}
    return _number_limits(field)


def _list_choice_limits(choices: tuple[Choice, ...]) -> dict[str, object]:
    return {
        "enum": [choice.code for choice in choices],
        "maxLength": max(len(choice.code) for choice in choices),
        "x-enum-labels": {choice.code: {"vi": choice.vi, "en": choice.en} for choice in choices},
    }


def _list_text_limits(name: str | None) -> dict[str, object]:
    text = TEXT_FORMATS[name]
    limits: dict[str, object] = {"minLength": 1, "maxLength": text.longest, "pattern": text.pattern}
    if name:
        limits["format"] = name
    if text.hint_vi:
        limits |= {"description": text.hint_vi, "x-description-en": text.hint_en}
    return limits


def _number_limits(field: FormField) -> dict[str, object]:
    most = MOST_DONG if field.format == "vnd" else MOST_COUNT
    limits: dict[str, object] = {"minimum": field.minimum or 0, "maximum": most}
    return limits | {"format": field.format} if field.format else limits
