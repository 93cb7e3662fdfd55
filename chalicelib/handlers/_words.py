"""The sentences of field errors, in both languages, and the codes the validator's own names become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
        "Holds characters that cannot be read, often pasted from elsewhere. Delete them or type it again.",
    ),
    "repeated": ("Tham số bị lặp lại.", "The parameter is repeated."),
    "not_json": ("Nội dung không phải JSON hợp lệ.", "The content is not valid JSON."),
    "not_an_object": ("Nội dung phải là một đối tượng JSON.", "The content must be a JSON object."),
    "too_deep": ("Nội dung lồng nhau quá sâu.", "The content is nested too deeply."),
    "no_body_expected": ("Yêu cầu này không nhận nội dung.", "This request takes no content."),
}

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
}


def code_of(kind: str) -> str:
    """Our stable code for a validator's error type."""
    if kind in CODES:
        return CODES[kind]
    if kind.endswith("_type") or kind == "is_instance_of":
        return "wrong_type"
    return "wrong_format" if kind.endswith(("_parsing", "_from_date_parsing")) else "invalid_value"


def field_text(code: str, path: Sequence[object], context: Mapping[str, object] | None = None) -> tuple[str, str]:
    """The sentence for `code` in Vietnamese and English, after the name of the field that `path` leads to; only limits
    of the schema are filled in."""
    # Most requests are good: the names are read for one that is not.
    from chalicelib.handlers._field_names import name_field

    limits = {name: str(limit) for name, limit in (context or {}).items() if name.endswith("_length")}
    vi, en = (text.format_map(limits) for text in FIELD_TEXTS[code])
    named = name_field(path)
    if named is None:
        return vi, en
    return f"{named[0]}: {vi[0].lower()}{vi[1:]}", f"{named[1]}: {en[0].lower()}{en[1:]}"
