"""Requests to be called back (yêu cầu gọi lại): the telephone support of HUE-23.5, QN-18, LC-7.9 and TB-5.6, for people
who cannot call while the desk is open.

The desk of the unit calls within the time that the province promises and records each call; after enough calls at
different hours that reached nobody it may end the request. Nothing of it is ever public.
"""

from __future__ import annotations

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.matters.kinds.erasure_rows import add_erasure_rows
from chalicelib.domain.matters.kinds.shared_rows import build_forward_row, build_urge_row
from chalicelib.domain.matters.matter_actors import FOCAL, REPORTER, MatterPlace
from chalicelib.domain.matters.matter_fields import ask_choice, ask_line, ask_personal, ask_text, ask_unit
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

WAITING, TRIED, REACHED, UNREACHED, WITHDRAWN = "waiting", "tried", "reached", "unreached", "withdrawn"
OPEN = (WAITING, TRIED)
ARTICLES = "HUE-23.5; QN-18; LC-7.9; TB-5.6"
START = (ClockEffect("call", ClockMove.START, (ClockRule("callback.call_limit"),)),)
STOP = (ClockEffect("call", ClockMove.STOP),)
UNIT = ask_unit("unit", "Cơ quan gọi lại", "Agency that calls")

CALLBACKS = add_erasure_rows(MatterKind(
    name="callback",
    plural="callbacks",
    prefix="GL",
    words=Words("Yêu cầu gọi lại", "Request to be called back"),
    title=Words("Hẹn gọi lại", "Call-backs"),
    empty=Words("Chưa có yêu cầu gọi lại nào.", "There are no requests to be called back."),
    about=Words(
        "Để lại số điện thoại, cơ quan gọi lại trong giờ làm việc.",
        "Leave your number, and the agency calls you in office hours.",
    ),
    subject="subject",
    clocks={"call": Words("Gọi lại", "Call back")},
    measured_by=("call",),
    states=(
        MatterState(WAITING, Words("Chờ gọi lại", "Waiting for a call")),
        MatterState(TRIED, Words("Đã gọi, chưa gặp", "Called, not reached")),
        MatterState(REACHED, Words("Đã gọi được", "Reached"), ended=True),
        MatterState(UNREACHED, Words("Kết thúc, không gọi được", "Ended, nobody reached"), ended=True),
        MatterState(WITHDRAWN, Words("Đã hủy", "Cancelled"), ended=True),
    ),
    opening=MatterOpening(
        state=WAITING,
        who=frozenset({Role.APPLICANT}),
        article=ARTICLES,
        fields=(
            ask_line("subject", "Cần hỏi về việc gì", "What you want to ask about"),
            ask_personal("full_name", "Gặp ai", "Whom to ask for", "person-name"),
            ask_personal("phone", "Số điện thoại", "Telephone number", "phone"),
            ask_choice(
                "part_of_day", "Gọi vào buổi nào", "Part of the day",
                (
                    ("any", "Lúc nào trong giờ làm việc cũng được", "Any time in office hours"),
                    ("morning", "Buổi sáng", "Morning"),
                    ("afternoon", "Buổi chiều", "Afternoon"),
                ),
            ),
            UNIT,
        ),
        clocks=START,
        unit_field="unit",
        notifies=(MatterPlace.UNIT, MatterPlace.REPORTER),
    ),
    steps=(
        MatterStep(
            "reach", Words("Ghi đã gọi được", "Record a call that reached them"), OPEN, REACHED, FOCAL, ARTICLES,
            fields=(ask_text("guidance", "Nội dung đã hướng dẫn", "What was explained"),),
            clocks=STOP, notifies=(MatterPlace.REPORTER,),
        ),
        MatterStep(
            "miss", Words("Ghi gọi không gặp", "Record a call that did not"), OPEN, TRIED, FOCAL, ARTICLES,
            fields=(
                ask_choice(
                    "why", "Vì sao không gặp", "Why not",
                    (
                        ("no_answer", "Không nghe máy", "No answer"),
                        ("not_reachable", "Không liên lạc được", "Not reachable"),
                        ("wrong_number", "Nhầm số", "Wrong number"),
                    ),
                ),
            ),
            clocks=START, checks=("called_apart",), notifies=(MatterPlace.REPORTER,),
        ),
        MatterStep(
            "give_up", Words("Kết thúc vì không gọi được", "End it, nobody was reached"), (TRIED,), UNREACHED, FOCAL,
            ARTICLES, clocks=STOP, checks=("called_enough",), notifies=(MatterPlace.REPORTER,),
        ),
        build_forward_row(
            Words("Chuyển cơ quan khác gọi", "Let another agency call"), OPEN, WAITING, FOCAL, ARTICLES, UNIT, START
        ),
        build_urge_row(OPEN, ARTICLES),
        MatterStep(
            "withdraw", Words("Hủy yêu cầu", "Cancel the request"), OPEN, WITHDRAWN, REPORTER, ARTICLES, clocks=STOP,
            notifies=(MatterPlace.UNIT,),
        ),
    ),
))  # fmt: skip
