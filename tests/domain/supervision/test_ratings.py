"""Ratings in numbers: exact in any order of counting, and each officer who served the applicant once."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.rating import OVERALL, Rating
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.supervision.ratings import (
    RatingLine,
    find_publication_day,
    group_ratings,
    list_rating_lines,
    list_serving_officers,
    round_to_hundredths,
    total_ratings,
)
from tests.support.builders import CITIZEN, Case

QUESTIONS = ("time", "attitude")
RATINGS = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(QUESTIONS), st.integers(1, 5)).map(lambda one: {OVERALL: 3} | one),
        st.fixed_dictionaries({question: st.integers(1, 9) for question in (*QUESTIONS, OVERALL)}),
        st.integers(1, 5),
    ),
    max_size=8,
)


Given = tuple[dict[str, int], dict[str, int], int]


def build_ratings(given_ratings: list[Given]) -> list[Rating]:
    """The ratings as recorded; the last value is the overall answer."""
    at = datetime(2026, 11, 23, 3, tzinfo=UTC)
    return [Rating(at, "page", answers | {OVERALL: overall}, weights) for answers, weights, overall in given_ratings]


@given(RATINGS, st.randoms())
def test_the_pooled_mean_is_exact_in_any_order(some: list[Given], order: random.Random):
    ratings = build_ratings(some)
    lines = [RatingLine("2026-11", "U", "", "", *each.score) for each in ratings]
    lines += [RatingLine("2026-11", "U", "", q, a, 1) for each in ratings for q, a in each.answers.items()]
    order.shuffle(lines)
    found = total_ratings(Counter(lines))
    points = sum(each.weights[q] * a for each in ratings for q, a in each.answers.items())
    weight = sum(each.weights[q] for each in ratings for q in each.answers)
    assert (found.ratings, found.mean) == (len(ratings), Fraction(points, weight) if ratings else None)
    assert sum(found.levels) == len(ratings)
    assert [found.count_satisfied(level) for level in (1, 3, 6)] == [
        len(ratings), sum(each.answers[OVERALL] >= 3 for each in ratings), 0,
    ]  # fmt: skip
    for question, (total, number) in found.questions.items():
        answers = [each.answers[question] for each in ratings if question in each.answers]
        assert (total, number) == (sum(answers), len(answers))


@given(st.fractions(1, 5))
def test_a_mean_is_rounded_to_the_nearest_hundredth_halves_upwards(mean: Fraction):
    rounded = Fraction(round_to_hundredths(mean), 100)
    assert mean - Fraction(1, 200) < rounded <= mean + Fraction(1, 200)


def test_a_rating_counts_for_both_units_and_for_those_who_served_the_applicant():
    case = Case("1.004873").returned()
    case.take("rate", CITIZEN, answers={OVERALL: 4, "time": 5})
    case.take("close", case.officer(Role.ONE_STOP_OFFICER, "came-later"))
    officers = list_serving_officers(case.facts)
    assert "came-later" not in {sub for _, sub in officers}
    figures = group_ratings(Counter(list_rating_lines(case.dossier, officers)))
    units = {case.one_stop, case.agency}
    assert {unit for unit, officer in figures if not officer} == units
    assert {unit for unit, officer in figures if officer} <= units
    assert {(each.ratings, each.points, each.weight) for each in figures.values()} == {(1, 9, 2)}
    roles = {fact.actor["role"] for fact in case.facts if (fact.actor.get("unit"), fact.actor["sub"]) in officers}
    assert roles <= {"one_stop_officer", "case_officer"}


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.times(), st.integers(0, 60))
def test_a_month_is_published_on_the_day_after_its_last_rating_could_change(day: date, at: time, days: int):
    rated = datetime.combine(day, at, VIETNAM)
    last = Rating(rated, "page", {}, {}).find_last_day(days)
    published = find_publication_day(f"{rated:%Y-%m}", days)
    assert last < published
    assert (published - last == timedelta(days=1)) is ((rated + timedelta(days=1)).month != rated.month)


def test_november_is_published_on_the_eighth_of_december_and_december_in_the_next_year():
    assert find_publication_day("2026-11", 7) == date(2026, 12, 8)
    assert find_publication_day("2026-12", 0) == date(2027, 1, 1)


def test_a_dossier_that_nobody_rated_counts_nowhere():
    assert list_rating_lines(Case().returned().dossier, {("U", "a")}) == ()
