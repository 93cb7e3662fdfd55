"""The check of a rating and the arithmetic of its weighted mean."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.dossier.rating import OVERALL, Rating, RatingRules, calculate_score, list_faults

QUESTIONS = ("time", "attitude", "online", OVERALL)
RULES = RatingRules({"time": 2, "attitude": 3, "online": 1, OVERALL: 1}, 3, ("late", "attitude", "other"))
ANSWERS = st.dictionaries(st.sampled_from(QUESTIONS), st.integers(1, 5), min_size=1)
WEIGHTS = st.fixed_dictionaries({question: st.integers(1, 20) for question in QUESTIONS})


def list_codes(answers: dict[str, int], reasons: tuple[str, ...] = (), text: str | None = None) -> dict[str, str]:
    """The faults of a rating: code by field."""
    return {fault.path: fault.code for fault in list_faults(answers, reasons, text, RULES)}


@given(ANSWERS, WEIGHTS)
def test_the_mean_is_between_the_lowest_and_the_highest_answer(answers: dict[str, int], weights: dict[str, int]):
    score = calculate_score(answers, weights)
    mean = Fraction(score.points, score.weight)
    assert min(answers.values()) <= mean <= max(answers.values())
    again = calculate_score(dict(reversed(list(answers.items()))), weights)
    assert again == score


@given(ANSWERS, WEIGHTS, st.integers(1, 9))
def test_weights_of_one_proportion_give_one_mean(answers: dict[str, int], weights: dict[str, int], times: int):
    score = calculate_score(answers, weights)
    other = calculate_score(answers, {question: weight * times for question, weight in weights.items()})
    assert Fraction(score.points, score.weight) == Fraction(other.points, other.weight)


@given(ANSWERS, WEIGHTS, st.sampled_from(QUESTIONS))
def test_a_better_answer_never_lowers_the_mean(answers: dict[str, int], weights: dict[str, int], question: str):
    if answers.get(question, 5) == 5:
        return
    before, after = (calculate_score(each, weights) for each in (answers, answers | {question: answers[question] + 1}))
    assert Fraction(*before) < Fraction(*after)


@given(ANSWERS)
def test_a_low_answer_and_nothing_else_asks_for_a_reason(answers: dict[str, int]):
    complete = {OVERALL: 5} | answers
    assert ("/reasons" in list_codes(complete)) == (min(complete.values()) < 3)
    assert list_codes(complete, ("late",)) == {}


def test_each_fault_names_its_field():
    assert list_codes({"time": 4}) == {"/answers/overall": "answer_missing"}
    assert list_codes({OVERALL: 4, "weather": 1}, ("late",)) == {"/answers/weather": "question_unknown"}
    assert list_codes({OVERALL: 6}) == {"/answers/overall": "answer_out_of_range"}
    assert list_codes({OVERALL: 2}) == {"/reasons": "reason_missing"}
    assert list_codes({OVERALL: 2}, ("rain",)) == {"/reasons/0": "reason_unknown"}
    assert list_codes({OVERALL: 2}, ("other",)) == {"/text": "text_missing"}
    assert list_codes({OVERALL: 2}, ("other",), "Chờ lâu") == {}


def test_the_days_of_change_are_those_of_vietnam():
    late = Rating(datetime(2026, 11, 30, 17, 30, tzinfo=UTC), "page", {OVERALL: 5}, {OVERALL: 1})
    assert late.find_last_day(7) == date(2026, 12, 8)
