"""The applicant's rating: once for each ended dossier, changed for some days, and by nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.effects.rating import TEXT_PART
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.shared.errors import Invalid
from chalicelib.repositories.dossier.rating_words import load_rating_words
from chalicelib.repositories.law.rule_set import load_rules
from tests.support.builders import CITIZEN, Case, build_actor

GOOD = {"overall": 5, "time": 4, "attitude": 5}


def test_a_rating_is_a_fact_of_the_dossier_with_the_weights_of_the_day():
    case = Case().returned()
    rated = case.take("rate", CITIZEN, answers=GOOD)
    fact = case.facts[-1]
    assert (fact.kind, fact.actor["role"], fact.actor["unit"]) == ("rated", "applicant", "")
    assert fact.data == {"way": "page", "answers": GOOD, "weights": {"overall": 1, "time": 1, "attitude": 1}}
    assert [cite["param"] for cite in fact.law] == ["rating.questions"]
    assert rated.rating is not None
    assert (rated.rating.score, rated.state) == ((14, 3), State.RETURNED)


def test_low_answers_need_a_reason_and_the_words_are_a_personal_part():
    case = Case().returned()
    refused = case.refused("rate", CITIZEN, answers={"overall": 1})
    assert isinstance(refused, Invalid)
    assert [each.code for each in refused.fields] == ["reason_missing"]
    rated = case.take("rate", CITIZEN, answers={"overall": 1}, reasons=["other"], text="Hẹn ba lần")
    fact = case.facts[-1]
    assert "Hẹn ba lần" not in str(fact.data)
    assert rated.rating is not None
    assert rated.rating.text == fact.parts[TEXT_PART]
    assert case.store.load_parts(rated.id)[rated.rating.text].value == "Hẹn ba lần"


def test_a_rating_is_changed_for_some_days_and_keeps_its_first_time():
    case = Case().returned()
    first = case.take("rate", CITIZEN, answers=GOOD).rating
    changed = case.later(days=7).take("rate", CITIZEN, answers={"overall": 3}).rating
    assert first is not None
    assert changed is not None
    assert (changed.rated_at, changed.answers, changed.changes) == (first.rated_at, {"overall": 3}, 1)
    refused = case.later(days=1).refused("rate", CITIZEN, answers=GOOD)
    assert (refused.code, refused.facts) == ("rating_final", {"until": f"{first.find_last_day(7):%d/%m/%Y}"})


def test_nobody_rates_for_the_applicant():
    case = Case().returned()
    for role in (Role.ONE_STOP_OFFICER, Role.HEAD_OF_ONE_STOP, Role.CASE_OFFICER, Role.AGENCY_HEAD):
        assert case.refused("rate", case.officer(role)).code == "forbidden"
    assert case.refused("rate", replace(CITIZEN, sub="somebody-else")).code == "not_found"


@pytest.mark.parametrize("state", [State.SUBMITTED, State.PROCESSING, State.RESOLVED])
def test_a_dossier_that_has_not_ended_is_not_rated(state: State):
    case = Case().at(state)
    assert case.refused("rate", CITIZEN).code == "wrong_moment"


@pytest.mark.parametrize("state", [State.NOT_RECEIVED, State.WITHDRAWN, State.STOPPED, State.CLOSED])
def test_each_ended_dossier_can_be_rated(state: State):
    case = Case().at(state)
    assert case.take("rate", CITIZEN).state is state


def test_nothing_is_added_to_a_dossier_whose_data_are_to_be_erased():
    case = Case().closed()
    office = build_actor(Role.PROVINCIAL_OFFICE, "hue")
    case.take("erase", office)
    case.take("erase", build_actor(Role.PROVINCIAL_OFFICE, "hue", "second"))
    assert case.refused("rate", CITIZEN).code == "rating_erased"


def test_each_question_and_reason_of_the_law_has_its_words():
    law, words = load_rules(), load_rating_words()
    assert list(words["questions"]) == list(law.params["rating.questions"].choices)
    assert list(words["reasons"]) == list(law.params["rating.reasons"].choices)
    assert list(law.params["rating.weight"].scope["question"]) == list(words["questions"])
