"""The sentences of field errors, in both languages, and the codes the validator's own names become."""

from __future__ import annotations

from collections.abc import Mapping

FIELD_TEXTS: dict[str, tuple[str, str]] = {
    "required": ("Mục này bắt buộc.", "This field is required."),
    "unknown_field": ("Không có mục này.", "There is no such field."),
    "wrong_type": ("Sai kiểu dữ liệu.", "The type of this value is wrong."),
    "wrong_format": ("Sai định dạng.", "The format of this value is wrong."),
    "not_allowed": ("Giá trị không nằm trong danh sách cho phép.", "The value is not one of those allowed."),
    "too_long": ("Dài quá {max_length}.", "Longer than {max_length}."),
    "too_short": ("Ngắn hơn {min_length}.", "Shorter than {min_length}."),
    "out_of_range": ("Ngoài khoảng cho phép.", "Out of the allowed range."),
    "invalid_value": ("Giá trị không hợp lệ.", "The value is not valid."),
    "control_characters": (
        "Có ký tự điều khiển không được phép.",
        "Holds control characters, which are not allowed.",
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


def field_text(code: str, context: Mapping[str, object] | None = None) -> tuple[str, str]:
    """The sentence for `code` in Vietnamese and English; only limits of the schema are filled in."""
    limits = {"max_length": "?", "min_length": "?"}
    limits |= {k: str(v) for k, v in (context or {}).items() if k.endswith("_length")}
    vi, en = FIELD_TEXTS[code]
    return vi.format_map(limits), en.format_map(limits)
