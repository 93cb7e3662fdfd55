"""A kind that exists in tests alone: this table is all that a new kind needs."""

from __future__ import annotations

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.matters.kinds.erasure_rows import add_erasure_rows
from chalicelib.domain.matters.matter_actors import DESKS, OFFICE, REPORTER, MatterPlace
from chalicelib.domain.matters.matter_fields import (
    PUBLIC,
    UNITS,
    ask_choice,
    ask_line,
    ask_personal,
    ask_text,
    ask_unit,
)
from chalicelib.domain.matters.matter_kind import (
    ClockEffect,
    ClockMove,
    ClockRule,
    MatterKind,
    MatterOpening,
    MatterState,
    MatterStep,
)
from chalicelib.domain.shared.errors import BilingualWords as Words

SAID, SHOWN, GIVEN, CLOSED = "said", "shown", "given", "closed"
BOTH, ARTICLE = (MatterPlace.UNIT, MatterPlace.REPORTER), "LC-22.2; QN-19.1"
STOP = (ClockEffect("search", ClockMove.STOP),)

LOST_ITEMS = add_erasure_rows(MatterKind(
    name="lost_item", plural="lost-items", prefix="DR", subject="subject",
    words=Words("Đồ để quên", "Lost item"), title=Words("Đồ để quên tại trụ sở", "Items left at the offices"),
    empty=Words("Chưa có đồ để quên nào.", "There are no lost items."),
    about=Words("Báo đồ để quên, xem đồ đã tìm thấy.", "Report a lost item, see what was found."),
    label=Words("Mang theo giấy tờ khi đến nhận.", "Bring a paper when you collect it."),
    clocks={"search": Words("Tìm đồ để quên", "Look for the item")},
    states=(
        MatterState(SAID, Words("Đã báo", "Reported")),
        MatterState(SHOWN, Words("Đã tìm thấy", "Found"), public=True),
        MatterState(GIVEN, Words("Đã trả lại", "Given back"), ended=True),
        MatterState(CLOSED, Words("Không tìm thấy", "Not found"), ended=True),
    ),
    opening=MatterOpening(
        SAID, frozenset({Role.APPLICANT, Role.ONE_STOP_OFFICER}), ARTICLE,
        (
            ask_line("subject", "Đồ gì", "Which item"), ask_text("content", "Mô tả", "Description"),
            ask_personal("full_name", "Họ và tên", "Full name", "person-name"),
            ask_unit("unit", "Trụ sở", "Office", PUBLIC),
        ),
        (ClockEffect("search", ClockMove.START, (ClockRule("difficulty.answer_limit"),)),),
        unit_field="unit", notifies=BOTH,
    ),
    steps=(
        MatterStep("show", Words("Đăng đồ tìm thấy", "Show what was found"), (SAID,), SHOWN, DESKS, ARTICLE,
                   (ask_line("public_subject", "Tên công khai", "Public name", PUBLIC),
                    ask_choice("size", "Cỡ", "Size", (("small", "Nhỏ", "Small"), ("big", "Lớn", "Big")), PUBLIC)),
                   STOP, checks=("publishing",), notifies=(MatterPlace.REPORTER,)),
        MatterStep("pass_on", Words("Chuyển trụ sở khác", "Pass on"), (SAID,), "", DESKS, ARTICLE,
                   (ask_unit("unit", "Trụ sở", "Office", PUBLIC), ask_text("note", "Ghi chú", "Note", UNITS)),
                   hands_to="unit", notifies=BOTH),
        MatterStep("give", Words("Trả lại", "Give back"), (SHOWN,), GIVEN, DESKS, ARTICLE, not_by=("show",)),
        MatterStep("close", Words("Kết thúc", "Close"), (SAID,), CLOSED, (*OFFICE, *REPORTER), ARTICLE, (), STOP),
    ),
))  # fmt: skip
