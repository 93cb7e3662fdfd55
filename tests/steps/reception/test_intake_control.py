"""Control of supplements by the head of the one-stop unit, where the law says so: before a request goes out, and before
work continues with the supplement."""

from __future__ import annotations

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.permission import SupplementUnchecked, list_allowed_steps
from chalicelib.domain.flow.transitions import RequestKind, State
from chalicelib.domain.shared.errors import Forbidden
from tests.support.builders import CERTIFICATE, CITIZEN, MONDAY, Case

CLERK, HEAD = Role.ONE_STOP_OFFICER, Role.HEAD_OF_ONE_STOP


def file_case(province: str = "quang-ngai") -> Case:
    """A filing just sent."""
    return Case(CERTIFICATE, province, channel="national_portal").file()


@pytest.mark.clause("QN-11.2#2")
def test_in_quang_ngai_the_request_goes_out_only_with_the_heads_agreement() -> None:
    case = file_case()
    reception = case.dossier.reception
    after = case.take("request_supplement", case.officer(CLERK), components=case.some_component)
    assert (after.state, after.reception, after.asked) == (State.SUBMITTED, reception, ())
    assert after.requests[0].chain == ((HEAD,),)
    assert "supplement.controlled_by" in {cite["param"] for cite in case.facts[-1].law}
    assert isinstance(case.refusal(lambda: case.approve(case.officer(CLERK, "other"))), Forbidden)
    done = case.approve(case.officer(HEAD))
    assert (done.state, done.stage, done.asked) == (State.SUPPLEMENT_REQUESTED, "intake", tuple(case.some_component))
    assert done.reception is not None
    assert done.reception.ended_at == case.now == MONDAY


@pytest.mark.clause("QN-11.2#2")
def test_what_comes_back_is_on_record_under_the_same_rule() -> None:
    case = file_case().then("request_supplement", file_case().officer(HEAD), components=file_case().some_component)
    case.take("supplement", CITIZEN, papers=[case.paper(component=case.some_component[0])])
    added, opened = case.facts[-2:]
    assert (added.kind, added.data["asked"], added.data["to"]) == ("supplemented", True, "submitted")
    assert (opened.kind, opened.data["kind"], opened.data["chain"]) == ("request_opened", "control", [[HEAD.value]])
    assert {"supplement.controlled_by", "supplement.control_of"} <= {cite["param"] for cite in opened.law}


def supplement_in_settlement(province: str = "quang-ngai", channel: str = "national_portal") -> Case:
    """Asked in the appraisal, approved by the required people, and answered by the applicant."""
    case = Case(CERTIFICATE, province, channel=channel).processing()
    case.take("request_supplement", case.officer(Role.CASE_OFFICER), components=case.some_component)
    case.approve_all()
    return case.then("supplement", CITIZEN, papers=[case.paper(component=case.some_component[0])])


@pytest.mark.clause("QN-11.2#2")
def test_a_request_of_the_settlement_passes_the_head_too() -> None:
    case = Case(CERTIFICATE, "quang-ngai", channel="national_portal").processing()
    case.take("request_supplement", case.officer(Role.CASE_OFFICER), components=case.some_component)
    assert case.dossier.requests[0].chain == ((HEAD,),)
    assert isinstance(case.refusal(lambda: case.approve(case.officer(CLERK))), Forbidden)
    assert case.approve(case.officer(HEAD)).state is State.SUPPLEMENT_REQUESTED


@pytest.mark.clause("QN-11.2#2")
@pytest.mark.parametrize("agree", [True, False])
def test_work_waits_until_the_head_has_checked_what_was_added(agree: bool) -> None:
    case = supplement_in_settlement()
    (check,) = case.dossier.requests
    assert (check.kind, check.chain) == (RequestKind.CONTROL, ((HEAD,),))
    for step, body in (("confirm_complete", {}), ("consult", {"unit": "HUE-BHXH"}), ("request_supplement", {})):
        assert isinstance(case.refused(step, case.officer(Role.CASE_OFFICER), **body), SupplementUnchecked)
        assert step not in list_allowed_steps(case.officer(Role.CASE_OFFICER), case.dossier, case.now)
    assert "extend" in list_allowed_steps(case.officer(Role.CASE_OFFICER), case.dossier, case.now)
    assert isinstance(case.refusal(lambda: case.approve(case.officer(CLERK), check.n)), Forbidden)
    (case.approve if agree else case.decline)(case.officer(HEAD), check.n)
    assert case.facts[-1].kind == ("supplement_checked" if agree else "request_declined")
    case.take("confirm_complete", case.officer(Role.CASE_OFFICER))


def test_what_an_officer_types_for_an_applicant_at_the_desk_is_not_online() -> None:
    case = Case(CERTIFICATE, "quang-ngai", channel="desk")
    case.file(case.officer(CLERK)).take("receive", case.officer(CLERK))
    case.take("transfer", case.officer(CLERK))
    case.take("request_supplement", case.officer(Role.CASE_OFFICER), components=case.some_component)
    case.approve_all()
    case.take("supplement", case.officer(CLERK), papers=[case.paper(component=case.some_component[0])])
    assert case.dossier.requests == ()


def test_a_withdrawal_ends_the_check() -> None:
    case = file_case().then("request_supplement", file_case().officer(HEAD), components=file_case().some_component)
    case.take("supplement", CITIZEN, papers=[case.paper(component=case.some_component[0])])
    assert case.take("withdraw", CITIZEN).requests == ()


@pytest.mark.parametrize("province", ["hue", "lai-chau", "thai-binh", "vinh-long"])
def test_elsewhere_work_continues_at_once(province: str) -> None:
    case = supplement_in_settlement(province)
    assert case.dossier.requests == ()
    case.take("confirm_complete", case.officer(Role.CASE_OFFICER))


def test_what_the_head_writes_has_passed_the_head() -> None:
    case = file_case()
    done = case.take("request_supplement", case.officer(HEAD), components=case.some_component)
    assert (done.state, done.requests) == (State.SUPPLEMENT_REQUESTED, ())


@pytest.mark.clause("QN-11.2#2")
def test_a_request_that_the_head_turns_down_does_not_go_out() -> None:
    case = file_case()
    case.take("request_supplement", case.officer(CLERK), components=case.some_component)
    after = case.decline(case.officer(HEAD))
    assert (after.state, after.requests, after.supplements) == (State.SUBMITTED, (), {})


@pytest.mark.clause("QN-11.2#2")
def test_receiving_the_dossier_cancels_the_request() -> None:
    case = file_case()
    case.take("request_supplement", case.officer(CLERK), components=case.some_component)
    assert case.take("receive", case.officer(CLERK)).requests == ()
    assert case.facts[-1].kind == "request_cancelled"


@pytest.mark.clause("TB-7.4")
@pytest.mark.parametrize("province", ["hue", "lai-chau", "thai-binh", "vinh-long"])
def test_elsewhere_it_goes_out_at_once(province: str) -> None:
    case = file_case(province)
    done = case.take("request_supplement", case.officer(CLERK), components=case.some_component)
    assert done.state is State.SUPPLEMENT_REQUESTED
    brought = [case.paper(component=case.some_component[0])]
    assert case.take("supplement", CITIZEN, papers=brought).state is State.SUBMITTED
