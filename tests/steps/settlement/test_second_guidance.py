"""A second guidance: only where the law regulates it, with reason, cause and an apology signed by whom it names."""

from __future__ import annotations

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.shared.errors import Forbidden, Invalid
from chalicelib.steps.dossier.guards import LimitReached
from tests.support.builders import CERTIFICATE, CITIZEN, Case

CLERK, CASE, DIRECTOR = Role.ONE_STOP_OFFICER, Role.CASE_OFFICER, Role.CENTRE_DIRECTOR
AGAIN = {"reason": "Lần đầu hướng dẫn thiếu"}


def bring_asked(case: Case) -> Case:
    """The applicant has brought what was asked."""
    return case.then("supplement", CITIZEN, papers=[case.paper(component=case.some_component[0])])


def answer_at_intake() -> Case:
    """Asked once at intake, and answered."""
    return bring_asked(Case().asked_at_intake())


def answer_in_appraisal() -> Case:
    """Asked once in the appraisal, and answered."""
    return bring_asked(Case().asked_in_appraisal())


@pytest.mark.clause("HUE-13.2#2")
def test_the_receptions_second_guidance_waits_for_the_directors_apology() -> None:
    case = answer_at_intake()
    after = case.take("request_supplement", case.officer(CLERK), components=case.some_component, **AGAIN)
    assert (after.state, after.requests[0].chain) == (State.SUBMITTED, ((DIRECTOR,),))
    assert isinstance(case.refusal(lambda: case.approve(case.officer(CLERK, "other"))), Forbidden)
    done = case.approve(case.officer(DIRECTOR))
    assert (done.state, done.stage, done.supplements) == (State.SUPPLEMENT_REQUESTED, "intake", {"intake": 2})
    said = case.facts[-1].data
    assert (said["cause"], said["apology_signed_as"], said["round"]) == ("guidance_again", "centre_director", 2)
    assert done.reception is not None
    assert done.reception.ended_at == case.now


@pytest.mark.clause("HUE-13.2#2")
def test_every_later_guidance_needs_its_own_apology() -> None:
    case = answer_at_intake()
    case.take("request_supplement", case.officer(CLERK), components=case.some_component, **AGAIN)
    case.approve(case.officer(DIRECTOR))
    bring_asked(case).take("request_supplement", case.officer(CLERK), components=case.some_component, **AGAIN)
    assert case.dossier.requests[0].chain == ((DIRECTOR,),)
    assert case.approve(case.officer(DIRECTOR), 2).supplements == {"intake": 3}


@pytest.mark.clause("HUE-13.2#2", "HUE-14.1#4")
@pytest.mark.parametrize("road", [answer_at_intake, answer_in_appraisal])
def test_who_asks_again_says_why(road: object) -> None:
    case: Case = road()  # type: ignore[operator]
    who = case.officer(CASE if case.dossier.state is State.PROCESSING else CLERK)
    body = {"components": case.some_component, "cause": "guidance_unclear", "reason": None}
    refused = case.refused("request_supplement", who, **body)
    assert isinstance(refused, Invalid)
    assert [(field.path, field.code) for field in refused.fields] == [("/reason", "reason_missing")]
    case.take("request_supplement", who, **body | AGAIN)
    assert set(case.facts[-1].parts) == {"guidance", "reason"}


@pytest.mark.clause("HUE-14.1#4")
def test_the_agencys_second_request_goes_through_the_desk_and_is_signed_by_the_director() -> None:
    case = answer_in_appraisal()
    body = {"components": case.some_component, "cause": "guidance_unclear"}
    after = case.take("request_supplement", case.officer(CASE), **body, **AGAIN)
    assert after.requests[0].chain == ((CLERK, Role.HEAD_OF_ONE_STOP), (DIRECTOR,))
    number = after.requests[0].n
    assert case.approve(case.officer(CLERK), number).state is State.PROCESSING
    assert isinstance(case.refusal(lambda: case.approve(case.officer(Role.AGENCY_HEAD), number)), Forbidden)
    done = case.approve(case.officer(DIRECTOR), number)
    assert (done.state, done.supplements) == (State.SUPPLEMENT_REQUESTED, {"appraisal": 2})
    assert case.facts[-1].data["cause"] == "guidance_unclear"


@pytest.mark.clause("HUE-14.1#3")
def test_without_the_one_cause_the_agency_asks_once() -> None:
    case = answer_in_appraisal()
    refused = case.refused("request_supplement", case.officer(CASE), components=case.some_component, **AGAIN)
    assert isinstance(refused, LimitReached)
    assert refused.facts["limit"] == 1


@pytest.mark.clause("HUE-14.1#3")
def test_a_declined_apology_leaves_the_applicant_unasked() -> None:
    case = answer_at_intake()
    before = case.dossier
    case.take("request_supplement", case.officer(CLERK), components=case.some_component, **AGAIN)
    after = case.decline(case.officer(DIRECTOR))
    assert (after.state, after.supplements, after.reception) == (before.state, before.supplements, before.reception)


@pytest.mark.parametrize("province", ["lai-chau", "quang-ngai", "thai-binh", "vinh-long"])
def test_elsewhere_no_cause_opens_a_second_request(province: str) -> None:
    case = Case(CERTIFICATE, province, channel="national_portal").processing()
    case.take("request_supplement", case.officer(CASE), components=case.some_component)
    case.approve_all()
    bring_asked(case).approve_all(case.dossier.requests_made)
    body = {"components": case.some_component, "cause": "guidance_unclear"}
    refused = case.refused("request_supplement", case.officer(CASE), **body, **AGAIN)
    assert isinstance(refused, LimitReached)


def test_the_first_guidance_needs_neither_reason_nor_apology() -> None:
    case = Case().asked_at_intake()
    said = case.facts[-1].data
    assert ("cause" in said, said["round"]) == (False, 1)
