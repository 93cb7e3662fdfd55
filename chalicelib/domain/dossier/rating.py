"""The applicant's rating of how a dossier was settled: its questions, the check of the answers, and its score.

The rating is a fact of the dossier (HUE-7.5). It is never a condition of the result, and no officer gives it for an
applicant. Answers are whole numbers from 1 (worst) to 5 (best); the law of the day says which questions are asked and
how much each counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from chalicelib.domain.shared.errors import FieldError
from chalicelib.domain.shared.timezone import VIETNAM

LOWEST, HIGHEST = 1, 5
OVERALL = "overall"
"""The question that every rating answers (TT 32/2017 12.1); the others may not apply to a dossier."""
OTHER = "other"
"""The reason that needs words of its own."""


class RatingScore(NamedTuple):
    """The weighted sum of answers, and the sum of their weights; the mean answer is their quotient."""

    points: int
    weight: int


@dataclass(frozen=True, slots=True)
class RatingRules:
    """How a rating is given on a day: each question with its weight, the answer from which a person is satisfied, and
    the reasons that may be named for a lower one."""

    weights: Mapping[str, int]
    satisfied_from: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating as its newest fact states it. `rated_at` is the time of the first one, `text` the digest of the
    applicant's words, empty for none."""

    rated_at: datetime
    way: str
    answers: Mapping[str, int]
    weights: Mapping[str, int]
    reasons: tuple[str, ...] = ()
    text: str = ""
    changes: int = 0

    @property
    def score(self) -> RatingScore:
        """Return the weighted sum of the answers."""
        return calculate_score(self.answers, self.weights)

    def find_last_day(self, days: int) -> date:
        """Return the last day, in Vietnam, on which it may be changed."""
        return self.rated_at.astimezone(VIETNAM).date() + timedelta(days=days)


def calculate_score(answers: Mapping[str, int], weights: Mapping[str, int]) -> RatingScore:
    """Return the weighted sum of answers, and of the weights of the answered questions."""
    return RatingScore(
        sum(weights[question] * answer for question, answer in answers.items()),
        sum(weights[question] for question in answers),
    )


def list_faults(
    answers: Mapping[str, int], reasons: Sequence[str], text: str | None, rules: RatingRules
) -> tuple[FieldError, ...]:
    """Return what is wrong with a rating; nothing when it may be recorded. An answer below the rules' limit needs a
    reason, and the reason `other` needs words."""
    return (
        *_list_answer_faults(answers, rules),
        *_list_reason_faults(answers, reasons, text, rules),
    )


def _list_answer_faults(answers: Mapping[str, int], rules: RatingRules) -> list[FieldError]:
    faults = []
    for question, answer in answers.items():
        path = f"/answers/{question}"
        if question not in rules.weights:
            vi, en = "Phiếu đánh giá không có câu hỏi này.", "The rating has no such question."
            faults.append(FieldError(path, "question_unknown", vi, en))
        elif not LOWEST <= answer <= HIGHEST:
            vi, en = "Chọn một mức từ 1 đến 5.", "Choose a level from 1 to 5."
            faults.append(FieldError(path, "answer_out_of_range", vi, en))
    if OVERALL in rules.weights and OVERALL not in answers:
        vi, en = "Chọn mức hài lòng chung.", "Choose how satisfied you are overall."
        faults.append(FieldError(f"/answers/{OVERALL}", "answer_missing", vi, en))
    return faults


def _list_reason_faults(
    answers: Mapping[str, int], reasons: Sequence[str], text: str | None, rules: RatingRules
) -> list[FieldError]:
    vi, en = "Chọn lý do trong danh mục.", "Choose a reason from the list."
    faults = [
        FieldError(f"/reasons/{place}", "reason_unknown", vi, en)
        for place, reason in enumerate(reasons)
        if reason not in rules.reasons
    ]
    if not reasons and needs_reason(answers, rules):
        vi, en = "Cho biết lý do chưa hài lòng.", "Say why you are not satisfied."
        faults.append(FieldError("/reasons", "reason_missing", vi, en))
    if OTHER in reasons and not text:
        vi, en = "Ghi rõ lý do khác.", "Write the other reason."
        faults.append(FieldError("/text", "text_missing", vi, en))
    return faults


def needs_reason(answers: Mapping[str, int], rules: RatingRules) -> bool:
    """Return whether an answer is low enough to ask why."""
    return any(answer < rules.satisfied_from for answer in answers.values())
