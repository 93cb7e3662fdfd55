"""Requests for information by network (yêu cầu cung cấp thông tin): Law on access to information 104/2016, arts 24-32.

A simple request is answered in three working days. A complex one gets a notice of its time within them, and is answered
or refused in writing in fifteen, once extended by at most fifteen days.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.matters.kinds.erasure_rows import add_erasure_rows
from chalicelib.domain.matters.kinds.reclassify_rows import RECLASSIFIED_STATE, build_reclassify_rows
from chalicelib.domain.matters.kinds.shared_rows import build_forward_row, build_urge_row
from chalicelib.domain.matters.matter_actors import DESKS, FOCAL, OFFICE, REPORTER, MatterPlace
from chalicelib.domain.matters.matter_fields import ask_choice, ask_line, ask_personal, ask_text, ask_unit
from chalicelib.domain.matters.matter_kind import (
    ClockEffect,
    ClockMove,
    ClockRule,
    LawCondition,
    MatterField,
    MatterKind,
    MatterOpening,
    MatterState,
    MatterStep,
)
from chalicelib.domain.shared.errors import BilingualWords as Words
from chalicelib.domain.time.deadlines import Unit

REQUESTED, INCOMPLETE, ANNOUNCED, PROVIDED = "requested", "incomplete", "announced", "provided"
REFUSED, DISPUTED, FAULTY, WITHDRAWN = "refused", "disputed", "faulty", "withdrawn"
LAW = "Luật 104/2016"

REASON = ask_text("reason", "Lý do", "Reason")
UNIT = ask_unit("unit", "Cơ quan", "Agency")
SIMPLE = ClockRule("information.answer_limit", Unit.WORKING_DAY, {"kind": "simple"})
COMPLEX = ClockRule("information.answer_limit", Unit.WORKING_DAY, {"kind": "complex"})
START_BOTH = (
    ClockEffect("notice", ClockMove.START, (ClockRule("information.notice_limit"),)),
    ClockEffect("answer", ClockMove.START, (SIMPLE,)),
)
STOP_BOTH = (ClockEffect("notice", ClockMove.STOP), ClockEffect("answer", ClockMove.STOP))
REFUSAL_GROUND = ask_choice(
    "ground", "Căn cứ từ chối", "Ground for refusing",
    (
        ("secret", "Thông tin không được hoặc chưa được tiếp cận", "Information that may not be given"),
        ("conditions_not_met", "Chưa đủ điều kiện tiếp cận", "The conditions for access are not met"),
        ("already_public", "Thông tin đã công khai", "The information is public"),
        ("given_twice", "Đã cung cấp hai lần cho cùng người yêu cầu", "Given twice to the same person"),
        ("beyond_capacity", "Vượt quá khả năng đáp ứng của cơ quan", "Beyond what the agency can do"),
        ("costs_unpaid", "Chưa trả chi phí in, sao, gửi", "The costs of copies are not paid"),
    ),
    rule="information.refusal_grounds",
)  # fmt: skip


def _need_by_law(*fields: MatterField) -> tuple[MatterField, ...]:
    """Return the questions, each needed where the law of the day names it among those of a request."""
    return tuple(replace(each, needed_law=LawCondition("information.request_fields", (each.key,))) for each in fields)


SUBJECT = ask_line("subject", "Thông tin cần cung cấp", "Information asked for")
WANTED = _need_by_law(
    ask_text("content", "Nêu rõ văn bản, hồ sơ, tài liệu cần", "Which documents or files"),
    ask_choice(
        "way", "Hình thức nhận", "How to receive it",
        (
            ("account", "Trên tài khoản này", "On this account"),
            ("email", "Thư điện tử", "By mail"),
            ("post", "Dịch vụ bưu chính", "By post"),
        ),
    ),
    ask_text("purpose", "Lý do, mục đích yêu cầu", "Reason and purpose"),
)  # fmt: skip
PERSON = _need_by_law(
    ask_personal("full_name", "Họ và tên", "Full name", "person-name"),
    ask_personal("address", "Nơi cư trú", "Place of residence", "address"),
    ask_personal(
        "identity_number", "Số định danh hoặc hộ chiếu", "Identity or passport number", "personal-id-or-passport"
    ),
    ask_personal("contact", "Điện thoại hoặc thư điện tử", "Telephone or mail address"),
)
PERSON_STILL = tuple(replace(each, form=replace(each.form, required=False)) for each in PERSON)
"""The sender's data, where a request is completed: what was given need not be given again."""
ANSWER = (ask_text("answer", "Thông tin được cung cấp", "Information given"),)

INFORMATION = add_erasure_rows(MatterKind(
    name="information",
    plural="information-requests",
    prefix="TT",
    words=Words("Yêu cầu cung cấp thông tin", "Request for information"),
    title=Words("Yêu cầu cung cấp thông tin", "Requests for information"),
    empty=Words("Chưa có yêu cầu nào.", "There are no requests yet."),
    about=Words(
        "Xin văn bản, hồ sơ, tài liệu do cơ quan nhà nước nắm giữ.",
        "Ask for documents and files that agencies hold.",
    ),
    subject="subject",
    clocks={
        "notice": Words("Báo thời hạn giải quyết", "Announce the time"),
        "answer": Words("Cung cấp thông tin", "Give the information"),
        "claim": Words("Kiểm tra thông tin bị cho là sai", "Check what is said to be wrong"),
        "correct": Words("Đính chính thông tin sai", "Correct wrong information"),
    },
    unit_clocks=("notice",),
    measured_by=("answer", "correct", "claim"),
    states=(
        MatterState(REQUESTED, Words("Đã gửi", "Sent")),
        MatterState(INCOMPLETE, Words("Chờ hoàn thiện", "To be completed")),
        MatterState(ANNOUNCED, Words("Đã báo thời hạn", "Time announced")),
        MatterState(PROVIDED, Words("Đã cung cấp", "Given"), ended=True),
        MatterState(REFUSED, Words("Từ chối", "Refused"), ended=True),
        MatterState(DISPUTED, Words("Người yêu cầu cho là sai", "Said to be wrong")),
        MatterState(FAULTY, Words("Thông tin sai, cần đính chính", "Wrong, to be corrected")),
        MatterState(WITHDRAWN, Words("Đã rút", "Withdrawn"), ended=True),
        RECLASSIFIED_STATE,
    ),
    opening=MatterOpening(
        state=REQUESTED,
        who=frozenset({Role.APPLICANT}),
        article=f"{LAW} 24, 26.1",
        fields=(SUBJECT, *WANTED, *PERSON, UNIT),
        clocks=START_BOTH,
        unit_field="unit",
        papers=True,
        notifies=(MatterPlace.UNIT, MatterPlace.REPORTER),
    ),
    steps=(
        MatterStep(
            "guide", Words("Hướng dẫn hoàn thiện", "Guide to complete it"), (REQUESTED,), INCOMPLETE, FOCAL,
            f"{LAW} 26.2", fields=(ask_text("missing", "Nội dung cần hoàn thiện", "What is missing"),),
            clocks=STOP_BOTH, notifies=(MatterPlace.REPORTER,),
        ),
        MatterStep(
            "complete", Words("Hoàn thiện yêu cầu", "Complete the request"), (INCOMPLETE,), REQUESTED, REPORTER,
            f"{LAW} 26.2", fields=(SUBJECT, *WANTED, *PERSON_STILL), papers=True, clocks=START_BOTH,
            checks=("form_whole",),
            notifies=(MatterPlace.UNIT,),
        ),
        build_forward_row(
            Words("Chuyển cơ quan có thẩm quyền", "Forward to the competent agency"), (REQUESTED,), REQUESTED, FOCAL,
            f"{LAW} 26.3", UNIT,
        ),
        MatterStep(
            "announce", Words("Báo thời hạn giải quyết", "Announce the time"), (REQUESTED,), ANNOUNCED, FOCAL,
            f"{LAW} 30.2", fields=(REASON,),
            clocks=(ClockEffect("notice", ClockMove.STOP), ClockEffect("answer", ClockMove.CHANGE, (COMPLEX,))),
            notifies=(MatterPlace.REPORTER,),
        ),
        MatterStep(
            "extend", Words("Gia hạn bằng văn bản", "Extend in writing"), (ANNOUNCED,), "", FOCAL, f"{LAW} 30.2",
            fields=(REASON,),
            clocks=(
                ClockEffect(
                    "answer", ClockMove.EXTEND, (ClockRule("information.extension_limit", Unit.CALENDAR_DAY),)
                ),
            ),
            limit="information.extension_max", notifies=(MatterPlace.REPORTER,),
        ),
        MatterStep(
            "provide", Words("Cung cấp thông tin", "Give the information"), (REQUESTED, ANNOUNCED), PROVIDED, FOCAL,
            f"{LAW} 30", fields=ANSWER, papers=True, clocks=STOP_BOTH, checks=("personal_data",),
            notifies=(MatterPlace.REPORTER,),
        ),
        MatterStep(
            "refuse", Words("Từ chối bằng văn bản", "Refuse in writing"), (REQUESTED, ANNOUNCED), REFUSED, FOCAL,
            f"{LAW} 28", fields=(REFUSAL_GROUND, REASON), clocks=STOP_BOTH, notifies=(MatterPlace.REPORTER,),
            rejects="ground",
        ),
        MatterStep(
            "withdraw", Words("Rút yêu cầu", "Withdraw the request"), (REQUESTED, INCOMPLETE, ANNOUNCED), WITHDRAWN,
            REPORTER, f"{LAW} 26", clocks=STOP_BOTH, notifies=(MatterPlace.UNIT,),
        ),
        MatterStep(
            "dispute", Words("Báo thông tin sai", "Say that it is wrong"), (PROVIDED,), DISPUTED, REPORTER,
            f"{LAW} 32", fields=(ask_text("fault", "Nội dung sai", "What is wrong"),), papers=True,
            clocks=(
                ClockEffect("claim", ClockMove.START, (ClockRule("information.claim_limit", Unit.CALENDAR_DAY),)),
            ),
            notifies=(MatterPlace.UNIT,),
        ),
        MatterStep(
            "uphold", Words("Xác nhận thông tin đúng", "Confirm that it is right"), (DISPUTED,), PROVIDED, FOCAL,
            f"{LAW} 32", fields=(REASON,), clocks=(ClockEffect("claim", ClockMove.STOP),),
            notifies=(MatterPlace.REPORTER,),
        ),
        MatterStep(
            "find_fault", Words("Xác nhận thông tin sai", "Find it wrong"), (PROVIDED, DISPUTED), FAULTY,
            (*FOCAL, *OFFICE), f"{LAW} 32", fields=(REASON,),
            clocks=(
                ClockEffect("claim", ClockMove.STOP),
                ClockEffect("correct", ClockMove.START, (ClockRule("information.correction_limit"),)),
            ),
            notifies=(MatterPlace.UNIT, MatterPlace.REPORTER),
        ),
        MatterStep(
            "correct", Words("Đính chính", "Correct it"), (FAULTY,), PROVIDED, FOCAL, f"{LAW} 32", fields=ANSWER,
            papers=True,
            clocks=(ClockEffect("correct", ClockMove.STOP),), checks=("personal_data",),
            notifies=(MatterPlace.REPORTER,),
        ),
        build_urge_row((REQUESTED, ANNOUNCED, DISPUTED, FAULTY), f"{LAW} 26"),
        *build_reclassify_rows("information", (REQUESTED, INCOMPLETE), DESKS, STOP_BOTH),
    ),
))  # fmt: skip
