"""Questions to the agencies (hỏi đáp): LC-22 to LC-25, QN-19, QN-21.7; elsewhere the national rule on information.

An answer is for reference and has no legal force (LC-23.2). A question is never dropped: it is answered, forwarded,
linked to an earlier answer, or declined with its reason where the regulation knows that.
"""

from __future__ import annotations

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.matters.kinds.erasure_rows import add_erasure_rows
from chalicelib.domain.matters.kinds.focal_rows import NAMED_ANSWERER, NAMED_INTAKE
from chalicelib.domain.matters.kinds.merge_rows import MERGED, MERGED_STATE, build_merge_rows
from chalicelib.domain.matters.kinds.moderation_rows import HIDDEN, HIDDEN_STATE, build_moderation_rows
from chalicelib.domain.matters.kinds.naming_rows import build_naming_fields, build_naming_rows
from chalicelib.domain.matters.kinds.question_fields import (
    ANSWER,
    ANSWER_FIELDS,
    ANSWERERS,
    DECLINE_CODE,
    DECLINE_REASON,
    NOTE,
    PUBLIC_TEXT,
    QUESTION_TEXT,
    REASON,
    REMARKS,
    UNIT,
)
from chalicelib.domain.matters.kinds.reclassify_rows import RECLASSIFIED_STATE, build_reclassify_rows
from chalicelib.domain.matters.kinds.shared_rows import build_urge_row
from chalicelib.domain.matters.matter_actors import (
    ANSWER_ACCOUNT,
    ASKED,
    BOTH_ACCOUNTS,
    DESKS,
    FIRST,
    FOCAL,
    FOCAL_ACCOUNT,
    HEADS,
    INTAKE_ACCOUNT,
    OFFICE,
    REPORTER,
    Actors,
    MatterPlace,
)
from chalicelib.domain.matters.matter_fields import PUBLISHING_CHECK, UNITS, ask_matter, ask_text, ask_unit
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

ASKED_STATE, TAKEN, DRAFTED, ANSWERED, PUBLISHED = "asked", "taken", "drafted", "answered", "published"
DECLINED, LINKED, FAULTY, WITHDRAWN = "declined", "linked", "faulty", "withdrawn"

ANSWER_RULE = ClockRule("qa.answer_limit", Unit.WORKING_DAY, {"kind": "plain"})
JOINT_RULE = ClockRule("qa.answer_limit", Unit.WORKING_DAY, {"kind": "complex"})
STOP_FIRST = (ClockEffect("classify", ClockMove.STOP), ClockEffect("unread", ClockMove.STOP))
STOP_BOTH = (*STOP_FIRST, ClockEffect("answer", ClockMove.STOP))
FIRST_BY_HEAD = (LawCondition("qa.first_handler", ("head_of_one_stop",)),)
FIRST_BY_FOCAL = (LawCondition("qa.first_handler", ("control_focal",)),)
DECLINES = LawCondition("qa.rejection_codes")

FORWARD_NAME = Words("Chuyển cơ quan có thẩm quyền", "Forward to the competent agency")
DECLINE_NAME = Words("Không trả lời, nêu lý do", "Decline with the reason")
URGED_BY = "qa.urged_by"
FOCAL_URGES = (LawCondition(URGED_BY, ("control_focal",)),)
BOTH_URGE = (LawCondition(URGED_BY, ("intake_focal", "answer_focal")),)
HEAD_URGES = (LawCondition(URGED_BY, ("head_of_one_stop",)),)
URGERS: tuple[tuple[tuple[LawCondition, ...], Actors], ...] = (
    (FOCAL_URGES, (*FOCAL, *FIRST)),
    (BOTH_URGE, BOTH_ACCOUNTS),
    (HEAD_URGES, (*HEADS, (Role.HEAD_OF_ONE_STOP, MatterPlace.FIRST))),
    ((), OFFICE),
)
"""Who urges the responsible unit: the officers whom the law names, and everywhere the provincial office."""
ANSWERING = ("answer", "draft", "approve")
POSTED_BY = "qa.posted_by"
IN_PUBLIC = LawCondition(ANSWER_FIELDS, ("public",))
POSTERS: tuple[tuple[LawCondition, Actors, tuple[str, ...]], ...] = (
    (LawCondition(POSTED_BY, ("focal_officer",)), FOCAL, ()),
    (LawCondition(POSTED_BY, ("answer_focal",)), ANSWER_ACCOUNT, ()),
    (LawCondition(POSTED_BY, ("answerer",)), FOCAL, ANSWERING),
    (LawCondition(POSTED_BY, ("answerer",)), HEADS, ()),
)
"""Who posts an answer: the focal officer, or who answered; a head for somebody who is away."""
BY_INTAKE = (NAMED_INTAKE, INTAKE_ACCOUNT)
FIRST_HANDLERS = ((FIRST_BY_HEAD, HEADS), BY_INTAKE, (FIRST_BY_FOCAL, FOCAL))
FORWARDERS = ((FIRST_BY_HEAD, HEADS), BY_INTAKE, (FIRST_BY_FOCAL, FOCAL_ACCOUNT))
LATER_FORWARDERS = ((FIRST_BY_HEAD, FOCAL), BY_INTAKE, (FIRST_BY_FOCAL, FOCAL_ACCOUNT))
"""Who forwards: where the rules name a focal officer, the account of that task alone (LC-25.2.d)."""

QUESTIONS = add_erasure_rows(MatterKind(
    name="question",
    plural="questions",
    prefix="HD",
    words=Words("Câu hỏi", "Question"),
    title=Words("Hỏi đáp", "Questions and answers"),
    empty=Words("Chưa có câu hỏi nào.", "There are no questions yet."),
    about=Words(
        "Hỏi cơ quan về thủ tục, quy định; câu trả lời có thể được đăng cho mọi người đọc.",
        "Ask an agency about procedures and rules; answers may be published for everybody.",
    ),
    label=Words(
        "Nội dung trả lời có giá trị tham khảo, không có giá trị pháp lý.",
        "Answers are for reference and have no legal force.",
    ),
    label_law=LawCondition("qa.force", ("reference_only",)),
    subject="subject",
    text="question",
    clocks={
        "classify": Words("Phân loại, chuyển câu hỏi", "Classify and forward"),
        "answer": Words("Trả lời câu hỏi", "Answer the question"),
        "unread": Words("Nhận xử lý", "Take it up"),
        "correct": Words("Đính chính nội dung đã đăng", "Correct what was published"),
    },
    repeats=("unread",), unit_clocks=("classify",), measured_by=("answer", "correct"),
    notes=ANSWERERS,
    states=(
        MatterState(ASKED_STATE, Words("Đã gửi", "Sent")),
        MatterState(TAKEN, Words("Đang xử lý", "At work")),
        MatterState(DRAFTED, Words("Chờ duyệt câu trả lời", "Answer waits for approval")),
        MatterState(ANSWERED, Words("Đã trả lời", "Answered"), ended=True),
        MatterState(PUBLISHED, Words("Đã đăng công khai", "Published"), ended=True, public=True),
        MatterState(FAULTY, Words("Đã đăng, cần đính chính", "Published, to be corrected"), public=True),
        MatterState(DECLINED, Words("Không trả lời", "Declined"), ended=True),
        MatterState(LINKED, Words("Đã được trả lời ở câu hỏi khác", "Answered in another question"), ended=True),
        MatterState(WITHDRAWN, Words("Đã gỡ khỏi trang công khai", "Withdrawn from the public page"), ended=True),
        MERGED_STATE,
        HIDDEN_STATE,
        RECLASSIFIED_STATE,
    ),
    opening=MatterOpening(
        state=ASKED_STATE,
        who=frozenset({Role.APPLICANT}),
        article="LC-22.2; QN-19.1",
        fields=(*QUESTION_TEXT, UNIT, *build_naming_fields()),
        clocks=(
            ClockEffect("classify", ClockMove.START, (ClockRule("qa.forward_limit", Unit.CALENDAR_DAY),)),
            ClockEffect("answer", ClockMove.START, (ANSWER_RULE,)),
            ClockEffect("unread", ClockMove.START, (ClockRule("qa.mailbox_check", Unit.CALENDAR_DAY),)),
        ),
        unit_field="unit",
        asker_rule="qa.asker",
        papers=True,
        while_law=(LawCondition("qa.section"),),
        checks=("asker", "writing", "naming"),
        notifies=(MatterPlace.UNIT, MatterPlace.REPORTER),
    ),
    steps=(
        *(
            MatterStep(
                "take", Words("Nhận xử lý", "Take up"), (ASKED_STATE,), TAKEN, who, "QN-19.2; LC-25.1",
                clocks=STOP_FIRST, while_law=law,
            )
            for law, who in FIRST_HANDLERS
        ),
        *(
            MatterStep(
                "forward", FORWARD_NAME, (ASKED_STATE,), TAKEN, who, "QN-19.2; LC-25.1; LC-25.2.d",
                fields=(UNIT, NOTE),
                clocks=STOP_FIRST, hands_to="unit", while_law=law,
                notifies=(MatterPlace.UNIT, MatterPlace.REPORTER),
            )
            for law, who in FORWARDERS
        ),
        *(
            MatterStep(
                "forward", FORWARD_NAME, (TAKEN,), TAKEN, who, "QN-19.2; LC-25.1; LC-25.2.d",
                fields=(UNIT, NOTE), while_law=law,
                hands_to="unit", notifies=(MatterPlace.UNIT, MatterPlace.REPORTER),
            )
            for law, who in LATER_FORWARDERS
        ),
        MatterStep(
            "ask_part", Words("Hỏi thêm cơ quan liên quan", "Ask another agency for its part"), (TAKEN,), "", FOCAL,
            "LC-25.2.b",
            fields=(
                ask_unit("asked_unit", "Cơ quan liên quan", "Agency concerned"),
                ask_text("asked_text", "Nội dung cần ý kiến", "What is asked", UNITS),
            ),
            clocks=(ClockEffect("answer", ClockMove.CHANGE, (JOINT_RULE,)),), asks="asked_unit",
            notifies=(MatterPlace.ASKED, MatterPlace.REPORTER),
        ),
        MatterStep(
            "give_part", Words("Gửi ý kiến", "Give one's part"), (TAKEN,), "", ASKED, "LC-25.2.b",
            fields=(ask_text("part", "Ý kiến", "Part of the answer", UNITS),),
            answers=True, notifies=(MatterPlace.UNIT,),
        ),
        *(build_urge_row((TAKEN, DRAFTED, MERGED), "QN-21.7; LC-25.1", who, law) for law, who in URGERS),
        MatterStep(
            "draft", Words("Trình câu trả lời", "Propose the answer"), (TAKEN, MERGED), DRAFTED, FOCAL,
            "QN-19.3; LC-25.2", fields=ANSWER, papers=True, checks=("personal_data",), notifies=(MatterPlace.UNIT,),
        ),
        MatterStep(
            "send_back", Words("Trả lại để sửa", "Send back"), (DRAFTED,), TAKEN, HEADS, "QN-19.3", fields=(REMARKS,),
            not_by=("draft",), notifies=(MatterPlace.UNIT,),
        ),
        MatterStep(
            "approve", Words("Duyệt câu trả lời", "Approve the answer"), (DRAFTED,), ANSWERED, HEADS,
            "QN-19.3; LC-25.2.c", clocks=STOP_BOTH, not_by=("draft",), notifies=(MatterPlace.REPORTER,),
        ),
        *(
            MatterStep(
                "answer", Words("Trả lời", "Answer"), (TAKEN, MERGED), ANSWERED, who, "QN-19.3; QN-21.7; LC-25.2.a",
                fields=ANSWER, papers=True, clocks=STOP_BOTH, checks=("personal_data",),
                while_law=(LawCondition("qa.sign_off", ("unit_decides",)), *law), notifies=(MatterPlace.REPORTER,),
            )
            for law, who in (((), FOCAL), (NAMED_ANSWERER, ANSWER_ACCOUNT))
        ),
        *(
            MatterStep(
                "decline", DECLINE_NAME, (ASKED_STATE,), DECLINED, who, "LC-23.4; LC-25.2.a",
                fields=(DECLINE_CODE, DECLINE_REASON), clocks=STOP_BOTH, while_law=(*law, DECLINES),
                notifies=(MatterPlace.REPORTER,), rejects="code",
            )
            for law, who in FIRST_HANDLERS
        ),
        MatterStep(
            "decline", DECLINE_NAME, (TAKEN,), DECLINED, FOCAL, "LC-23.4; LC-25.2.a",
            fields=(DECLINE_CODE, DECLINE_REASON), clocks=STOP_BOTH, while_law=(DECLINES,),
            notifies=(MatterPlace.REPORTER,), rejects="code",
        ),
        MatterStep(
            "link", Words("Dẫn tới câu trả lời đã có", "Link to an earlier answer"), (ASKED_STATE, TAKEN, MERGED),
            LINKED, FOCAL, "LC-22.2",
            fields=(ask_matter("earlier", "Câu hỏi đã đăng", "Published question"), REASON),
            clocks=STOP_BOTH, checks=("earlier_answer",), notifies=(MatterPlace.REPORTER,),
        ),
        *(
            MatterStep(
                "publish", Words("Đăng công khai", "Publish"), (ANSWERED, HIDDEN), PUBLISHED, who,
                "QN-19.3; QN-21.7; LC-23.2; LC-25.2.c", fields=PUBLIC_TEXT, checks=(PUBLISHING_CHECK,), only_by=authors,
                while_law=(law, IN_PUBLIC), notifies=(MatterPlace.REPORTER,),
            )
            for law, who, authors in POSTERS
        ),
        MatterStep(
            "report_fault", Words("Báo nội dung sai", "Report a fault"), (PUBLISHED,), FAULTY,
            (*FOCAL, *REPORTER, *OFFICE), "Luật 104/2016 32",
            fields=(ask_text("fault", "Nội dung sai", "What is wrong"),),
            clocks=(ClockEffect("correct", ClockMove.START, (ClockRule("qa.correction_limit"),)),),
            notifies=(MatterPlace.UNIT,),
        ),
        MatterStep(
            "correct", Words("Đính chính câu trả lời", "Correct the answer"), (FAULTY,), PUBLISHED, FOCAL,
            "Luật 104/2016 32", fields=ANSWER, papers=True, clocks=(ClockEffect("correct", ClockMove.STOP),),
            checks=("personal_data",), notifies=(MatterPlace.REPORTER,),
        ),
        MatterStep(
            "withdraw", Words("Gỡ nội dung đã đăng", "Withdraw what was published"), (PUBLISHED, FAULTY), WITHDRAWN,
            (*FOCAL, *OFFICE), "Luật 104/2016 32", fields=(REASON,), clocks=(ClockEffect("correct", ClockMove.STOP),),
            notifies=(MatterPlace.REPORTER,),
        ),
        MatterStep(
            "ask_again", Words("Hỏi lại", "Ask again"), (ANSWERED, DECLINED, LINKED), TAKEN, REPORTER, "LC-22.2",
            fields=(ask_text("again", "Điều chưa rõ", "What is still unclear"),), papers=True,
            clocks=(ClockEffect("answer", ClockMove.START, (ANSWER_RULE,)),), limit="qa.ask_again_max",
            notifies=(MatterPlace.UNIT,),
        ),
        *build_merge_rows((ASKED_STATE, TAKEN), TAKEN, DESKS, "LC-22.2; QN-19.2", clocks=STOP_FIRST),
        *build_moderation_rows(PUBLISHED, DESKS, "QN-19.3; QN-21.7; LC-23.2; LC-25.2.c"),
        *build_naming_rows((ASKED_STATE, TAKEN, DRAFTED, ANSWERED, PUBLISHED, FAULTY, HIDDEN, WITHDRAWN)),
        *build_reclassify_rows("question", (ASKED_STATE, TAKEN), DESKS, STOP_BOTH),
    ),
))  # fmt: skip
