"""Messages of field errors, in both languages, and the mapping of validator error types to our codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

FIELD_TEXTS: dict[str, tuple[str, str]] = {
    "required": ("Mục này bắt buộc.", "This field is required."),
    "unknown_field": ("Không có mục này.", "There is no such field."),
    "wrong_type": ("Giá trị không đúng loại dữ liệu.", "The type of this value is wrong."),
    "wrong_format": ("Giá trị không đúng định dạng.", "The format of this value is wrong."),
    "not_allowed": ("Giá trị không nằm trong danh sách cho phép.", "The value is not one of those allowed."),
    "too_long": ("Dài quá {max_length} ký tự hoặc mục.", "Longer than {max_length} letters or items."),
    "too_short": ("Cần ít nhất {min_length} ký tự hoặc mục.", "At least {min_length} letters or items are needed."),
    "out_of_range": ("Giá trị ngoài khoảng cho phép.", "Out of the allowed range."),
    "invalid_value": ("Giá trị không hợp lệ.", "The value is not valid."),
    "control_characters": (
        "Có ký tự không đọc được, thường do dán từ nơi khác. Xóa ký tự đó hoặc gõ lại.",
        "It has unreadable characters, often pasted from elsewhere. Delete them or type it again.",
    ),
    "ends_before_start": ("Ngày này trước ngày bắt đầu.", "This day is before the first one."),
    "repeated": ("Tham số bị lặp lại.", "The parameter is repeated."),
    "not_json": ("Nội dung không phải JSON hợp lệ.", "The content is not valid JSON."),
    "not_an_object": ("Nội dung phải là một đối tượng JSON.", "The content must be a JSON object."),
    "too_deep": ("Nội dung lồng nhau quá sâu.", "The content is nested too deeply."),
    "no_body_expected": ("Yêu cầu này không nhận nội dung.", "This request accepts no content."),
}

TEXTS_OF_KINDS: dict[str, tuple[str, str]] = {
    "string_too_long": ("Dài quá {max_length} ký tự.", "Longer than {max_length} characters."),
    "string_too_short": ("Cần ít nhất {min_length} ký tự.", "At least {min_length} characters are needed."),
    "too_long": ("Nhiều quá {max_length} mục.", "More than {max_length} items."),
    "too_short": ("Cần ít nhất {min_length} mục.", "At least {min_length} items are needed."),
    "int_type": ("Cần một số nguyên, viết bằng chữ số.", "A whole number is needed, in digits."),
    "int_from_float": ("Cần một số nguyên, không có phần lẻ.", "A whole number is needed, without decimals."),
    "greater_than": ("Phải lớn hơn {gt}.", "Must be more than {gt}."),
    "greater_than_equal": ("Phải từ {ge} trở lên.", "Must be {ge} or more."),
    "less_than": ("Phải nhỏ hơn {lt}.", "Must be less than {lt}."),
    "less_than_equal": ("Tối đa là {le}.", "Must be {le} or less."),
    "date_from_datetime_parsing": ("Cần một ngày có thật.", "A real day is needed."),
    "date_parsing": ("Cần một ngày có thật.", "A real day is needed."),
    "datetime_from_date_parsing": ("Cần ngày có thật và giờ.", "A real day and time are needed."),
    "datetime_parsing": ("Cần ngày có thật và giờ.", "A real day and time are needed."),
}
"""Messages where the validator's error type says more than our code."""
_PAPER_NUMBER = (
    "Chỉ gồm chữ không dấu, chữ số và các dấu . / -, nhiều nhất 32 ký tự.",
    "Only letters without accents, digits and . / -, at most 32 characters.",
)
TEXTS_OF_FIELDS: dict[str, tuple[str, str]] = {
    "receipt_number": _PAPER_NUMBER,
    "voucher": _PAPER_NUMBER,
    "email": ("Cần địa chỉ thư, ví dụ ten@vidu.vn.", "An e-mail address is needed, for example ten@vidu.vn."),
}
"""Messages for a text that does not match its pattern, by the name of the field."""
BLANK = ("Không được để trống.", "This cannot be left empty.")

CODES = {
    "missing": "required",
    "extra_forbidden": "unknown_field",
    "enum": "not_allowed",
    "literal_error": "not_allowed",
    "union_tag_invalid": "not_allowed",
    "string_too_long": "too_long",
    "too_long": "too_long",
    "string_too_short": "too_short",
    "too_short": "too_short",
    "string_pattern_mismatch": "wrong_format",
    "greater_than": "out_of_range",
    "greater_than_equal": "out_of_range",
    "less_than": "out_of_range",
    "less_than_equal": "out_of_range",
    "timezone_aware": "wrong_format",
    "int_parsing_size": "out_of_range",
    "ends_before_start": "ends_before_start",
}


def map_code(kind: str) -> str:
    """Return our stable code for a validator's error type."""
    if kind in CODES:
        return CODES[kind]
    if kind.endswith("_type") or kind == "is_instance_of":
        return "wrong_type"
    return "wrong_format" if kind.endswith(("_parsing", "_from_date_parsing")) else "invalid_value"


def write_field_text(
    code: str, path: Sequence[object], context: Mapping[str, object] | None = None, kind: str = ""
) -> tuple[str, str]:
    """Return the message for `code` in Vietnamese and English, after the name of the field at `path`; only limits of
    the schema are filled in. `kind` is the validator's error type, if there is one."""
    # Most requests are valid: the names are loaded only for an invalid one.
    from chalicelib.handlers.http.field_names import name_field

    limits = {name: _write_limit(limit) for name, limit in (context or {}).items() if name in LIMITS}
    vi, en = (text.format_map(limits) for text in _find_texts(code, kind, limits, str(path[-1]) if path else ""))
    named = name_field(path)
    if named is None:
        return vi, en
    return f"{named[0]}: {vi[0].lower()}{vi[1:]}", f"{named[1]}: {en[0].lower()}{en[1:]}"


LIMITS = frozenset({"max_length", "min_length", "gt", "ge", "lt", "le"})


def _find_texts(code: str, kind: str, limits: Mapping[str, str], name: str) -> tuple[str, str]:
    if kind == "string_too_short" and limits["min_length"] == "1":
        return BLANK
    if kind == "string_pattern_mismatch" and name in TEXTS_OF_FIELDS:
        return TEXTS_OF_FIELDS[name]
    return TEXTS_OF_KINDS.get(kind, FIELD_TEXTS[code])


def _write_limit(limit: object) -> str:
    """Return a limit in Vietnamese notation: 15.000, 01/01/2018."""
    if isinstance(limit, date):
        return limit.strftime("%d/%m/%Y")
    from chalicelib.domain.shared.typed_numbers import write_whole

    return write_whole(limit) if isinstance(limit, int) else str(limit)
