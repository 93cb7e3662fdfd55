"""Each field of a request has a name in words, and every generic sentence about one begins with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from chalicelib.domain.shared.errors import Malformed
from chalicelib.handlers.http import read
from chalicelib.handlers.http.error_words import FIELD_TEXTS
from chalicelib.handlers.http.field_names import FIELD_NAMES, name_field
from chalicelib.handlers.http.operations import OPERATIONS
from chalicelib.models.drafts import DraftBody
from tests.support.internal_codes import find_codes


def list_models(kind: Any) -> Iterator[type[BaseModel]]:
    """The models that a type holds, however deep."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
        for field in kind.model_fields.values():
            yield from list_models(field.annotation)
    for inner in get_args(kind):
        yield from list_models(inner)


def test_every_field_of_every_request_has_a_name_in_words() -> None:
    from app import app

    assert app.routes
    asked = [model for op in OPERATIONS for model in (op.body, op.query) if model]
    # Signed systems name their own fields (`alias`): no person reads their refusals.
    names = {
        name
        for root in asked
        for model in list_models(root)
        if not model.__module__.startswith("tests.")
        for name, field in model.model_fields.items()
        if field.alias is None
    }
    assert len(names) > 100
    assert names - set(FIELD_NAMES) == set()


@pytest.mark.parametrize("name", FIELD_NAMES)
def test_a_name_is_words(name: str) -> None:
    assert FIELD_NAMES[name][0].isupper()
    assert find_codes(FIELD_NAMES[name]) == []


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (("applicant", "phone"), ("Số điện thoại", "Phone")),
        (("answers", "household_business_name"), ("Nội dung đơn", "Answers")),
        (("papers", 3), ("Giấy tờ", "Papers")),
        (("", "query", "filed_since"), ("Nộp từ ngày", "Filed since")),
        (("headers", "If-Match"), None),
        ((), None),
    ],
)
def test_the_nearest_named_field_is_said(path: tuple[object, ...], name: tuple[str, str] | None) -> None:
    assert name_field(path) == name


@pytest.mark.parametrize(
    ("raw", "vi", "en"),
    [
        (
            b'{"applicant": {"phone": 912345678}}',
            "Số điện thoại: giá trị không đúng loại dữ liệu.",
            "Phone: the type of this value is wrong.",
        ),
        (
            b'{"return_way": "drone"}',
            "Cách nhận kết quả: giá trị không nằm trong danh sách cho phép.",
            "Return way: the value is not one of those allowed.",
        ),
        (
            b'{"applicant": {"full_name": "a\\u0007"}}',
            "Họ và tên: có ký tự không đọc được, thường do dán từ nơi khác. Xóa ký tự đó hoặc gõ lại.",
            "Full name: it has unreadable characters, often pasted from elsewhere. Delete them or type it again.",
        ),
    ],
)
def test_what_is_wrong_with_a_field_is_said_with_its_name(raw: bytes, vi: str, en: str) -> None:
    with pytest.raises(Malformed) as refused:
        read.read_body(DraftBody, raw, "application/json")
    (fault,) = refused.value.fields
    assert (fault.vi, fault.en) == (vi, en)


def test_no_sentence_about_a_field_shows_a_code() -> None:
    assert [text for text, _ in FIELD_TEXTS.values() if find_codes(text.format(max_length=5, min_length=2))] == []
