"""Control of intake supplements by the head of the one-stop unit: where the law says so, before they go out."""

from __future__ import annotations

import pytest

from chalicelib.domain.errors import Forbidden
from chalicelib.domain.flow import State
from chalicelib.domain.roles import Role
from tests.builders import CERTIFICATE, CITIZEN, MONDAY, Case

CLERK, HEAD = Role.ONE_STOP_OFFICER, Role.HEAD_OF_ONE_STOP


def filed(province: str = "quang-ngai") -> Case:
    """A filing just sent."""
    return Case(CERTIFICATE, province, channel="national_portal").file()


@pytest.mark.clause("QN-11.2#2")
def test_in_quang_ngai_the_request_goes_out_only_with_the_heads_agreement() -> None:
    case = filed()
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
    case = filed().then("request_supplement", filed().officer(HEAD), components=filed().some_component)
    case.take("supplement", CITIZEN, papers=[case.paper(component=case.some_component[0])])
    fact = case.facts[-1]
    assert (fact.kind, fact.data["asked"], fact.data["to"]) == ("supplemented", True, "submitted")
    assert "supplement.controlled_by" in {cite["param"] for cite in fact.law}


def test_what_the_head_writes_has_passed_the_head() -> None:
    case = filed()
    done = case.take("request_supplement", case.officer(HEAD), components=case.some_component)
    assert (done.state, done.requests) == (State.SUPPLEMENT_REQUESTED, ())


@pytest.mark.clause("QN-11.2#2")
def test_a_request_that_the_head_turns_down_does_not_go_out() -> None:
    case = filed()
    case.take("request_supplement", case.officer(CLERK), components=case.some_component)
    after = case.decline(case.officer(HEAD))
    assert (after.state, after.requests, after.supplements) == (State.SUBMITTED, (), {})


@pytest.mark.clause("QN-11.2#2")
def test_receiving_the_dossier_cancels_the_request() -> None:
    case = filed()
    case.take("request_supplement", case.officer(CLERK), components=case.some_component)
    assert case.take("receive", case.officer(CLERK)).requests == ()
    assert case.facts[-1].kind == "request_cancelled"


@pytest.mark.clause("TB-7.4")
@pytest.mark.parametrize("province", ["hue", "lai-chau", "thai-binh", "vinh-long"])
def test_elsewhere_it_goes_out_at_once(province: str) -> None:
    case = filed(province)
    done = case.take("request_supplement", case.officer(CLERK), components=case.some_component)
    assert done.state is State.SUPPLEMENT_REQUESTED
    brought = [case.paper(component=case.some_component[0])]
    assert case.take("supplement", CITIZEN, papers=brought).state is State.SUBMITTED
