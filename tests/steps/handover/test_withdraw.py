"""Withdraw: at once before reception, by request after it, and not once a result stands."""

from __future__ import annotations

import pytest

from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.shared.errors import NotFound
from tests.support.builders import CITIZEN, Case


@pytest.mark.clause("QN-13.4#3")
@pytest.mark.parametrize(("state", "stage"), [(State.SUBMITTED, ""), (State.SUPPLEMENT_REQUESTED, "intake")])
def test_before_reception_it_takes_effect_at_once(state: State, stage: str) -> None:
    case = Case().at(state, stage).later(minutes=10)
    d = case.take("withdraw", CITIZEN)
    assert (d.state, d.requests, d.stage, d.asked) == (State.WITHDRAWN, (), "", ())
    assert d.reception is not None
    assert d.reception.ended_at is not None
    assert case.facts[-1].law[0]["param"] == "withdrawal.until"


@pytest.mark.clause("QN-13.4#3")
@pytest.mark.parametrize(
    ("state", "stage"),
    [
        (State.RECEIVED, ""),
        (State.PROCESSING, ""),
        (State.PAYMENT_REQUESTED, ""),
        (State.SUPPLEMENT_REQUESTED, "appraisal"),
    ],
)
def test_after_reception_it_is_a_request_that_somebody_confirms(state: State, stage: str) -> None:
    from chalicelib.domain.accounts.roles import Role

    case = Case().at(state, stage)
    d = case.take("withdraw", CITIZEN)
    assert (d.state, d.stage) == (state, stage)
    number = d.requests[-1].n
    assert case.approve(case.officer(Role.HEAD_OF_ONE_STOP), number).state is State.WITHDRAWN
    assert case.clock.ended_at == case.now


@pytest.mark.parametrize("state", [State.RESOLVED, State.RETURNED, State.CLOSED, State.STOPPED, State.WITHDRAWN])
def test_an_outcome_is_not_withdrawn(state: State) -> None:
    case = Case().at(state)
    assert case.refused("withdraw", CITIZEN).code == "wrong_moment"


def test_nobody_withdraws_for_another() -> None:
    case = Case().file()
    assert isinstance(case.refused("withdraw", Actor("stranger")), NotFound)


def test_the_words_are_a_part() -> None:
    case = Case().file()
    case.take("withdraw", CITIZEN, reason="Đổi ý")
    assert "reason" in case.facts[-1].parts
