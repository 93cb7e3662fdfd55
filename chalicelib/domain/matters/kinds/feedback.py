"""Feedback (phản ánh, kiến nghị): NĐ 20/2008, QĐ 766; HUE-17.1.đ, HUE-22.2, HUE-23.2, QN-20, QN-22.7, TB-14, LC-14,
VL-7.2.

Two classes, rules and conduct, kept apart. The clocks begin again at each transfer. A rule is judged by six criteria;
conduct goes to the superior. The outcome is published and sent to the sender, who rates it once and may reopen it.
"""

from __future__ import annotations

from chalicelib.domain.accounts.portal_accounts import PORTAL
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.matters.feedback_packages import EXCHANGE_LAW, NATIONAL_SYSTEM, RECEIVER_LAW
from chalicelib.domain.matters.field_guard import PAPERS, FieldGuard
from chalicelib.domain.matters.kinds.erasure_rows import add_erasure_rows
from chalicelib.domain.matters.kinds.feedback_fields import (
    ANSWER,
    CLASS,
    CONTENT,
    CRITERIA,
    NAMED_LAW,
    NOTE,
    PUBLIC_TEXT,
    RATING,
    REASON,
    REJECTION,
    SENDER_KEYS,
    UNIT,
)
from chalicelib.domain.matters.kinds.feedback_notes import FEEDBACK_NOTES
from chalicelib.domain.matters.kinds.focal_rows import NAMED_INTAKE, add_focal_rows
from chalicelib.domain.matters.kinds.merge_rows import MERGED, MERGED_STATE, build_merge_rows
from chalicelib.domain.matters.kinds.moderation_rows import HIDDEN, HIDDEN_STATE, build_moderation_rows
from chalicelib.domain.matters.kinds.naming_rows import build_naming_fields, build_naming_rows
from chalicelib.domain.matters.kinds.reclassify_rows import RECLASSIFIED_STATE, build_reclassify_rows
from chalicelib.domain.matters.kinds.shared_rows import build_urge_row
from chalicelib.domain.matters.matter_actors import (
    BOTH_ACCOUNTS,
    DESKS,
    FIRST,
    FOCAL,
    OFFICE,
    REPORTER,
    SENDER,
    SUPERIORS,
    MatterPlace,
)
from chalicelib.domain.matters.matter_fields import PUBLISHING_CHECK, ask_line, ask_text
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
from chalicelib.domain.time.deadlines import Unit

SENT, AT_WORK, WAITING, ANSWERED, PUBLISHED = "sent", "at_work", "waiting", "answered", "published"
REJECTED, PASSED, WITHDRAWN = "rejected", "passed", "withdrawn"
DECREE = "NĐ 20/2008"

ANSWER_CLOCK = ClockEffect("answer", ClockMove.START, (ClockRule("feedback.answer_limit"),))
FORWARD_CLOCK = ClockEffect("forward", ClockMove.START, (ClockRule("feedback.forward_limit"),))
START_ALL = (
    ClockEffect("reject", ClockMove.START, (ClockRule("feedback.reject_limit"),)),
    ClockEffect("supplement", ClockMove.START, (ClockRule("feedback.supplement_limit"),)),
    ANSWER_CLOCK,
    FORWARD_CLOCK,
)
STOP_FIRST = tuple(ClockEffect(name, ClockMove.STOP) for name in ("reject", "supplement", "forward", "unread"))
STOP_ALL = (*STOP_FIRST, ClockEffect("answer", ClockMove.STOP), ClockEffect("wait", ClockMove.STOP))
UNREAD = ClockEffect("unread", ClockMove.START, (ClockRule("qa.mailbox_check", Unit.CALENDAR_DAY),))
FORWARD = Words("Chuyển cơ quan có thẩm quyền", "Forward to the competent agency")
SUPPLEMENT = Words("Bổ sung thông tin", "Send what is missing")
MORE = (ask_text("more", "Nội dung bổ sung", "What is added"),)

FEEDBACK = add_focal_rows(add_erasure_rows(MatterKind(
    name="feedback",
    plural="feedback",
    prefix="PA",
    words=Words("Phản ánh, kiến nghị", "Feedback"),
    title=Words("Phản ánh, kiến nghị", "Feedback"),
    empty=Words("Chưa có phản ánh, kiến nghị nào.", "There is no feedback yet."),
    about=Words(
        "Nêu vướng mắc về quy định, thủ tục hoặc cách làm việc của cơ quan, và đề nghị sửa.",
        "Say what is wrong with rules, procedures or how an agency works, and propose a change.",
    ),
    subject="subject",
    repeats=("unread",),
    unit_clocks=("reject", "supplement", "forward", "publish"),
    measured_by=("answer",),
    guards=(FieldGuard("about", "conduct", SENDER_KEYS | {PAPERS}, SUPERIORS),),
    notes=FEEDBACK_NOTES,
    clocks={
        "reject": Words("Từ chối tiếp nhận", "Reject it"),
        "supplement": Words("Yêu cầu bổ sung lần đầu", "Ask for a supplement"),
        "forward": Words("Chuyển cơ quan có thẩm quyền", "Forward it"),
        "answer": Words("Trả lời", "Answer it"),
        "publish": Words("Công khai trả lời", "Publish the answer"),
        "wait": Words("Chờ người phản ánh bổ sung", "Wait for the supplement"),
        "unread": Words("Nhận xử lý", "Take it up"),
    },
    states=(
        MatterState(SENT, Words("Đã gửi", "Sent")),
        MatterState(AT_WORK, Words("Đang xử lý", "At work")),
        MatterState(WAITING, Words("Chờ bổ sung", "Waits for a supplement")),
        MatterState(ANSWERED, Words("Đã trả lời, chờ công khai", "Answered, to be published")),
        MatterState(PUBLISHED, Words("Đã công khai", "Published"), ended=True, public=True),
        MatterState(REJECTED, Words("Không tiếp nhận", "Rejected"), ended=True),
        MatterState(PASSED, Words("Là khiếu nại, đã chuyển", "A complaint, passed on"), ended=True),
        MERGED_STATE,
        HIDDEN_STATE,
        MatterState(WITHDRAWN, Words("Đã rút", "Withdrawn"), ended=True),
        RECLASSIFIED_STATE,
    ),
    opening=MatterOpening(
        state=SENT,
        who=frozenset({Role.APPLICANT, Role.ONE_STOP_OFFICER, Role.HEAD_OF_ONE_STOP}),
        article="NĐ 20/2008 6, 7; HUE-17.1.đ; QN-20; TB-14.1; LC-14.1; VL-7.2.a",
        fields=(*CONTENT, *build_naming_fields(NAMED_LAW)),
        checks=("conduct", "content", "naming"),
        clocks=(*START_ALL, UNREAD),
        unit_rule="feedback.receiving_unit",
        papers=True,
        notifies=(MatterPlace.UNIT, MatterPlace.REPORTER),
        relays={PORTAL.sub: (LawCondition(EXCHANGE_LAW), LawCondition(RECEIVER_LAW, (NATIONAL_SYSTEM,)))},
    ),
    steps=(
        MatterStep(
            "accept", Words("Nhận xử lý, phân loại", "Take up and classify"), (SENT,), AT_WORK, DESKS,
            f"{DECREE} 9.1", fields=(CLASS,), clocks=STOP_FIRST, checks=("superior", "conduct"),
            notifies=(MatterPlace.REPORTER,),
        ),
        MatterStep(
            "reject", Words("Từ chối tiếp nhận", "Reject it"), (SENT,), REJECTED, DESKS, f"{DECREE} 7.1, 9.1",
            fields=(REJECTION, REASON), clocks=STOP_ALL, checks=("superior", "rejection"),
            notifies=(MatterPlace.REPORTER,), rejects="code", measured_by=("reject",),
        ),
        MatterStep(
            "ask_supplement", Words("Yêu cầu bổ sung", "Ask for a supplement"), (SENT, AT_WORK), WAITING, DESKS,
            f"{DECREE} 14.2", fields=(ask_text("missing", "Nội dung cần bổ sung", "What is missing"),),
            clocks=(
                *STOP_FIRST,
                ClockEffect("wait", ClockMove.START, (ClockRule("feedback.supplement_wait", Unit.CALENDAR_DAY),)),
            ),
            checks=("superior",), notifies=(MatterPlace.REPORTER,),
        ),
        MatterStep(
            "supplement", SUPPLEMENT, (WAITING,), SENT, REPORTER, f"{DECREE} 14.2", fields=MORE, papers=True,
            clocks=(ClockEffect("wait", ClockMove.STOP), *START_ALL, UNREAD),
            while_law=(LawCondition("feedback.supplement_effect", ("restart",)),), notifies=(MatterPlace.UNIT,),
        ),
        MatterStep(
            "supplement", SUPPLEMENT, (WAITING,), SENT, REPORTER, f"{DECREE} 14.2", fields=MORE, papers=True,
            clocks=(ClockEffect("wait", ClockMove.STOP), FORWARD_CLOCK, UNREAD),
            while_law=(LawCondition("feedback.supplement_effect", ("goes_on",)),), notifies=(MatterPlace.UNIT,),
        ),
        MatterStep(
            "close", Words("Kết thúc vì không bổ sung", "Close without a supplement"), (WAITING,), REJECTED, DESKS,
            f"{DECREE} 9.1", fields=(REASON,), clocks=STOP_ALL, checks=("superior", "waited",),
            notifies=(MatterPlace.REPORTER,),
        ),
        MatterStep(
            "forward", FORWARD, (SENT, AT_WORK), SENT, DESKS, f"{DECREE} 9.1.d; QN-22.7; HUE-23.2",
            fields=(UNIT, NOTE), clocks=(*START_ALL, UNREAD), hands_to="unit", checks=("superior",),
            while_law=(LawCondition("feedback.forward_effect", ("restart",)),),
            notifies=(MatterPlace.UNIT, MatterPlace.REPORTER),
        ),
        MatterStep(
            "forward", FORWARD, (SENT, AT_WORK), SENT, DESKS, f"{DECREE} 9.1.d; QN-22.7; HUE-23.2",
            fields=(UNIT, NOTE), clocks=(FORWARD_CLOCK, UNREAD), hands_to="unit", checks=("superior",),
            while_law=(LawCondition("feedback.forward_effect", ("goes_on",)),),
            notifies=(MatterPlace.UNIT, MatterPlace.REPORTER),
        ),
        MatterStep(
            "pass_complaint", Words("Là khiếu nại: chuyển theo Luật Khiếu nại", "A complaint: pass it on by law"),
            (SENT, AT_WORK), PASSED, DESKS, f"{DECREE} 1; LC-23.3",
            fields=(ask_line("addressee", "Nơi nhận khiếu nại", "Addressee of the complaint"), REASON),
            clocks=STOP_ALL, checks=("superior",), notifies=(MatterPlace.REPORTER,),
        ),
        MatterStep(
            "judge", Words("Xem xét quy định theo sáu tiêu chí", "Judge the rule by six criteria"), (AT_WORK, MERGED),
            "", DESKS, f"{DECREE} 14.2", fields=CRITERIA, checks=("superior", "criteria"),
        ),
        MatterStep(
            "explain", Words("Chuyển giải trình của cơ quan", "Carry the agency's explanation"), (AT_WORK,), "", DESKS,
            "NĐ 118/2025 9.2.đ", fields=(ask_text("explanation", "Nội dung giải trình", "Explanation"),),
            while_law=(LawCondition("feedback.conduct_explained"),), checks=("superior",),
            notifies=(MatterPlace.REPORTER,),
        ),
        MatterStep(
            "answer", Words("Trả lời", "Answer it"), (AT_WORK, MERGED), ANSWERED, DESKS,
            f"{DECREE} 14, 15; HUE-22.2; QN-21.7", fields=ANSWER, papers=True,
            clocks=(*STOP_ALL, ClockEffect("publish", ClockMove.START, (ClockRule("feedback.publish_limit"),))),
            checks=("superior", "personal_data", "judged"), notifies=(MatterPlace.REPORTER,),
        ),
        MatterStep(
            "publish", Words("Công khai kết quả", "Publish the outcome"), (ANSWERED, HIDDEN), PUBLISHED, DESKS,
            f"{DECREE} 19; QN-22.7; TB-5.4; LC-7.4", fields=PUBLIC_TEXT,
            clocks=(ClockEffect("publish", ClockMove.STOP),), checks=("superior", PUBLISHING_CHECK),
            while_law=(LawCondition("feedback.publish_ways", ("portal",)),), notifies=(MatterPlace.REPORTER,),
        ),
        MatterStep(
            "rate", Words("Đánh giá việc xử lý", "Rate the handling"), (PUBLISHED, HIDDEN), "", REPORTER,
            f"{DECREE} 14", fields=(RATING,), limit="feedback.rate_max", notifies=(MatterPlace.UNIT,),
        ),
        MatterStep(
            "reopen", Words("Đề nghị xem xét lại", "Ask to look again"), (PUBLISHED, HIDDEN), AT_WORK, REPORTER,
            f"{DECREE} 12",
            fields=(ask_text("again", "Điều chưa thỏa đáng", "What is not satisfactory"),), papers=True,
            clocks=(ANSWER_CLOCK,),
            checks=("reopened_in_time",), limit="feedback.reopen_max", notifies=(MatterPlace.UNIT,),
        ),
        MatterStep(
            "ask_state", Words("Hỏi tình hình xử lý", "Ask for the state"), (SENT, AT_WORK, MERGED, ANSWERED), "",
            REPORTER, f"{DECREE} 12.2", while_law=(LawCondition("feedback.state_on_request"),),
            notifies=(MatterPlace.UNIT,),
        ),
        build_urge_row((SENT, AT_WORK, MERGED, ANSWERED), "QN-21.7; QN-22.7", (*FOCAL, *FIRST, *OFFICE)),
        build_urge_row((SENT, AT_WORK, MERGED, ANSWERED), "QN-21.7", BOTH_ACCOUNTS, NAMED_INTAKE),
        *build_merge_rows((AT_WORK,), AT_WORK, DESKS, f"{DECREE} 9.1", checks=("superior",)),
        *build_moderation_rows(PUBLISHED, DESKS, f"{DECREE} 19", checks=("superior",)),
        MatterStep(
            "withdraw", Words("Rút phản ánh, kiến nghị", "Withdraw it"), (SENT, AT_WORK, MERGED, WAITING), WITHDRAWN,
            REPORTER, f"{DECREE} 12", clocks=STOP_ALL, notifies=(MatterPlace.UNIT,),
        ),
        *build_naming_rows((SENT, AT_WORK, WAITING, ANSWERED, PUBLISHED, HIDDEN), (*REPORTER, *SENDER)),
        *build_reclassify_rows("feedback", (SENT, AT_WORK), DESKS, STOP_ALL, ("superior",)),
    ),
)), ("accept", "ask_supplement", "forward"), ("judge", "explain", "answer", "publish"))  # fmt: skip
