"""Complaints (khiếu nại) that come in here: recognised, recorded and sent the lawful way, never scored.

A complaint is settled by the Law on complaints 02/2011, outside this system; it changes nothing of a dossier and no
figure of a unit. The person is shown to whom it goes and in what time one may complain.
"""

from __future__ import annotations

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.matters.kinds.erasure_rows import add_erasure_rows
from chalicelib.domain.matters.kinds.reclassify_rows import RECLASSIFIED_STATE, build_reclassify_rows
from chalicelib.domain.matters.kinds.shared_rows import build_forward_row, build_urge_row
from chalicelib.domain.matters.matter_actors import DESKS, REPORTER, MatterPlace
from chalicelib.domain.matters.matter_fields import ask_day, ask_line, ask_personal, ask_text, ask_unit
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

RECEIVED, PASSED, GUIDED, TAKEN_IN, WITHDRAWN = "received", "passed", "guided", "taken_in", "withdrawn"
STOP = (ClockEffect("pass", ClockMove.STOP),)
UNIT = ask_unit("unit", "Cơ quan có quyết định, hành vi", "Agency of the decision or act")

COMPLAINTS = add_erasure_rows(MatterKind(
    name="complaint",
    plural="complaints",
    prefix="KN",
    words=Words("Khiếu nại", "Complaint"),
    title=Words("Khiếu nại được chuyển đi", "Complaints passed on"),
    empty=Words("Chưa có khiếu nại nào.", "There are no complaints."),
    about=Words(
        "Khiếu nại quyết định hoặc hành vi; đơn được chuyển đến nơi có thẩm quyền.",
        "Complain about a decision or an act; it is passed on to whom it concerns.",
    ),
    subject="subject",
    clocks={"pass": Words("Chuyển đến nơi có thẩm quyền", "Pass on to whom it concerns")},
    measured_by=("pass",),
    states=(
        MatterState(RECEIVED, Words("Đã nhận", "Received")),
        MatterState(PASSED, Words("Đã chuyển đến nơi có thẩm quyền", "Passed on"), ended=True),
        MatterState(GUIDED, Words("Đã hướng dẫn nơi gửi", "Shown where to send it"), ended=True),
        MatterState(TAKEN_IN, Words("Cơ quan đã nhận theo Luật Khiếu nại", "Taken in by the law"), ended=True),
        MatterState(WITHDRAWN, Words("Đã rút", "Withdrawn"), ended=True),
        RECLASSIFIED_STATE,
    ),
    opening=MatterOpening(
        state=RECEIVED,
        who=frozenset({Role.APPLICANT, Role.ONE_STOP_OFFICER, Role.HEAD_OF_ONE_STOP}),
        article="Luật 02/2011 7, 8; LC-23.3",
        fields=(
            ask_line("subject", "Khiếu nại về việc gì", "What the complaint is about"),
            ask_text("content", "Nội dung khiếu nại", "The complaint"),
            ask_line("decision", "Quyết định hoặc hành vi bị khiếu nại", "Decision or act complained about"),
            ask_personal("full_name", "Họ và tên", "Full name", "person-name"),
            ask_personal("address", "Địa chỉ", "Address", "address"),
            UNIT,
        ),
        clocks=(ClockEffect("pass", ClockMove.START, (ClockRule("complaint.pass_limit"),)),),
        unit_field="unit",
        papers=True,
        notifies=(MatterPlace.UNIT, MatterPlace.REPORTER),
    ),
    steps=(
        MatterStep(
            "pass_on", Words("Chuyển đến nơi có thẩm quyền", "Pass on to whom it concerns"), (RECEIVED,), PASSED, DESKS,
            "Luật 02/2011 7",
            fields=(
                ask_line("addressee", "Nơi nhận", "Addressee"),
                ask_line("letter", "Số văn bản chuyển", "Number of the letter"),
                ask_day("sent_on", "Ngày chuyển", "Day of sending"),
            ),
            papers=True,
            clocks=STOP, notifies=(MatterPlace.REPORTER,),
        ),
        MatterStep(
            "take_in", Words("Nhận theo Luật Khiếu nại", "Take in by the law"), (RECEIVED,), TAKEN_IN, DESKS,
            "Luật 02/2011 7",
            fields=(ask_line("register", "Số vào sổ", "Number in the register"),),
            clocks=STOP, notifies=(MatterPlace.REPORTER,),
        ),
        MatterStep(
            "guide", Words("Hướng dẫn nơi gửi", "Show where to send it"), (RECEIVED,), GUIDED, DESKS, "Luật 02/2011 7",
            fields=(ask_text("guidance", "Nội dung hướng dẫn", "Guidance"),),
            clocks=STOP, notifies=(MatterPlace.REPORTER,),
        ),
        build_forward_row(
            Words("Chuyển cơ quan khác", "Forward to another agency"), (RECEIVED,), RECEIVED, DESKS, "Luật 02/2011 7",
            UNIT,
        ),
        build_urge_row((RECEIVED,), "Luật 02/2011 7"),
        MatterStep(
            "withdraw", Words("Rút khiếu nại", "Withdraw the complaint"), (RECEIVED,), WITHDRAWN, REPORTER,
            "Luật 02/2011 10", clocks=STOP, notifies=(MatterPlace.UNIT,),
        ),
        *build_reclassify_rows("complaint", (RECEIVED,), DESKS, STOP),
    ),
))  # fmt: skip
