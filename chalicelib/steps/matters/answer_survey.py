"""Answer a survey, and read its results. An answer is only counted: nothing stored leads from it to a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.matters.kind_table import find_kind
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.matters.public_face import build_public_matter
from chalicelib.domain.matters.survey import (
    PUBLISHED,
    SurveyAnswered,
    SurveyResult,
    find_last_day,
    list_answer_lines,
    list_survey_questions,
    require_survey_open,
    require_surveyed,
    total_survey,
)
from chalicelib.domain.security.quotas import QuotaUse
from chalicelib.domain.shared.errors import KeyReused, NotFound
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.dossier.command import retry_conflicts
from chalicelib.steps.matters.matter_ports import MatterDependencies, SurveyCount, SurveyMark, Surveys

KIND = "survey"
MARK_LIVES = timedelta(days=30)
"""How long the mark of a person stays after the last day."""


@dataclass(frozen=True, slots=True)
class SurveyAnswers:
    """The answers of one person to one survey, with the key of the command and its use of the person's quotas."""

    matter_id: str
    actor: Actor
    answers: Mapping[str, int]
    key: str
    now: datetime
    real_now: datetime
    quotas: tuple[QuotaUse, ...] = ()


@dataclass(frozen=True, slots=True)
class SurveyReading:
    """A survey with what may be shown of its results. `shown_from` is the number of answers from which they are shown,
    `published` whether they are public now; `contact_offered` says that the law of the day lets people leave a contact
    with their consent."""

    matter: Matter
    texts: Mapping[str, str]
    result: SurveyResult | None
    shown_from: int
    contact_offered: bool


def answer_survey(deps: MatterDependencies, surveys: Surveys, given: SurveyAnswers) -> None:
    """Count the answers of a person, once. A repeat of the same command is not counted again.

    Raise NotFound, SurveyNotOpen, NotSurveyed, Invalid, SurveyAnswered, KeyReused, QuotaReached or Busy."""
    matter = _load_survey(deps, given.matter_id)
    require_survey_open(matter, given.now)
    require_surveyed(given.actor, matter, given.now)
    lines = list_answer_lines(matter, given.answers)
    mark = surveys.digest_answers(matter.id, given.actor.sub, given.key, lines, given.real_now)
    left = datetime.combine(find_last_day(matter), time.max, VIETNAM) - given.now
    count = SurveyCount(matter.id, mark, lines, given.real_now + left + MARK_LIVES, given.quotas)

    def try_once() -> SurveyMark:
        return surveys.count_answers(count, now=given.real_now)

    held = retry_conflicts(try_once)
    if held.command != mark.command:
        raise SurveyAnswered()
    if held.content != mark.content:
        raise KeyReused()


def read_survey(deps: MatterDependencies, surveys: Surveys, matter_id: str, now: datetime) -> SurveyReading:
    """Return a survey as everybody reads it; its results once they are published, where the law of the day makes them
    public, from the smallest group on. Nobody reads results before, so that none is kept back for what it says."""
    matter, dates = _load_survey(deps, matter_id), CaseDates(now)
    least = int(deps.reference.find_rule("survey.minimum_group", dates).find_int() or 0)
    public = bool(deps.reference.find_rule("survey.results_public", dates).value)
    shown = matter.state == PUBLISHED and public
    result = total_survey(list_survey_questions(matter), surveys.read_counts(matter.id), least) if shown else None
    face = build_public_matter(find_kind(KIND), matter, deps.matters.load_parts(matter.id))
    contact_offered = bool(deps.reference.find_rule("survey.contact_consent", dates).value)
    return SurveyReading(matter, face.texts if face else {}, result, least, contact_offered)


def _load_survey(deps: MatterDependencies, matter_id: str) -> Matter:
    matter = deps.matters.load_matter(matter_id).matter
    if matter is None or matter.kind != KIND or not matter.public:
        raise NotFound()
    return matter
