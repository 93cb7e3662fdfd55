"""A late result: its cause is said, and where an officer's fault is, the apology the law names goes with it."""

from __future__ import annotations

import pytest

from chalicelib.domain.errors import Forbidden, Invalid, WrongMoment
from chalicelib.domain.flow import State
from chalicelib.domain.papers import PaperKind
from chalicelib.domain.roles import Role
from chalicelib.steps.views import view
from tests.builders import CERTIFICATE, CITIZEN, Case

CASE, CLERK, HEAD = Role.CASE_OFFICER, Role.ONE_STOP_OFFICER, Role.AGENCY_HEAD
CAUSES = ("officer_fault", "other_body", "applicant", "force_majeure")


def overdue(province: str = "hue") -> Case:
    """Ready to be granted, long after the due time."""
    return Case(CERTIFICATE, province, channel="national_portal").ready_to_grant().later(days=30)


def granted(case: Case, cause: str | None = "officer_fault") -> Case:
    """The result is signed."""
    return case.then("resolve", case.officer(HEAD), result=case.paper(PaperKind.RESULT), late_cause=cause)


def shown(case: Case) -> dict[str, object]:
    """The dossier as its owner sees it."""
    return view(case.dossier, CITIZEN, case.now, case.reference)


@pytest.mark.clause("HUE-22.7", "VL-7.2.c#1")
@pytest.mark.parametrize("outcome", ["granted", "not_granted"])
def test_a_late_result_names_the_cause_of_the_delay(outcome: str) -> None:
    case = overdue()
    body = {"outcome": outcome, "ground": "conditions_not_met", "result": case.paper(PaperKind.RESULT)}
    refused = case.refused("resolve", case.officer(HEAD), **body)
    assert isinstance(refused, Invalid)
    assert [(field.path, field.code) for field in refused.fields] == [("/late_cause", "late_cause_missing")]
    for cause in CAUSES:
        assert case.copy().take("resolve", case.officer(HEAD), **body, late_cause=cause).late_cause == cause


def test_a_result_in_time_has_no_cause_of_delay() -> None:
    case = Case().ready_to_grant()
    body = {"result": case.paper(PaperKind.RESULT), "late_cause": "applicant"}
    refused = case.refused("resolve", case.officer(HEAD), **body)
    assert isinstance(refused, Invalid)
    assert refused.fields[0].code == "not_late"
    case.now = case.clock.due_at
    assert case.take("resolve", case.officer(HEAD), **body | {"late_cause": None}).owes == ()


@pytest.mark.clause("HUE-22.7")
def test_with_an_officers_fault_hue_owes_an_apology_that_the_agency_head_signs() -> None:
    case = granted(overdue())
    assert (shown(case)["owes"], shown(case)["late_cause"]) == (["apology"], "officer_fault")
    assert "apology.signer" in {cite["param"] for cite in case.facts[-1].law}
    case.take("apologise", case.officer(CASE), new_due_days=None)
    assert case.dossier.requests[0].chain == ((HEAD,),)
    assert isinstance(case.refusal(lambda: case.approve(case.officer(Role.CENTRE_DIRECTOR))), Forbidden)
    before = case.clock
    d = case.approve(case.officer(HEAD))
    assert (d.state, d.clock, d.owes, d.reappointed) == (State.RESOLVED, before, (), 0)
    assert case.facts[-1].data == {"request": 1, "cause": "officer_fault", "signed_as": "agency_head"}
    assert shown(case)["owes"] == []


@pytest.mark.clause("HUE-22.7")
def test_a_missing_apology_never_holds_back_the_result_and_stays_owed() -> None:
    case = granted(overdue())
    case.take("apologise", case.officer(CASE), new_due_days=None)
    back = case.compared().take("give_back", case.officer(CLERK))
    assert (back.state, back.owes, back.requests) == (State.RETURNED, ("apology",), ())
    case.take("apologise", case.officer(CASE), new_due_days=None)
    assert case.approve(case.officer(HEAD), 2).owes == ()


@pytest.mark.clause("HUE-22.7")
def test_a_late_refusal_is_a_late_result_too() -> None:
    case = overdue()
    body = {"outcome": "not_granted", "ground": "conditions_not_met", "late_cause": "officer_fault"}
    assert case.take("resolve", case.officer(HEAD), **body).owes == ("apology",)
    case.take("apologise", case.officer(CASE), new_due_days=None)
    assert case.approve(case.officer(HEAD)).owes == ()


@pytest.mark.parametrize("cause", CAUSES[1:])
def test_without_an_officers_fault_no_letter_is_owed(cause: str) -> None:
    case = granted(overdue(), cause)
    assert case.dossier.owes == ()
    assert isinstance(case.refused("apologise", case.officer(CASE), new_due_days=None), WrongMoment)


@pytest.mark.parametrize("province", ["lai-chau", "quang-ngai", "thai-binh", "vinh-long"])
def test_elsewhere_the_fault_is_on_record_and_no_letter_is_owed(province: str) -> None:
    case = granted(overdue(province))
    assert (case.dossier.late_cause, case.dossier.owes) == ("officer_fault", ())
    assert "apologise" not in view(case.dossier, case.officer(CASE), case.now, case.reference)["allowed"]


def test_a_letter_at_the_end_sets_no_date() -> None:
    case = granted(overdue())
    refused = case.refused("apologise", case.officer(CASE), new_due_days=5)
    assert isinstance(refused, Invalid)
    assert refused.fields[0].code == "no_date_left"
