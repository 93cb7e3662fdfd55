"""Half-yearly reviews of officers' rights: one for each unit and period (NĐ 331/2026).

The nightly job opens them. The unit's heads answer for each right with one press: it stays, or its end is asked for by
an account request. Who grants rights answers where a unit has no head, and for the heads' own. With the last answer
the review is closed, and its written answer can be printed.
"""

from __future__ import annotations

from chalicelib.domain.accounts.rights.rights_review import DAYS, GRANTED_BY, MONTHS
from chalicelib.domain.accounts.roles import SYSTEM, Role
from chalicelib.domain.matters.kinds.erasure_rows import add_erasure_rows
from chalicelib.domain.matters.matter_actors import HEADS, OFFICE, Actors, MatterPlace
from chalicelib.domain.matters.matter_fields import UNITS, ask_line, ask_unit
from chalicelib.domain.matters.matter_kind import (
    ClockEffect,
    ClockMove,
    ClockRule,
    LawCondition,
    MatterKind,
    MatterOpening,
    MatterState,
    MatterStep,
)
from chalicelib.domain.matters.written_answer import WrittenAnswer
from chalicelib.domain.shared.errors import BilingualWords as Words

OPEN, CLOSED = "open", "closed"
KEEP, END, CLOSE = "keep", "end", "close"
CLOCK = "review"
ARTICLE = "NĐ 331/2026 28"
LINES_CHECK = "review_lines"
OPERATORS: Actors = ((Role.OPERATOR, MatterPlace.PROVINCE),)
ANSWERING: tuple[tuple[Actors, tuple[LawCondition, ...]], ...] = (
    (OFFICE, (LawCondition(GRANTED_BY, ("provincial_office",)),)),
    (OPERATORS, (LawCondition(GRANTED_BY, ("operator",)),)),
    (HEADS, ()),
)
"""Who answers: those who grant first, since only they answer for rights of the whole province."""
STEPS = (
    (KEEP, Words("Giữ quyền", "Keep the right"), ""),
    (END, Words("Đề nghị thu hồi quyền", "Ask to end the right"), "account_request"),
    (CLOSE, Words("Kết thúc rà soát", "Close the review"), ""),
)
LINE = ask_line("line", "Quyền được rà soát", "Right under review", UNITS)


def _build_step(word: str, name: Words, opens: str, who: Actors, laws: tuple[LawCondition, ...]) -> MatterStep:
    closes = word == CLOSE
    return MatterStep(
        word, name, (OPEN,), CLOSED if closes else "", who, ARTICLE, fields=() if closes else (LINE,),
        clocks=(ClockEffect(CLOCK, ClockMove.STOP),) if closes else (), checks=(f"review_{word}",), while_law=laws,
        opens=opens,
    )  # fmt: skip


RIGHTS_REVIEWS = add_erasure_rows(MatterKind(
    name="rights_review",
    plural="rights-reviews",
    prefix="RS",
    words=Words("Rà soát quyền", "Review of rights"),
    title=Words("Rà soát quyền định kỳ", "Reviews of rights"),
    empty=Words(
        "Chưa có kỳ rà soát nào. Hệ thống tự mở vào ngày đầu mỗi kỳ.",
        "There are no reviews. The system opens them on the first day of each period.",
    ),
    about=Words(
        "Mỗi kỳ, lãnh đạo đơn vị xác nhận từng quyền của công chức, viên chức, hoặc đề nghị thu hồi.",
        "In each period the unit's heads confirm every right of their officers, or ask to end it.",
    ),
    subject="subject",
    text="subject",
    clocks={CLOCK: Words("Rà soát quyền", "Review of rights")},
    measured_by=(CLOCK,),
    alerts={
        "soon": (MatterPlace.ABOVE,),
        "overdue": (MatterPlace.ABOVE, MatterPlace.GRANTER),
    },
    answer=WrittenAnswer(
        titles=dict.fromkeys((KEEP, END, CLOSE), "Kết quả rà soát quyền định kỳ"),
        lead="{issuer} rà soát quyền của công chức, viên chức như sau:",
        fields=("subject", "period"),
        signers=("Người rà soát", "Thủ trưởng đơn vị"),
        answers={KEEP: "Giữ quyền", END: "Đề nghị thu hồi", "": "Đã kết thúc hoặc thay đổi"},
    ),
    states=(
        MatterState(OPEN, Words("Đang rà soát", "Under review")),
        MatterState(CLOSED, Words("Đã rà soát", "Reviewed"), ended=True),
    ),
    opening=MatterOpening(
        state=OPEN,
        who=frozenset(),
        article=ARTICLE,
        fields=(
            ask_line("subject", "Kỳ rà soát", "Review", UNITS),
            ask_unit("work_unit", "Đơn vị", "Unit", UNITS),
            ask_line("period", "Kỳ (năm-tháng bắt đầu)", "Period (year and first month)", UNITS),
        ),
        clocks=(ClockEffect(CLOCK, ClockMove.START, (ClockRule(DAYS),)),),
        unit_field="work_unit",
        while_law=(LawCondition(MONTHS),),
        checks=(LINES_CHECK,),
        relays={SYSTEM.sub: ()},
        notifies=(MatterPlace.ABOVE,),
    ),
    steps=tuple(_build_step(*step, *who) for step in STEPS for who in ANSWERING),
))  # fmt: skip
