"""Decide a request: by somebody else, in its turn; only the last approval moves anything."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.dossier.obligations import ObligationState
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.shared.errors import Forbidden, NotFound, OwnDossier, OwnProposal
from tests.support.builders import CITIZEN, Case, build_actor

CASE, CLERK, HEAD = Role.CASE_OFFICER, Role.ONE_STOP_OFFICER, Role.AGENCY_HEAD


def request_more_time() -> Case:
    """A dossier with an extension asked for."""
    case = Case().processing()
    return case.then("extend", case.officer(CASE))


@pytest.mark.clause("HUE-14.4.a")
def test_the_proposer_never_decides_in_any_other_role() -> None:
    case = request_more_time()
    both = Actor(case.officer(CASE).sub, case.officer(Role.HEAD_OF_SECTION).assignments)
    assert isinstance(case.refusal(lambda: case.approve(both)), OwnProposal)
    assert isinstance(case.refusal(lambda: case.decline(both)), OwnProposal)


@pytest.mark.clause("HUE-14.4.b#1")
def test_nobody_agrees_twice() -> None:
    case = request_more_time()
    case.approve(case.officer(Role.HEAD_OF_SECTION, "two-hats"))
    director = replace(case.officer(Role.CENTRE_DIRECTOR), sub="two-hats")
    assert isinstance(case.refusal(lambda: case.approve(director)), OwnProposal)


@pytest.mark.parametrize("role", [Role.CENTRE_DIRECTOR, Role.AGENCY_HEAD, Role.ONE_STOP_OFFICER])
def test_a_stage_is_decided_by_its_own_role_only(role: Role) -> None:
    case = request_more_time()
    assert isinstance(case.refusal(lambda: case.approve(case.officer(role))), Forbidden)


def test_another_units_head_does_not_know_of_it() -> None:
    case = request_more_time()
    elsewhere = build_actor(Role.HEAD_OF_SECTION, "HUE-N19789")
    assert isinstance(case.refusal(lambda: case.approve(elsewhere)), NotFound)


def test_the_applicants_own_request_is_not_the_applicants_to_decide() -> None:
    case = Case().processing()
    case.take("withdraw", CITIZEN)
    own = replace(case.officer(HEAD), sub=CITIZEN.sub)
    assert isinstance(case.refusal(lambda: case.approve(own)), OwnDossier)


@pytest.mark.parametrize("number", [0, 2, 99])
def test_a_request_that_is_not_open_is_not_found(number: int) -> None:
    case = request_more_time()
    who = case.officer(Role.HEAD_OF_SECTION)
    assert isinstance(case.refusal(lambda: case.approve(who, number)), NotFound)


@pytest.mark.parametrize(
    ("step", "decider"),
    [("extend", Role.HEAD_OF_SECTION), ("apologise", HEAD), ("request_supplement", CLERK), ("withdraw", HEAD)],
)
def test_a_declined_request_leaves_all_as_it_was(step: str, decider: Role) -> None:
    case = Case().processing().nearly_late()
    before = case.dossier
    body = {"components": case.some_component} if step == "request_supplement" else {}
    case.take(step, CITIZEN if step == "withdraw" else case.officer(CASE), **body)
    after = case.decline(case.officer(decider))
    kept = replace(
        after, version=before.version, length=before.length, head=before.head, keys=before.keys, requests_made=0
    )
    assert kept == before
    assert (case.facts[-1].kind, set(case.facts[-1].parts)) == ("request_declined", {"reason"})


@pytest.mark.clause("QN-13.4#3")
@pytest.mark.parametrize("decider", [Role.HEAD_OF_ONE_STOP, HEAD])
def test_a_confirmed_withdrawal_ends_clock_tasks_and_debts(decider: Role) -> None:
    case = Case().processing()
    case.take("withdraw", CITIZEN)
    d = case.approve(case.officer(decider))
    assert d.state is State.WITHDRAWN
    assert case.clock.ended_at == case.now
    assert {one.state for one in d.obligations} == {ObligationState.CANCELLED}
    assert all(task.done_at for task in d.tasks)


def test_a_confirmed_withdrawal_keeps_what_was_paid_on_record() -> None:
    case = Case().processing().paid()
    case.take("withdraw", CITIZEN)
    assert {one.state for one in case.approve(case.officer(HEAD)).obligations} == {ObligationState.SETTLED}


def test_an_approval_cancels_what_else_waits_in_the_state_it_leaves() -> None:
    case = request_more_time()
    case.take("withdraw", CITIZEN)
    d = case.approve(case.officer(HEAD), 2)
    assert d.requests == ()
    assert [fact.kind for fact in case.facts[-2:]] == ["withdrawn", "request_cancelled"]
    assert case.facts[-1].data["request"] == 1


def test_an_endorsement_alone_cancels_nothing() -> None:
    case = request_more_time()
    case.take("withdraw", CITIZEN)
    d = case.approve(case.officer(Role.HEAD_OF_SECTION))
    assert [(r.n, r.passed) for r in d.requests] == [(1, 1), (2, 0)]
