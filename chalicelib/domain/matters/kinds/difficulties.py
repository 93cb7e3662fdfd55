"""Difficulties and suggestions (khó khăn, vướng mắc; đề nghị nâng cấp): VL-19.7, VL-22.4, HUE-27.3, QN-23.4, QN-30.2,
TB-21.8, TB-24.3, LC-27.5, LC-35.2.

The receiver that the regulation names groups them into a list, reports it to the committee and answers the sender;
wishes for upgrades go into the yearly plan.
"""

from __future__ import annotations

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.matters.kinds.erasure_rows import add_erasure_rows
from chalicelib.domain.matters.kinds.merge_rows import MERGED, MERGED_STATE, build_merge_rows
from chalicelib.domain.matters.kinds.shared_rows import build_urge_row
from chalicelib.domain.matters.matter_actors import DESKS, FOCAL, HELPER, OFFICE, REPORTER, SENDER, MatterPlace
from chalicelib.domain.matters.matter_fields import UNITS, ask_choice, ask_day, ask_line, ask_text
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
from chalicelib.domain.shared.errors import BilingualWords as Words

REPORTED, GROUPED, SUBMITTED, ANSWERED = "reported", "grouped", "submitted", "answered"
WITHDRAWN = "withdrawn"
ARTICLES = "VL-22.4; HUE-27.3; QN-30.2; TB-24.3; LC-35.2"
UPGRADES = "VL-19.7; QN-23.4; TB-21.8; LC-27.5"
OPEN = (REPORTED, GROUPED, MERGED, SUBMITTED)
LISTED = ask_line("list", "Danh mục tổng hợp", "List", UNITS)
PLAN = Words("Đưa vào kế hoạch nâng cấp", "Put into the upgrade plan")
YEAR = (ask_line("plan_year", "Kế hoạch năm", "Plan of the year"),)

DIFFICULTIES = add_erasure_rows(MatterKind(
    name="difficulty",
    plural="difficulties",
    prefix="VM",
    words=Words("Khó khăn, vướng mắc", "Difficulty"),
    title=Words("Khó khăn, vướng mắc và đề nghị nâng cấp", "Difficulties and wishes for upgrades"),
    empty=Words("Chưa có khó khăn, vướng mắc nào.", "There are no difficulties yet."),
    about=Words(
        "Báo khó khăn khi dùng hệ thống, đề nghị nâng cấp.",
        "Report a difficulty with the system, or propose an upgrade.",
    ),
    subject="subject",
    helper=Role.UNIT_IT,
    clocks={"answer": Words("Trả lời người phản ánh", "Answer the sender")},
    measured_by=("answer",),
    states=(
        MatterState(REPORTED, Words("Đã gửi", "Sent")),
        MatterState(GROUPED, Words("Đã tổng hợp", "Consolidated")),
        MatterState(SUBMITTED, Words("Đã báo cáo UBND tỉnh", "Reported to the committee")),
        MatterState(ANSWERED, Words("Đã trả lời", "Answered"), ended=True),
        MERGED_STATE,
        MatterState(WITHDRAWN, Words("Đã rút", "Withdrawn"), ended=True),
    ),
    opening=MatterOpening(
        state=REPORTED,
        who=frozenset(set(Role) - {Role.AUDITOR, Role.POSTAL_STAFF, Role.VENDOR_TECHNICAL, Role.POLICE_POPULATION}),
        article=ARTICLES,
        fields=(
            ask_choice(
                "sort", "Loại", "Sort",
                (
                    ("difficulty", "Khó khăn, vướng mắc", "Difficulty"),
                    ("upgrade", "Đề nghị nâng cấp hệ thống", "Wish for an upgrade"),
                ),
            ),
            ask_line("subject", "Tiêu đề", "Subject"),
            ask_text("content", "Nội dung", "Content"),
            ask_line("letter", "Số văn bản", "Number of the letter", required=False),
            ask_day("letter_day", "Ngày văn bản", "Day of the letter", required=False),
        ),
        clocks=(ClockEffect("answer", ClockMove.START, (ClockRule("difficulty.answer_limit"),)),),
        unit_rule="difficulty.receiver",
        papers=True,
        checks=("difficulty_reporter", "letter"),
        notifies=(MatterPlace.UNIT, MatterPlace.REPORTER),
    ),
    steps=(
        MatterStep(
            "group", Words("Tổng hợp vào danh mục", "Put on a list"), (REPORTED,), GROUPED, DESKS, ARTICLES,
            fields=(LISTED,),
        ),
        MatterStep(
            "help", Words("Hướng dẫn tại đơn vị", "Help within the unit"), (REPORTED, GROUPED), "", HELPER, "QN-26.4",
            fields=(ask_text("help", "Nội dung hướng dẫn", "Help"),),
            while_law=(LawCondition("roles.special", (Role.UNIT_IT.value,)),), notifies=(MatterPlace.REPORTER,),
        ),
        MatterStep(
            "submit", Words("Báo cáo UBND tỉnh", "Report to the committee"), (GROUPED,), SUBMITTED, DESKS, ARTICLES,
            fields=(
                ask_line("report", "Số báo cáo", "Number of the report", UNITS),
                ask_day("report_day", "Ngày báo cáo", "Day of the report", UNITS),
            ),
            while_law=(LawCondition("difficulty.reported_to", ("committee",)),),
        ),
        MatterStep(
            "answer", Words("Trả lời người phản ánh", "Answer the sender"), OPEN, ANSWERED, DESKS, ARTICLES,
            fields=(ask_text("answer", "Nội dung trả lời", "Answer"),), papers=True,
            clocks=(ClockEffect("answer", ClockMove.STOP),),
            notifies=(MatterPlace.REPORTER,),
        ),
        MatterStep(
            "plan", PLAN, (*OPEN, ANSWERED), "", OFFICE, UPGRADES, fields=YEAR,
            while_law=(LawCondition("difficulty.upgrades_by", ("provincial_office",)),),
            notifies=(MatterPlace.REPORTER,),
        ),
        MatterStep(
            "plan", PLAN, (*OPEN, ANSWERED), "", FOCAL, UPGRADES, fields=YEAR,
            while_law=(LawCondition("difficulty.upgrades_by", ("SO_KHCN",)),), notifies=(MatterPlace.REPORTER,),
        ),
        *build_merge_rows((REPORTED, GROUPED), REPORTED, DESKS, ARTICLES),
        build_urge_row(OPEN, ARTICLES),
        MatterStep(
            "withdraw", Words("Rút lại", "Withdraw"), (REPORTED, GROUPED, MERGED), WITHDRAWN, (*REPORTER, *SENDER),
            ARTICLES, clocks=(ClockEffect("answer", ClockMove.STOP),), notifies=(MatterPlace.UNIT,),
        ),
    ),
))  # fmt: skip
