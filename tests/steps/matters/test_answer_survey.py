"""Surveys from draft to results, in memory: a second person opens them, each answers once, and nobody is stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.matters.kinds.surveys import SURVEYS
from chalicelib.domain.matters.matter import fold_matter
from chalicelib.domain.matters.survey import PEOPLE, SurveyAnswered, SurveyLine, SurveyNotOpen, SurveyOver
from chalicelib.domain.shared.errors import Busy, Forbidden, Invalid, KeyReused, NotFound, OwnProposal
from chalicelib.repositories.law.calendars import load_calendar
from chalicelib.steps.dossier.command import TRIES
from chalicelib.steps.matters.answer_survey import SurveyAnswers, answer_survey, read_survey
from chalicelib.steps.matters.survey_checks import SURVEY_CHECKS
from tests.support.fakes.fake_matters import build_matter_deps
from tests.support.fakes.fake_surveys import FakeSurveys
from tests.support.matter_desk import HOURS, MATTER_ID, Desk
from tests.support.people import MONDAY, build_actor
from tests.support.surveys import SURVEY

AUTHOR = build_actor(Role.PROVINCIAL_OFFICE, "province", "author")
SECOND = build_actor(Role.PROVINCIAL_OFFICE, "province", "second")
LAW: Mapping[str, Any] = {
    "survey.run_by": "provincial_office", "survey.minimum_group": 5, "survey.results_public": True,
}  # fmt: skip
GIVEN = {"question_1": 4, "question_2": 2}


def build_desk(**changes: Any) -> Desk:
    """A desk of surveys under the law of most provinces, or a changed one."""
    values = {**LAW} | {name.replace("__", "."): value for name, value in changes.items()}
    return Desk(
        build_matter_deps(
            values, load_calendar(HOURS, "hue"), {"provincial_office": "", "SO_KHCN": "provincial_office"}
        ),
        SURVEYS,
    )


@pytest.fixture
def desk() -> Desk:
    """A desk with an open survey."""
    made = build_desk()
    made.open(SURVEY, AUTHOR)
    made.take("launch", SECOND)
    return made


def send(desk: Desk, surveys: FakeSurveys, sub: str, answers: Mapping[str, int] = GIVEN, key: str = "first") -> None:
    """Answer as a citizen."""
    given = SurveyAnswers(MATTER_ID, Actor(sub), answers, key, desk.now, desk.now)
    answer_survey(desk.deps, surveys, given)


def test_a_second_person_opens_a_survey() -> None:
    desk = build_desk()
    opened = desk.open(SURVEY, AUTHOR)
    assert (opened.state, opened.unit, opened.number, opened.public) == (
        "drafted",
        "provincial_office",
        "KS-2026-00001",
        False,
    )
    assert desk.list_steps(AUTHOR) == ["withdraw"]
    with pytest.raises(OwnProposal):
        desk.take("launch", AUTHOR)
    launched = desk.take("launch", SECOND)
    assert (launched.state, launched.public) == ("open", True)
    assert fold_matter(desk.store.load_ledger(MATTER_ID)) == launched


def test_the_table_names_every_check_of_surveys() -> None:
    named = {*SURVEYS.opening.checks, *(check for row in SURVEYS.steps for check in row.checks)}
    assert set(SURVEY_CHECKS) <= named


def test_those_whom_the_law_names_run_surveys() -> None:
    clerk = build_actor(Role.CASE_OFFICER, "SO_KHCN")
    with pytest.raises(Forbidden):
        build_desk().open(SURVEY, clerk)
    desk = build_desk(survey__run_by="operator")
    with pytest.raises(Forbidden):
        desk.open(SURVEY, build_actor(Role.CASE_OFFICER, "provincial_office"))
    assert desk.open(SURVEY, clerk).unit == "SO_KHCN"
    assert desk.take("launch", build_actor(Role.AGENCY_HEAD, "SO_KHCN")).public


def test_a_survey_is_not_drafted_backwards_nor_opened_after_its_end() -> None:
    desk = build_desk()
    with pytest.raises(Invalid):
        desk.open({**SURVEY, "closes_on": "2026-11-22"}, AUTHOR)
    desk.open(SURVEY, AUTHOR)
    desk.now += timedelta(days=8)
    with pytest.raises(SurveyOver):
        desk.take("launch", SECOND)
    assert desk.take("withdraw", AUTHOR, {"reason": "Quá hạn"}).ended


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "faults"),
    [
        ("2026-11-22", "2026-11-30", [("/values/opens_on", "too_early")]),
        ("2027-11-25", "2027-11-30", [("/values/opens_on", "too_late")]),
        ("2026-11-23", "9999-12-31", [("/values/closes_on", "too_late")]),
        ("2026-11-23", "2027-11-24", [("/values/closes_on", "lasts_too_long")]),
    ],
)
def test_a_survey_is_drafted_for_days_to_come_and_a_year_at_most(
    opens_on: str, closes_on: str, faults: list[tuple[str, str]]
) -> None:
    with pytest.raises(Invalid) as refused:
        build_desk().open({**SURVEY, "opens_on": opens_on, "closes_on": closes_on}, AUTHOR)
    assert [(each.path, each.code) for each in refused.value.fields] == faults


def test_the_latest_and_longest_survey_takes_answers_to_its_last_day() -> None:
    desk, surveys = build_desk(), FakeSurveys()
    desk.open({**SURVEY, "opens_on": "2027-11-24", "closes_on": "2028-11-23"}, AUTHOR)
    desk.take("launch", SECOND)
    desk.now += timedelta(days=731)
    send(desk, surveys, "citizen-7")
    assert surveys.counts[MATTER_ID][SurveyLine(PEOPLE)] == 1


def test_a_key_is_not_used_again_for_other_answers(desk: Desk) -> None:
    surveys = FakeSurveys()
    send(desk, surveys, "citizen-7")
    with pytest.raises(KeyReused):
        send(desk, surveys, "citizen-7", {"question_1": 1, "question_2": 2})
    assert surveys.counts[MATTER_ID][SurveyLine(PEOPLE)] == 1


def test_an_answer_is_counted_once_and_a_repeat_is_accepted(desk: Desk) -> None:
    surveys = FakeSurveys(fail_next=1)
    send(desk, surveys, "citizen-7")
    send(desk, surveys, "citizen-7")
    with pytest.raises(SurveyAnswered):
        send(desk, surveys, "citizen-7", key="second")
    assert surveys.read_counts(MATTER_ID) == {
        SurveyLine(PEOPLE): 1, SurveyLine("question_1", 4): 1, SurveyLine("question_2", 2): 1,
    }  # fmt: skip
    with pytest.raises(Busy):
        send(desk, FakeSurveys(fail_next=TRIES), "citizen-8")


def test_nothing_that_is_stored_leads_to_a_person(desk: Desk) -> None:
    surveys = FakeSurveys()
    before = repr(desk.store)
    send(desk, surveys, "citizen-7")
    assert "citizen-7" not in repr(surveys)
    assert repr(desk.store.facts) in before, "an answer is no fact"
    (mark,) = surveys.marks
    assert surveys.digest_answers("another", "citizen-7", "first", (), MONDAY).person != mark
    # 30 days after the end of the last day.
    assert surveys.ends[mark].isoformat()[:16] == "2026-12-30T23:59"


def test_an_answer_outside_the_period_or_the_questions_is_refused(desk: Desk) -> None:
    surveys = FakeSurveys()
    with pytest.raises(Invalid):
        send(desk, surveys, "a", {"question_1": 4})
    desk.now = MONDAY + timedelta(days=8)
    with pytest.raises(SurveyNotOpen):
        send(desk, surveys, "a")
    desk.now = MONDAY
    desk.take("close", AUTHOR)
    with pytest.raises(SurveyNotOpen):
        send(desk, surveys, "a")
    assert surveys.counts == {}


@pytest.mark.parametrize(("people", "public", "shown"), [(4, True, None), (5, True, 5), (5, None, None)])
def test_results_are_shown_once_published_and_from_the_smallest_group_on(
    people: int, public: bool | None, shown: int | None
) -> None:
    desk, surveys = build_desk(), FakeSurveys()
    desk.open(SURVEY, AUTHOR)
    desk.take("launch", SECOND)
    for n in range(people):
        send(desk, surveys, f"citizen-{n}")
    assert read_survey(desk.deps, surveys, MATTER_ID, desk.now).result is None
    desk.take("close", AUTHOR)
    assert read_survey(desk.deps, surveys, MATTER_ID, desk.now).result is None
    desk.take("publish", SECOND)
    reference: Any = desk.deps.reference
    reference.values["survey.results_public"] = public
    reading = read_survey(desk.deps, surveys, MATTER_ID, desk.now)
    assert (reading.result.people if reading.result else None) == shown
    assert (reading.result is None) is (not public)
    assert reading.texts["question_1"] == SURVEY["question_1"]


def test_a_draft_and_a_withdrawn_survey_are_not_found() -> None:
    desk, surveys = build_desk(), FakeSurveys()
    desk.open(SURVEY, AUTHOR)
    for word in ("", "withdraw"):
        if word:
            desk.take(word, AUTHOR, {"reason": "Sai câu hỏi"})
        with pytest.raises(NotFound):
            read_survey(desk.deps, surveys, MATTER_ID, desk.now)
        with pytest.raises(NotFound):
            send(desk, surveys, "a")
