"""Answers to a survey: only counted, never stored one by one, so that nothing leads from an answer to a person.

Each question is answered on a scale from 1 (worst, or do not agree at all) to 5 (best, or fully agree). Results are
shown from a smallest number of answers on; means are fractions until they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.dossier.rating import HIGHEST, LOWEST
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.shared.errors import BilingualWords, FieldError, Forbidden, Invalid, Refusal, RefusalKind
from chalicelib.domain.shared.timezone import VIETNAM

DRAFTED, OPEN, CLOSED, PUBLISHED, WITHDRAWN = "drafted", "open", "closed", "published", "withdrawn"
SURVEY_QUESTIONS = tuple(f"question_{n}" for n in range(1, 9))
"""The keys under which a survey holds its questions."""
EVERYBODY, APPLICANTS, OFFICERS = "everybody", "applicants", "officers"
AUDIENCES = (
    (EVERYBODY, "Mọi người", "Everybody"),
    (APPLICANTS, "Người nộp hồ sơ", "Applicants"),
    (OFFICERS, "Công chức, viên chức", "Officers"),
)
SATISFACTION, CONSULTATION = "satisfaction", "consultation"
SORTS = (
    (SATISFACTION, "Mức độ hài lòng", "Satisfaction with services"),
    (CONSULTATION, "Câu hỏi tham vấn", "Consultation on a proposal"),
)
"""What a survey asks for: how satisfied people are, or whether they agree (LC-7.8, LC-27.3)."""
MOST_DAYS = 366
"""The most days that a survey takes answers, and that it is opened ahead of them."""
PEOPLE = "people"
"""The line that counts who answered; the others count the answers to one question."""


class SurveyNotOpen(Refusal):
    """The survey takes no answers today."""

    code = "survey_not_open"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Khảo sát không nhận trả lời vào hôm nay. Xem thời gian nhận trả lời trên trang khảo sát."
    en = "The survey takes no answers today. Its page says when it does."


class SurveyAnswered(Refusal):
    """The person has answered already. Which answers were theirs is not known to anybody."""

    code = "survey_answered"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Bạn đã trả lời khảo sát này. Câu trả lời không gắn với người nên không sửa được."
    en = "You have answered this survey. Answers are not linked to people, so they cannot be changed."


class NotSurveyed(Forbidden):
    """The survey asks other people."""

    code = "not_surveyed"
    vi = "Khảo sát này dành cho {audience}."
    en = "This survey is for {audience}."


class SurveyOver(Refusal):
    """The last day of the survey is past, so that nobody could answer it."""

    code = "survey_over"
    kind = RefusalKind.INVALID
    vi = "Ngày kết thúc đã qua. Hủy khảo sát này và soạn khảo sát mới."
    en = "The last day is past. Withdraw this survey and draft a new one."


@dataclass(frozen=True, slots=True, order=True)
class SurveyLine:
    """One count of a survey: answers of one value to one question, or with `PEOPLE` those who answered."""

    question: str
    value: int = 0


SurveyCounts = Mapping[SurveyLine, int]


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """Answers to one question: how many of each value from the lowest on; None where too few people answered it."""

    question: str
    levels: tuple[int, ...] | None = None

    @property
    def mean(self) -> Fraction | None:
        """Return the mean of the answers; None where they are not shown."""
        if self.levels is None:
            return None
        points = sum(value * n for value, n in enumerate(self.levels, start=LOWEST))
        return Fraction(points, sum(self.levels))


@dataclass(frozen=True, slots=True)
class SurveyResult:
    """What is shown of a survey: how many people answered, and the result of each question. `people` is None where they
    are too few."""

    people: int | None = None
    questions: tuple[QuestionResult, ...] = field(default=())


def list_survey_questions(matter: Matter) -> tuple[str, ...]:
    """Return the keys of the questions that a survey asks, in order."""
    return tuple(key for key in SURVEY_QUESTIONS if key in matter.texts)


def find_survey_sort(matter: Matter) -> str:
    """Return what a survey asks for; surveys from before consultations ask for satisfaction."""
    return str(matter.values.get("sort", SATISFACTION))


def find_last_day(matter: Matter) -> date:
    """Return the last day on which a survey takes answers."""
    return date.fromisoformat(str(matter.values["closes_on"]))


def require_survey_period(first: str, last: str) -> None:
    """Refuse a survey that ends before it begins or takes answers for more than `MOST_DAYS`; both are days as the form
    gives them."""
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    if days > MOST_DAYS:
        vi = f"Khảo sát kéo dài nhiều nhất {MOST_DAYS} ngày, tính cả ngày bắt đầu và ngày kết thúc."
        en = f"A survey lasts at most {MOST_DAYS} days, the first and the last one included."
        raise Invalid(fields=(FieldError("/values/closes_on", "lasts_too_long", vi, en),))
    if days < 1:
        vi, en = "Ngày kết thúc phải từ ngày bắt đầu trở đi.", "The last day cannot be before the first one."
        raise Invalid(fields=(FieldError("/values/closes_on", "before_first_day", vi, en),))


def require_survey_ahead(matter: Matter, now: datetime) -> None:
    """Refuse to open a survey after its last day."""
    if find_last_day(matter) < now.astimezone(VIETNAM).date():
        raise SurveyOver()


def require_survey_open(matter: Matter, now: datetime) -> None:
    """Refuse answers to a survey that is not open, or outside its days: from the first to the last in Vietnam."""
    today = now.astimezone(VIETNAM).date()
    first = date.fromisoformat(str(matter.values["opens_on"]))
    if matter.state != OPEN or not first <= today <= find_last_day(matter):
        raise SurveyNotOpen()


def require_surveyed(actor: Actor, matter: Matter, now: datetime) -> None:
    """Refuse a person whom the survey does not ask: applicants sign in as citizens, officers have a role."""
    audience = matter.values["audience"]
    asked = {
        EVERYBODY: True,
        APPLICANTS: actor.citizen,
        OFFICERS: any(each.is_in_force(now) for each in actor.assignments),
    }
    if not asked[audience]:
        raise NotSurveyed(
            audience=next(BilingualWords(vi.lower(), en.lower()) for key, vi, en in AUDIENCES if key == audience)
        )


def list_answer_lines(matter: Matter, answers: Mapping[str, int]) -> tuple[SurveyLine, ...]:
    """Return the lines in which a person's answers count. Raise Invalid for a question that the survey does not ask, an
    unanswered one, or a value out of the scale."""
    asked, faults = list_survey_questions(matter), list[FieldError]()
    for key in answers:
        if key not in asked:
            vi, en = "Khảo sát không có câu hỏi này.", "The survey does not ask this."
            faults.append(FieldError(f"/answers/{key}", "unknown_question", vi, en))
    for key in asked:
        if key not in answers:
            vi, en = "Chọn một mức cho câu hỏi này.", "Choose a level for this question."
            faults.append(FieldError(f"/answers/{key}", "required", vi, en))
        elif not LOWEST <= answers[key] <= HIGHEST:
            vi, en = f"Chọn từ {LOWEST} đến {HIGHEST}.", f"Choose from {LOWEST} to {HIGHEST}."
            faults.append(FieldError(f"/answers/{key}", "out_of_scale", vi, en))
    if faults:
        raise Invalid(fields=tuple(faults))
    return (SurveyLine(PEOPLE), *(SurveyLine(key, answers[key]) for key in asked))


def total_survey(questions: tuple[str, ...], counts: SurveyCounts, least: int) -> SurveyResult:
    """Return what may be shown of the counts: nothing before `least` people answered, nor of a question before."""
    people = counts.get(SurveyLine(PEOPLE), 0)
    if people < least:
        return SurveyResult(None, tuple(QuestionResult(key) for key in questions))
    return SurveyResult(people, tuple(_total_question(key, counts, least) for key in questions))


def _total_question(key: str, counts: SurveyCounts, least: int) -> QuestionResult:
    levels = tuple(counts.get(SurveyLine(key, value), 0) for value in range(LOWEST, HIGHEST + 1))
    return QuestionResult(key, levels if sum(levels) >= max(least, 1) else None)
