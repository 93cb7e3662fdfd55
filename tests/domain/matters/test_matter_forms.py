"""Answers of a form: texts are parts, codes and days stay in the ledger."""

from __future__ import annotations

from chalicelib.domain.matters.matter_fields import (
    PUBLIC,
    ask_choice,
    ask_day,
    ask_flag,
    ask_line,
    ask_personal,
    ask_text,
    ask_unit,
)
from chalicelib.domain.matters.matter_forms import MatterAnswers, split_answers

FIELDS = (
    ask_line("subject", "Tiêu đề", "Subject"),
    ask_text("text", "Nội dung", "Text", PUBLIC),
    ask_personal("phone", "Điện thoại", "Telephone", "phone"),
    ask_unit("unit", "Cơ quan", "Unit"),
    ask_choice("code", "Mã", "Code", (("a", "Một", "One"),)),
    ask_day("day", "Ngày", "Day"),
    ask_flag("agreed", "Đồng ý", "Agreed"),
)


def test_free_text_never_stays_in_the_ledger() -> None:
    answers = {
        "subject": "Việc", "text": "Dài", "phone": "0912345678", "unit": "u", "code": "a", "day": "2026-11-23",
        "agreed": True,
    }  # fmt: skip
    divided = split_answers(FIELDS, answers, lambda: "00")
    assert divided.values == {"unit": "u", "code": "a", "day": "2026-11-23", "agreed": True}
    assert {part.name: part.value for part in divided.parts} == {
        "subject": "Việc", "text": "Dài", "phone": "0912345678",
    }  # fmt: skip


def test_what_was_not_answered_is_left_out() -> None:
    divided = split_answers(FIELDS, {"code": "a"}, lambda: "00")
    assert (divided.values, divided.parts) == ({"code": "a"}, ())
    assert MatterAnswers({"n": 3, "t": "x"}).find_text("n") == ""
    assert MatterAnswers({"n": 3, "t": "x"}).find_text("t") == "x"
