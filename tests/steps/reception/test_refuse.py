"""Refuse: never without a coded reason of the rules in force."""

from __future__ import annotations

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.shared.errors import Invalid
from tests.support.builders import CERTIFICATE, ONE_STOP, Case

CLERK = Role.ONE_STOP_OFFICER


@pytest.mark.clause("VL-7.2.c#1")
@pytest.mark.parametrize("ground", ["wrong_agency", "not_conforming"])
def test_a_coded_ground_refuses_the_filing(ground: str) -> None:
    case = Case().file()
    refused = case.take("refuse", case.officer(CLERK), ground=ground)
    assert refused.state is State.NOT_RECEIVED
    assert (refused.code, refused.next_due) == ("", None)
    assert refused.reception is not None
    assert refused.reception.ended_at == case.now
    fact = case.facts[-1]
    assert (fact.data["ground"], fact.law[0]["param"]) == (ground, "refusal.reasons")


@pytest.mark.clause("VL-7.2.c#1")
@pytest.mark.parametrize("ground", ["disliked", "conditions_not_met"])
def test_any_other_ground_is_refused(ground: str) -> None:
    case = Case().file()
    refused = case.refused("refuse", case.officer(CLERK), ground=ground)
    assert isinstance(refused, Invalid)
    assert [(f.path, f.code) for f in refused.fields] == [("/ground", "ground_unknown")]


def test_the_words_are_a_part_and_never_in_the_ledger() -> None:
    case = Case().file()
    case.take("refuse", case.officer(CLERK), reason="Chị Hoa nộp sai mẫu")
    digest = case.facts[-1].parts["reason"]
    assert case.store.load_parts(case.id)[digest].value == "Chị Hoa nộp sai mẫu"
    assert "Hoa" not in str(case.facts[-1].body)


@pytest.mark.clause("LC-10.1.c", "VL-7.2.c#1")
@pytest.mark.parametrize("province", sorted(ONE_STOP))
def test_each_moment_has_its_own_grounds_and_the_fact_names_the_rule(province: str) -> None:
    case = Case(CERTIFICATE, province, channel="national_portal").file()
    grounds = {
        moment: set(case.reference.find_rule("refusal.reasons", CaseDates(case.now), moment=moment).value)
        for moment in ("intake", "after_appraisal")
    }
    assert grounds["intake"].isdisjoint(grounds["after_appraisal"])
    for ground in grounds["after_appraisal"]:
        assert isinstance(case.refused("refuse", case.officer(Role.ONE_STOP_OFFICER), ground=ground), Invalid)
    for ground in grounds["intake"]:
        trial = case.copy()
        trial.take("refuse", trial.officer(Role.ONE_STOP_OFFICER), ground=ground)
        assert trial.facts[-1].data["ground"] == ground
        assert [cite["param"] for cite in trial.facts[-1].law] == ["refusal.reasons"]
