"""Stop: only for a ground of the rules; an expired wait only once it has expired."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.obligations import ObligationState
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.shared.errors import Invalid
from tests.support.builders import CITIZEN, Case

HEAD, DESK_HEAD = Role.AGENCY_HEAD, Role.HEAD_OF_ONE_STOP


@pytest.mark.parametrize(("stage", "role"), [("intake", DESK_HEAD), ("appraisal", HEAD)])
def test_an_expired_wait_stops_the_dossier_and_not_a_moment_before(stage: str, role: Role) -> None:
    case = Case().at(State.SUPPLEMENT_REQUESTED, stage)
    until = case.dossier.wait_until
    assert until is not None
    case.now = until
    refused = case.refused("stop", case.officer(role), ground="wait_expired")
    assert isinstance(refused, Invalid)
    assert refused.fields[0].code == "wait_not_expired"
    case.now = until + timedelta(seconds=1)
    d = case.take("stop", case.officer(role), ground="wait_expired")
    assert (d.state, d.stage, d.wait_until) == (State.STOPPED, "", None)


def test_where_nobody_waits_no_wait_expires() -> None:
    case = Case().processing().later(days=90)
    assert isinstance(case.refused("stop", case.officer(HEAD), ground="wait_expired"), Invalid)


@pytest.mark.parametrize("ground", ["conditions_not_met", "because"])
def test_a_ground_that_the_rules_do_not_know_is_refused(ground: str) -> None:
    case = Case().processing()
    assert isinstance(case.refused("stop", case.officer(HEAD), ground=ground), Invalid)


@pytest.mark.parametrize("state", [State.PROCESSING, State.PAYMENT_REQUESTED])
def test_a_stop_ends_clock_tasks_and_debts(state: State) -> None:
    case = Case().at(state)
    d = case.take("stop", case.officer(HEAD))
    assert d.state is State.STOPPED
    assert case.clock.ended_at == case.now
    assert all(task.done_at for task in d.tasks)
    assert {one.state for one in d.obligations} == {ObligationState.CANCELLED}
    assert (case.facts[-1].data["ground"], case.facts[-1].law[0]["param"]) == ("other_law", "stop.reasons")


def test_unpaid_is_a_ground_only_while_something_is_unpaid() -> None:
    case = Case().processing()
    trial = case.copy()
    assert trial.take("stop", case.officer(HEAD), ground="obligation_unpaid").state is State.STOPPED
    refused = case.paid().refused("stop", case.officer(HEAD), ground="obligation_unpaid")
    assert isinstance(refused, Invalid)
    assert (refused.fields[0].path, refused.fields[0].code) == ("/ground", "nothing_unpaid")


@pytest.mark.parametrize("stage", ["intake", "appraisal"])
def test_a_supplement_after_the_wait_is_taken_until_somebody_stops_the_dossier(stage: str) -> None:
    case = Case().at(State.SUPPLEMENT_REQUESTED, stage)
    until = case.dossier.wait_until
    assert until is not None
    case.now = until + timedelta(days=1)
    back = case.take("supplement", CITIZEN, papers=[case.paper(component=case.some_component[0])])
    assert back.state in (State.SUBMITTED, State.PROCESSING)
