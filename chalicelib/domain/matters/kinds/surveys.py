"""Surveys (khảo sát mức độ hài lòng, câu hỏi tham vấn): NĐ 61/2018 27.3, 32.1; HUE-23.6, QN-22.8, TB-5.4, LC-7.5,
LC-7.8, LC-27.3.

Drafted by the provincial office, or by the unit that the law of the day names as operator, opened to answers by a
second person, closed, published with results.
Answers are no part of the matter: they are only counted (`domain/matters/survey.py`).
"""

from __future__ import annotations

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.eforms.day_bounds import DayBounds
from chalicelib.domain.matters.kinds.erasure_rows import add_erasure_rows
from chalicelib.domain.matters.kinds.moderation_rows import HIDDEN_STATE, build_moderation_rows
from chalicelib.domain.matters.matter_actors import FOCAL, OFFICE, Actors, MatterPlace
from chalicelib.domain.matters.matter_fields import (
    PUBLIC,
    PUBLISHING_CHECK,
    UNITS,
    ask_choice,
    ask_day,
    ask_line,
    ask_text,
)
from chalicelib.domain.matters.matter_kind import LawCondition, MatterKind, MatterOpening, MatterState, MatterStep
from chalicelib.domain.matters.survey import (
    AUDIENCES,
    CLOSED,
    DRAFTED,
    MOST_DAYS,
    OPEN,
    PUBLISHED,
    SORTS,
    SURVEY_QUESTIONS,
    WITHDRAWN,
)
from chalicelib.domain.shared.errors import BilingualWords as Words

ARTICLES = "HUE-23.6; QN-22.8; TB-5.4; LC-7.8; LC-27.3"
BY_OPERATOR = (LawCondition("survey.run_by", ("operator",)),)
IN_PUBLIC = (LawCondition("survey.results_public"),)
LAUNCH = Words("Mở khảo sát", "Open to answers")
CLOSE = Words("Kết thúc nhận trả lời", "Close to answers")
CONFIDENTIAL = Words("Thông tin của người trả lời được giữ bí mật.", "Who answers is kept confidential.")
PUBLISH = Words("Công bố kết quả", "Publish the results")
WITHDRAW = Words("Hủy khảo sát", "Withdraw the survey")
FIRST_DAYS = DayBounds("today", f"today+{MOST_DAYS}d")
LAST_DAYS = DayBounds("today", f"today+{2 * MOST_DAYS - 1}d")
"""The last day of the longest survey that begins as late as it may; its own length is checked with the first day."""
REASON = (ask_text("reason", "Lý do", "Reason", UNITS),)


def list_rows(who: Actors, while_law: tuple[LawCondition, ...] = ()) -> tuple[MatterStep, ...]:
    """Return the rows of those who run surveys where the conditions hold."""
    return (
        MatterStep(
            "launch", LAUNCH, (DRAFTED,), OPEN, who, ARTICLES, not_by=("open",), while_law=while_law,
            checks=("survey_not_over", PUBLISHING_CHECK),
        ),
        MatterStep("close", CLOSE, (OPEN,), CLOSED, who, ARTICLES, while_law=while_law),
        MatterStep("publish", PUBLISH, (CLOSED,), PUBLISHED, who, ARTICLES, while_law=(*while_law, *IN_PUBLIC)),
        MatterStep(
            "withdraw", WITHDRAW, (DRAFTED, OPEN, CLOSED), WITHDRAWN, who, ARTICLES, fields=REASON, while_law=while_law,
        ),
    )  # fmt: skip


SURVEYS = add_erasure_rows(MatterKind(
    name="survey",
    plural="surveys",
    prefix="KS",
    words=Words("Khảo sát", "Survey"),
    title=Words("Khảo sát ý kiến", "Surveys"),
    empty=Words("Chưa có khảo sát nào.", "There are no surveys yet."),
    about=Words(
        "Trả lời khảo sát và xem kết quả đã công bố.",
        "Answer surveys, and see published results.",
    ),
    own_allowed=True,
    notes=((LawCondition("survey.confidential"), CONFIDENTIAL),),
    subject="public_title",
    states=(
        MatterState(DRAFTED, Words("Đã soạn", "Drafted")),
        MatterState(OPEN, Words("Đang nhận trả lời", "Open to answers"), public=True),
        MatterState(CLOSED, Words("Đã kết thúc nhận trả lời", "Closed to answers"), public=True),
        MatterState(PUBLISHED, Words("Đã công bố kết quả", "Results published"), ended=True, public=True),
        HIDDEN_STATE,
        MatterState(WITHDRAWN, Words("Đã hủy", "Withdrawn"), ended=True),
    ),
    opening=MatterOpening(
        state=DRAFTED,
        who=frozenset({Role.PROVINCIAL_OFFICE, *(role for role, _ in FOCAL)}),
        article=ARTICLES,
        fields=(
            ask_choice("sort", "Nội dung hỏi", "What is asked", SORTS, PUBLIC),
            ask_line("public_title", "Tên khảo sát", "Title", PUBLIC),
            ask_text("public_introduction", "Giới thiệu", "Introduction", PUBLIC),
            ask_choice("audience", "Người được hỏi", "Who is asked", AUDIENCES, PUBLIC),
            ask_day("opens_on", "Ngày bắt đầu", "First day", PUBLIC, bounds=FIRST_DAYS),
            ask_day("closes_on", "Ngày kết thúc", "Last day", PUBLIC, bounds=LAST_DAYS),
            *(
                ask_line(key, f"Câu hỏi {n}", f"Question {n}", PUBLIC, required=n == 1)
                for n, key in enumerate(SURVEY_QUESTIONS, start=1)
            ),
        ),
        unit_rule="survey.run_by",
        unit_kinds={"operator": "SO_KHCN"},
        checks=("survey_runner", "survey_sort", "survey_period", "personal_data"),
        # The office may open it as the second person, also where another unit runs surveys.
        notifies=(MatterPlace.UNIT, MatterPlace.PROVINCE),
    ),
    steps=(
        *list_rows(OFFICE),
        *list_rows(FOCAL, BY_OPERATOR),
        *build_moderation_rows(PUBLISHED, OFFICE, ARTICLES, audience=UNITS),
    ),
))  # fmt: skip
