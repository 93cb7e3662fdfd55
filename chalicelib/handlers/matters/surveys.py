"""Answers to surveys, which are counted, and their results."""

from __future__ import annotations

from collections.abc import Mapping

from chalice.app import Blueprint

from chalicelib.domain.matters.kinds.surveys import SURVEYS
from chalicelib.domain.matters.survey import (
    NotSurveyed,
    QuestionResult,
    SurveyAnswered,
    SurveyNotOpen,
    find_survey_sort,
    list_survey_questions,
    require_survey_open,
)
from chalicelib.domain.security.quotas import Quota
from chalicelib.domain.shared.errors import Busy, Invalid, KeyReused, NotFound
from chalicelib.domain.supervision.ratings import round_to_hundredths
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import PUBLIC, SIGNED_IN, register_operation
from chalicelib.handlers.matters.kind_notes import view_notes
from chalicelib.handlers.matters.public_matters import READS, SHORT
from chalicelib.models.matters.surveys import SurveyBody, SurveyQuestionView, SurveyView
from chalicelib.steps.matters import answer_survey as steps
from chalicelib.wiring import matters as wiring_matters

bp = Blueprint(__name__)
ONE = "/api/matters/surveys/{matter_id}"


@register_operation(bp, "GET", ONE, access=PUBLIC, answer=SurveyView, refuses=(NotFound,), rate=READS, cache=SHORT)
def survey_results(call: Call) -> SurveyView:
    """Show a survey with its questions, and its results once they are published."""
    deps, surveys = wiring_matters.provide_matter_dependencies(), wiring_matters.provide_surveys()
    reading = steps.read_survey(deps, surveys, call.params["matter_id"], call.now)
    matter, texts, result = reading.matter, reading.texts, reading.result
    results = {each.question: each for each in result.questions} if result else {}
    try:
        require_survey_open(matter, call.now)
        takes_answers = True
    except SurveyNotOpen:
        takes_answers = False
    return SurveyView(
        id=matter.id,
        number=matter.number,
        state=matter.state,
        title=texts.get("public_title", matter.number),
        introduction=texts.get("public_introduction", ""),
        sort=find_survey_sort(matter),
        audience=matter.values["audience"],
        opens_on=matter.values["opens_on"],
        closes_on=matter.values["closes_on"],
        open=takes_answers,
        published=result is not None,
        shown_from=reading.shown_from,
        people=result.people if result else None,
        questions=[_view_question(key, texts, results.get(key)) for key in list_survey_questions(matter)],
        notes=view_notes(SURVEYS, call.now),
        contact_offered=reading.contact_offered,
    )


@register_operation(
    bp, "POST", ONE, access=SIGNED_IN, body=SurveyBody, answer=None, status=204, keyed=True,
    refuses=(NotFound, NotSurveyed, SurveyNotOpen, SurveyAnswered, KeyReused, Invalid, Busy), quotas=(Quota.MATTERS,),
)  # fmt: skip
def answer_survey(call: Call[SurveyBody]) -> None:
    """Answer a survey, once. The answers are counted, and not stored."""
    given = steps.SurveyAnswers(
        call.params["matter_id"], call.actor, call.body.answers, call.key, call.now, call.real_now, call.quotas
    )
    steps.answer_survey(wiring_matters.provide_matter_dependencies(), wiring_matters.provide_surveys(), given)


def _view_question(key: str, texts: Mapping[str, str], result: QuestionResult | None) -> SurveyQuestionView:
    mean = result.mean if result else None
    levels = result.levels if result else None
    return SurveyQuestionView(
        code=key,
        text=texts.get(key, ""),
        levels=list(levels) if levels is not None else None,
        mean=round_to_hundredths(mean) if mean is not None else None,
    )
