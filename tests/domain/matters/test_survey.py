"""Answers to surveys as counts: who may answer, when, and what is shown of how many."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.matters.survey import (
    PEOPLE,
    NotSurveyed,
    QuestionResult,
    SurveyLine,
    SurveyNotOpen,
    SurveyOver,
    list_answer_lines,
    require_survey_ahead,
    require_survey_open,
    require_survey_period,
    require_surveyed,
    total_survey,
)
from chalicelib.domain.shared.errors import Invalid
from tests.support.people import CITIZEN, MONDAY, build_actor
from tests.support.surveys import SURVEY

CLERK = Actor("clerk", build_actor(Role.CASE_OFFICER, "unit").assignments, citizen=False)
ASKED = ("question_1", "question_2")


def build_survey(state: str = "open", audience: str = "everybody") -> Matter:
    """A survey of two questions in a state."""
    return Matter(
        id="m", kind="survey", number="KS-2026-00001", province="hue", state=state, unit="u", first_unit="u",
        opened_at=MONDAY, values={**SURVEY, "audience": audience}, texts=dict.fromkeys(ASKED, "digest"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("at", "taken"),
    [
        ("2026-11-22T23:59:59+07:00", False),
        ("2026-11-22T17:00:00+00:00", True),
        ("2026-11-30T23:59:59+07:00", True),
        ("2026-11-30T17:00:00+00:00", False),
    ],
)
def test_a_survey_takes_answers_from_its_first_to_its_last_day_in_vietnam(at: str, taken: bool) -> None:
    now = datetime.fromisoformat(at)
    if taken:
        require_survey_open(build_survey(), now)
    else:
        with pytest.raises(SurveyNotOpen):
            require_survey_open(build_survey(), now)


@pytest.mark.parametrize("state", ["drafted", "closed", "published", "withdrawn"])
def test_a_survey_that_is_not_open_takes_no_answers(state: str) -> None:
    with pytest.raises(SurveyNotOpen):
        require_survey_open(build_survey(state), MONDAY)


def test_a_survey_is_not_opened_after_its_end_nor_ends_before_it_begins() -> None:
    require_survey_ahead(build_survey(), MONDAY + timedelta(days=7))
    with pytest.raises(SurveyOver):
        require_survey_ahead(build_survey(), MONDAY + timedelta(days=8))
    require_survey_period("2026-11-23", "2026-11-23")
    with pytest.raises(Invalid):
        require_survey_period("2026-11-23", "2026-11-22")


def test_a_survey_lasts_a_year_at_most() -> None:
    require_survey_period("2026-11-23", "2027-11-23")
    with pytest.raises(Invalid) as refused:
        require_survey_period("2026-11-23", "2027-11-24")
    assert [(each.path, each.code) for each in refused.value.fields] == [("/values/closes_on", "lasts_too_long")]


@pytest.mark.parametrize(
    ("audience", "actor", "asked"),
    [
        ("everybody", CITIZEN, True),
        ("everybody", CLERK, True),
        ("applicants", CITIZEN, True),
        ("applicants", CLERK, False),
        ("officers", CITIZEN, False),
        ("officers", CLERK, True),
    ],
)
def test_a_survey_asks_its_audience(audience: str, actor: Actor, asked: bool) -> None:
    if asked:
        require_surveyed(actor, build_survey(audience=audience), MONDAY)
        return
    with pytest.raises(NotSurveyed) as refused:
        require_surveyed(actor, build_survey(audience=audience), MONDAY)
    assert "{" not in str(refused.value)


def test_each_question_is_answered_on_the_scale_and_no_other() -> None:
    lines = list_answer_lines(build_survey(), {"question_2": 5, "question_1": 1})
    assert lines == (SurveyLine(PEOPLE), SurveyLine("question_1", 1), SurveyLine("question_2", 5))
    with pytest.raises(Invalid) as refused:
        list_answer_lines(build_survey(), {"question_1": 6, "question_3": 1})
    assert [(each.path, each.code) for each in refused.value.fields] == [
        ("/answers/question_3", "unknown_question"),
        ("/answers/question_1", "out_of_scale"),
        ("/answers/question_2", "required"),
    ]


VALUES = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), max_size=30)


@given(answers=VALUES, least=st.integers(1, 10))
def test_a_mean_is_that_of_the_answers_in_any_order_and_hidden_for_few(
    answers: list[tuple[int, int]], least: int
) -> None:
    counts = Counter[SurveyLine]()
    for first, second in answers:
        counts.update(list_answer_lines(build_survey(), {"question_1": first, "question_2": second}))
    shown = total_survey(ASKED, counts, least)
    if len(answers) < least:
        assert shown.people is None
        assert {(each.levels, each.mean) for each in shown.questions} == {(None, None)}
        return
    assert shown.people == len(answers)
    for at, each in enumerate(shown.questions):
        assert each.mean == Fraction(sum(pair[at] for pair in answers), len(answers))
        assert each.levels is not None
        assert sum(each.levels) == len(answers)


def test_a_question_with_few_answers_is_not_shown() -> None:
    counts = {SurveyLine(PEOPLE): 5, SurveyLine("question_1", 4): 5, SurveyLine("question_2", 2): 4}
    assert total_survey(ASKED, counts, 5).questions == (
        QuestionResult("question_1", (0, 0, 0, 5, 0)), QuestionResult("question_2"),
    )  # fmt: skip
