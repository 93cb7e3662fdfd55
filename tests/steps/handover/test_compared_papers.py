"""Paper of an unsigned upload is compared before the result goes out or the dossier is closed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.handover import (
    PaperUncompared,
)
from chalicelib.domain.flow.transitions import State
from tests.steps.handover.handovers import (
    CLERK,
    build_at_counter,
    build_sent,
    grant_case,
    list_refusals,
)
from tests.support.builders import CERTIFICATE, CITIZEN, Case


@pytest.mark.parametrize("province", ["hue", "quang-ngai"])
@pytest.mark.parametrize("way", ["online", "post"])
def test_no_result_is_sent_before_the_paper_of_an_unsigned_upload_was_compared(province: str, way: str) -> None:
    case = grant_case(province)
    owed = case.dossier.handover.unchecked
    assert owed == tuple(case.dossier.papers.values())
    wrong = {f"/compared/{key}": "paper_uncompared" for key in owed}
    assert list_refusals(case, way=way) == wrong
    assert list_refusals(case, way=way, compared=list(owed)) == {"/compared": "compared_away"}
    seen = case.dossier.handover.visits
    differs = case.copy()
    differs.take("compare", case.officer(CLERK), differing=list(owed), note="Khác số nhà")
    assert list_refusals(differs, way=way) == wrong
    case.later(days=1).take("compare", case.officer(CLERK), came="sent")
    assert case.facts[-1].law[0]["param"] == "paper.unsigned_check"
    d = case.take("give_back", case.officer(CLERK), **build_sent(way))
    assert (d.state, d.handover.unchecked, d.handover.visits) == (State.RETURNED, (), seen)


def test_paper_that_is_brought_costs_a_visit_and_what_nobody_waits_for_is_not_compared() -> None:
    case = grant_case("quang-ngai").later(days=1)
    refused = case.refused("compare", case.officer(CLERK), components=["ghost"])
    assert [(error.path, error.code) for error in refused.fields] == [("/components/0", "not_called_for")]
    before = case.dossier.handover.visits
    assert case.take("compare", case.officer(CLERK)).handover.visits == before + 1
    assert case.refused("compare", case.officer(CLERK)).code == "wrong_moment"


@pytest.mark.parametrize("province", ["hue", "quang-ngai"])
def test_the_paper_of_an_unsigned_upload_is_compared_when_the_result_is_taken(province: str) -> None:
    case = grant_case(province)
    wrong = {f"/compared/{key}": "paper_uncompared" for key in case.dossier.handover.unchecked}
    assert list_refusals(case, **build_at_counter(case, chosen=True, compared=[])) == wrong
    done = case.take("give_back", case.officer(CLERK), **build_at_counter(case, chosen=True))
    assert (done.state, done.handover.unchecked) == (State.RETURNED, ())


def test_what_went_out_uncompared_is_not_closed_before_it_is_compared() -> None:
    case = grant_case("hue").compared().then("give_back", Case().officer(CLERK))
    # As an earlier version left it: the result is out, its papers were not looked at.
    stored = case.store.items[f"D#{case.id}", "STATE"]
    before = replace(case.dossier, handover=replace(case.dossier.handover, unchecked=("application_form",)))
    case.store.items[f"D#{case.id}", "STATE"] = replace(stored, value=before)
    refused = case.refused("close", case.officer(CLERK))
    assert isinstance(refused, PaperUncompared)
    assert case.compared().take("close", case.officer(CLERK)).state is State.CLOSED


def test_a_dossier_typed_at_the_desk_leaves_nothing_to_compare() -> None:
    case = Case(CERTIFICATE, channel="desk")
    assert case.file(case.officer(CLERK)).dossier.handover.unchecked == ()


def test_a_supplement_typed_at_the_desk_before_reception_is_no_visit_that_counts() -> None:
    case = Case(CERTIFICATE, "quang-ngai", channel="national_portal").file()
    clerk = case.officer(CLERK)
    case.take("request_supplement", clerk, components=case.some_component)
    for request in case.dossier.requests:
        case.approve(case.officer(Role.HEAD_OF_ONE_STOP), request.n)
    paper = case.paper(component=case.some_component[0])
    assert case.take("supplement", clerk, papers=[paper]).handover.visits == 0


def test_a_supplement_typed_at_the_desk_after_reception_is_a_visit() -> None:
    case = Case(CERTIFICATE, "quang-ngai", channel="national_portal").asked_in_appraisal()
    paper = case.paper(component=case.some_component[0])
    own = case.copy()
    assert own.take("supplement", CITIZEN, papers=[paper]).handover.visits == 0
    assert case.take("supplement", case.officer(CLERK), papers=[paper]).handover.visits == 1
