"""Frequent questions (câu hỏi thường gặp): QN-22.6, LC-27.3, LC-7.8; elsewhere by the choice of the service.

The editor whom the law names compiles an entry from published questions, or writes it. Where the law wants a sign-off,
a second person publishes it. A revision waits while everybody still reads what was published before.
"""

from __future__ import annotations

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.matters.kinds.erasure_rows import add_erasure_rows
from chalicelib.domain.matters.kinds.moderation_rows import HIDDEN_STATE, build_moderation_rows
from chalicelib.domain.matters.matter_actors import OFFICE, MatterPlace
from chalicelib.domain.matters.matter_fields import (
    PUBLIC,
    PUBLISHING_CHECK,
    UNITS,
    ask_choice,
    ask_line,
    ask_matter,
    ask_procedure,
    ask_text,
    ask_unit,
)
from chalicelib.domain.matters.matter_kind import (
    LawCondition,
    MatterField,
    MatterKind,
    MatterOpening,
    MatterState,
    MatterStep,
)
from chalicelib.domain.shared.errors import BilingualWords as Words

BEGUN, DRAFTED, PUBLISHED, REVISED, WITHDRAWN = "begun", "drafted", "published", "revised", "withdrawn"
ARTICLES = "QN-22.6; LC-27.3; LC-7.8"
FAQ_LAW = "qa.faq"
NATIONAL_PORTAL = "national_portal"
"""The word of `qa.faq` by which entries go to the national portal (QN-22.6)."""

REASON = (ask_text("reason", "Lý do", "Reason", UNITS),)
TOPIC = ask_choice(
    "topic", "Chủ đề", "Topic",
    (
        ("filing", "Nộp và tra cứu hồ sơ", "Filing and looking up"),
        ("papers", "Giấy tờ, chứng thực", "Papers and certified copies"),
        ("fees", "Phí, lệ phí, thanh toán", "Fees and payment"),
        ("results", "Trả kết quả, thời hạn", "Results and time limits"),
        ("account", "Tài khoản, chữ ký số", "Accounts and signatures"),
        ("procedures", "Nội dung từng thủ tục", "What single procedures are about"),
        ("other", "Việc khác", "Other"),
    ),
    PUBLIC,
)  # fmt: skip


def ask_source(key: str, vi: str, en: str) -> MatterField:
    """Return a question for the id of a published question that an entry is compiled from."""
    return ask_matter(key, vi, en, PUBLIC, required=False)


FIRST_SOURCE = ask_source("source", "Biên soạn từ câu hỏi đã đăng", "Compiled from a published question")
TEXT = (
    ask_line("public_subject", "Tiêu đề", "Subject", PUBLIC),
    ask_text("public_question", "Câu hỏi", "Question", PUBLIC),
    ask_text("public_answer", "Trả lời", "Answer", PUBLIC),
    FIRST_SOURCE,
    ask_source("source_2", "Câu hỏi đã đăng thứ hai", "Second published question"),
    ask_source("source_3", "Câu hỏi đã đăng thứ ba", "Third published question"),
)
TEXT_CHECKS = ("personal_data", "sources")
SIGNED_OFF = (("always", True), ("unit_decides", False))
"""Values of `qa.sign_off`, and whether another person than the author must publish."""


def list_publishing(state: str, author: str) -> tuple[MatterStep, ...]:
    """Return the rows that publish the text of a state, by whether the law of the day wants a sign-off."""
    return tuple(
        MatterStep(
            "publish", Words("Duyệt, đăng công khai", "Approve and publish"), (state,), PUBLISHED, OFFICE, ARTICLES,
            not_by=(author,) if second else (), checks=(PUBLISHING_CHECK,),
            while_law=(LawCondition(FAQ_LAW, ("published",)), LawCondition("qa.sign_off", (value,))),
        )
        for value, second in SIGNED_OFF
    )  # fmt: skip


FAQS = add_erasure_rows(MatterKind(
    name="faq",
    plural="faqs",
    prefix="CH",
    words=Words("Mục câu hỏi thường gặp", "Frequent question"),
    title=Words("Câu hỏi thường gặp", "Frequent questions"),
    empty=Words("Chưa có câu hỏi thường gặp nào.", "There are no frequent questions yet."),
    about=Words(
        "Câu trả lời sẵn cho những điều nhiều người hỏi.",
        "Ready answers to what many people ask.",
    ),
    label=Words(
        "Nội dung có giá trị tham khảo, không có giá trị pháp lý.",
        "These texts are for reference and have no legal force.",
    ),
    label_law=LawCondition("qa.force", ("reference_only",)),
    own_allowed=True,
    groups=("topic", "procedure"),
    subject="subject",
    states=(
        MatterState(BEGUN, Words("Đang biên soạn", "Being written")),
        MatterState(DRAFTED, Words("Chờ duyệt đăng", "Waits for approval")),
        MatterState(PUBLISHED, Words("Đã đăng công khai", "Published"), ended=True, public=True),
        MatterState(
            REVISED, Words("Đã đăng, bản sửa chờ duyệt", "Published, a revision waits"), public=True, pending=True
        ),
        HIDDEN_STATE,
        MatterState(WITHDRAWN, Words("Đã gỡ", "Withdrawn"), ended=True),
    ),
    opening=MatterOpening(
        state=BEGUN,
        who=frozenset({Role.PROVINCIAL_OFFICE}),
        article=ARTICLES,
        fields=(
            ask_line("subject", "Tên gọi khi biên soạn", "Working title", UNITS),
            TOPIC,
            ask_procedure("procedure", "Về thủ tục", "About the procedure", PUBLIC, required=False),
            ask_unit("owner", "Cơ quan chịu trách nhiệm nội dung", "Agency that answers for it", PUBLIC),
            FIRST_SOURCE,
        ),
        unit_rule="qa.faq_editor",
        checks=("procedure", "sources"),
        while_law=(LawCondition(FAQ_LAW, ("published",)),),
    ),
    steps=(
        MatterStep(
            "draft", Words("Soạn nội dung", "Write the text"), (BEGUN,), DRAFTED, OFFICE, ARTICLES, fields=TEXT,
            checks=TEXT_CHECKS, notifies=(MatterPlace.UNIT,),
        ),
        MatterStep(
            "send_back", Words("Trả lại để sửa", "Send back"), (DRAFTED,), BEGUN, OFFICE, ARTICLES, fields=REASON,
            notifies=(MatterPlace.UNIT,),
        ),
        *list_publishing(DRAFTED, "draft"),
        MatterStep(
            "revise", Words("Sửa nội dung đã đăng", "Revise what is published"), (PUBLISHED,), REVISED, OFFICE,
            ARTICLES, fields=TEXT, checks=TEXT_CHECKS, notifies=(MatterPlace.UNIT,),
        ),
        *list_publishing(REVISED, "revise"),
        MatterStep(
            "drop", Words("Bỏ bản sửa, giữ bản đang đăng", "Drop the revision"), (REVISED,), PUBLISHED, OFFICE,
            ARTICLES, fields=REASON, restores=True,
        ),
        MatterStep(
            "withdraw", Words("Gỡ nội dung", "Withdraw"), (BEGUN, DRAFTED, PUBLISHED, REVISED), WITHDRAWN, OFFICE,
            ARTICLES, fields=REASON,
        ),
        *build_moderation_rows(PUBLISHED, OFFICE, ARTICLES, audience=UNITS),
    ),
))  # fmt: skip
