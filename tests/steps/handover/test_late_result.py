"""A late result: its cause is recorded, and for an officer's fault the apology required by law goes with it."""

from __future__ import annotations

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.domain.shared.errors import Forbidden, Invalid, WrongMoment
from chalicelib.steps.dossier.views import view_dossier
from chalicelib.steps.settlement.fault import may_read
from tests.support.builders import CERTIFICATE, CITIZEN, Case, build_actor

CASE, CLERK, HEAD = Role.CASE_OFFICER, Role.ONE_STOP_OFFICER, Role.AGENCY_HEAD
CAUSES = ("officer_fault", "other_body", "applicant", "force_majeure")


def prepare_overdue(province: str = "hue") -> Case:
    """Ready to be granted, long after the due time."""
    return Case(CERTIFICATE, province, channel="national_portal").ready_to_grant().later(days=30)


def find_officer_at_fault(case: Case) -> str:
    """The officer who let it become late."""
    return case.appoint(case.officer(CASE, "at-fault")).sub


def grant_late(case: Case, cause: str | None = "officer_fault") -> Case:
    """The result is signed; an officer's fault has its officer."""
    named = find_officer_at_fault(case) if cause == "officer_fault" else None
    result = case.paper(PaperKind.RESULT)
    return case.then("resolve", case.officer(HEAD), result=result, late_cause=cause, late_officer=named)


def read_shown(case: Case) -> dict[str, object]:
    """The dossier as its owner sees it."""
    return view_dossier(case.dossier, CITIZEN, case.now, case.reference)


@pytest.mark.clause("HUE-22.7", "VL-7.2.c#1")
@pytest.mark.parametrize("outcome", ["granted", "not_granted"])
def test_a_late_result_names_the_cause_of_the_delay(outcome: str) -> None:
    case = prepare_overdue()
    body = {"outcome": outcome, "ground": "conditions_not_met", "result": case.paper(PaperKind.RESULT)}
    refused = case.refused("resolve", case.officer(HEAD), **body)
    assert isinstance(refused, Invalid)
    assert [(field.path, field.code) for field in refused.fields] == [("/late_cause", "late_cause_missing")]
    for cause in CAUSES:
        trial = case.copy()
        named = find_officer_at_fault(trial) if cause == "officer_fault" else None
        said = trial.take("resolve", trial.officer(HEAD), **body, late_cause=cause, late_officer=named)
        assert said.late_cause == cause


@pytest.mark.clause("HUE-22.7")
def test_where_a_letter_is_owed_the_officer_at_fault_is_named() -> None:
    case = prepare_overdue()
    body = {"result": case.paper(PaperKind.RESULT), "late_cause": "officer_fault"}
    for named, code in ((None, "officer_missing"), ("nobody", "not_of_this_dossier")):
        refused = case.refused("resolve", case.officer(HEAD), **body, late_officer=named)
        assert isinstance(refused, Invalid)
        assert [(field.path, field.code) for field in refused.fields] == [("/late_officer", code)]
    elsewhere = case.appoint(build_actor(CASE, "HUE-N19789", "elsewhere")).sub
    assert case.refused("resolve", case.officer(HEAD), **body, late_officer=elsewhere).code == "invalid"
    body["late_cause"] = "other_body"
    refused = case.refused("resolve", case.officer(HEAD), **body, late_officer=find_officer_at_fault(case))
    assert isinstance(refused, Invalid)


def test_elsewhere_the_officer_may_be_named_and_need_not() -> None:
    case = prepare_overdue("lai-chau")
    body = {"result": case.paper(PaperKind.RESULT), "late_cause": "officer_fault"}
    assert case.copy().take("resolve", case.officer(HEAD), **body).owes == ()
    case.take("resolve", case.officer(HEAD), **body, late_officer=find_officer_at_fault(case))
    assert "officer_at_fault" in case.facts[-1].parts


@pytest.mark.clause("HUE-22.7")
def test_who_was_at_fault_is_seen_by_those_whom_the_rule_names_alone() -> None:
    case = grant_late(prepare_overdue())
    (part,) = [each for each in case.store.load_parts(case.id).values() if each.name == "officer_at_fault"]
    rule = tuple(case.reference.find_rule("overdue.fault_seen_by", CaseDates(case.now)).value)

    def may_see(who: Actor, readers: tuple[str, ...] = rule) -> bool:
        return may_read(part, case.dossier, who, readers, case.now)

    fellow, culprit = case.officer(CASE), case.officer(CASE, "at-fault")
    assert (may_see(case.officer(HEAD)), may_see(culprit)) == (True, True)
    assert not any(map(may_see, (CITIZEN, fellow, case.officer(CLERK), case.officer(Role.CENTRE_DIRECTOR))))
    assert not may_see(build_actor(HEAD, "HUE-N19789")), "the head of another agency"
    assert not may_see(culprit, ("agency_head",))
    assert may_see(case.officer(Role.CENTRE_DIRECTOR), ("centre_director",))


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
    case = grant_late(prepare_overdue())
    assert (read_shown(case)["owes"], read_shown(case)["late_cause"]) == (["apology"], "officer_fault")
    assert "apology.signer" in {cite["param"] for cite in case.facts[-1].law}
    case.take("apologise", case.officer(CASE), new_due_days=None)
    assert case.dossier.requests[0].chain == ((HEAD,),)
    assert isinstance(case.refusal(lambda: case.approve(case.officer(Role.CENTRE_DIRECTOR))), Forbidden)
    before = case.clock
    d = case.approve(case.officer(HEAD))
    assert (d.state, d.clock, d.owes, d.reappointed) == (State.RESOLVED, before, (), 0)
    said = case.facts[-1].data
    assert said == {"request": 1, "cause": "officer_fault", "signed_as": "agency_head", "with_result": True}
    case.compared().take("give_back", case.officer(CLERK))
    assert case.facts[-1].data["letters"] == ["apology"]
    assert read_shown(case)["owes"] == []


@pytest.mark.clause("HUE-22.7")
def test_a_result_goes_out_without_its_letter_only_with_a_reason_and_the_letter_stays_owed() -> None:
    case = grant_late(prepare_overdue())
    refused = case.compared().refused("give_back", case.officer(CLERK))
    assert isinstance(refused, Invalid)
    assert [(field.path, field.code) for field in refused.fields] == [("/letter_follows", "letter_owed")]
    back = case.compared().take("give_back", case.officer(CLERK), letter_follows="Thủ trưởng đi công tác")
    assert (back.state, back.owes) == (State.RETURNED, ("apology",))
    assert "letter_follows" in case.facts[-1].parts
    case.take("apologise", case.officer(CASE), new_due_days=None)
    assert case.approve(case.officer(HEAD)).owes == ()
    assert case.facts[-1].data["with_result"] is False


@pytest.mark.clause("HUE-22.7")
def test_a_letter_that_is_owed_is_still_made_when_the_dossier_is_closed() -> None:
    case = grant_late(prepare_overdue())
    case.compared().take("give_back", case.officer(CLERK), letter_follows="Thủ trưởng đi công tác")
    case.take("close", case.officer(CLERK))
    assert "apologise" in view_dossier(case.dossier, case.officer(CASE), case.now, case.reference)["allowed"]
    case.take("apologise", case.officer(CASE), new_due_days=None)
    d = case.approve(case.officer(HEAD))
    assert (d.state, d.owes, d.is_open) == (State.CLOSED, (), False)
    assert isinstance(case.refused("apologise", case.officer(CASE), new_due_days=None), WrongMoment)


@pytest.mark.clause("HUE-22.7")
def test_a_late_refusal_is_a_late_result_too() -> None:
    case = prepare_overdue()
    named = find_officer_at_fault(case)
    body = {
        "outcome": "not_granted", "ground": "conditions_not_met", "late_cause": "officer_fault", "late_officer": named,
    }  # fmt: skip
    assert case.take("resolve", case.officer(HEAD), **body).owes == ("apology",)
    case.take("apologise", case.officer(CASE), new_due_days=None)
    assert case.approve(case.officer(HEAD)).owes == ()


@pytest.mark.parametrize("cause", CAUSES[1:])
def test_without_an_officers_fault_no_letter_is_owed(cause: str) -> None:
    case = grant_late(prepare_overdue(), cause)
    assert case.dossier.owes == ()
    assert isinstance(case.refused("apologise", case.officer(CASE), new_due_days=None), WrongMoment)


@pytest.mark.parametrize("province", ["lai-chau", "quang-ngai", "thai-binh", "vinh-long"])
def test_elsewhere_the_fault_is_on_record_and_no_letter_is_owed(province: str) -> None:
    case = grant_late(prepare_overdue(province))
    assert (case.dossier.late_cause, case.dossier.owes) == ("officer_fault", ())
    assert "apologise" not in view_dossier(case.dossier, case.officer(CASE), case.now, case.reference)["allowed"]


def test_a_letter_at_the_end_sets_no_date() -> None:
    case = grant_late(prepare_overdue())
    refused = case.refused("apologise", case.officer(CASE), new_due_days=5)
    assert isinstance(refused, Invalid)
    assert refused.fields[0].code == "no_date_left"
