"""Resolve and correct: the outcome, its result file, its ground, and the later version."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.obligations import Due, ObligationState
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.papers.paper import PaperKind
from chalicelib.domain.papers.paper_errors import PaperPending
from chalicelib.domain.payments.fee_errors import ObligationsOpen
from chalicelib.domain.shared.errors import Invalid
from chalicelib.steps.settlement.resolve import NotDelegated, PaymentBlocks
from tests.support.builders import CERTIFICATE, COPY, Case
from tests.support.fakes.stores import FakeItem

HEAD, CLERK, CASE = Role.AGENCY_HEAD, Role.ONE_STOP_OFFICER, Role.CASE_OFFICER
DENIED = {"outcome": "not_granted", "ground": "conditions_not_met", "reason": "Chưa đủ điều kiện"}


def test_a_grant_ends_the_clock_and_names_its_result() -> None:
    case = Case().ready_to_grant().later(hours=4)
    result = case.paper(PaperKind.RESULT)
    d = case.take("resolve", case.officer(HEAD), result=result)
    assert (d.state, d.outcome, d.results) == (State.RESOLVED, "granted", (result,))
    assert case.clock.ended_at == case.now
    assert case.facts[-1].data["manifest"][0]["paper"] == result
    assert result in {paper.id for paper in case.kept}


@pytest.mark.parametrize("given", [None, "ghost", "component"])
def test_a_grant_needs_an_accepted_result_file(given: str | None) -> None:
    case = Case().ready_to_grant()
    result = case.paper(component=case.some_component[0]) if given == "component" else given
    refused = case.refused("resolve", case.officer(HEAD), result=result)
    assert isinstance(refused, Invalid)
    assert refused.fields[0].code == "result_missing"


def test_a_result_still_being_checked_waits() -> None:
    case = Case().ready_to_grant()
    waiting = case.paper(PaperKind.RESULT, pending=True)
    assert isinstance(case.refused("resolve", case.officer(HEAD), result=waiting), PaperPending)


def test_a_refusal_needs_its_ground_and_ends_the_debts() -> None:
    case = Case().processing()
    for ground in (None, "not_conforming"):
        assert isinstance(case.refused("resolve", case.officer(HEAD), **DENIED | {"ground": ground}), Invalid)
    d = case.take("resolve", case.officer(HEAD), **DENIED)
    assert (d.state, d.outcome, d.results) == (State.STOPPED, "not_granted", ())
    assert {one.state for one in d.obligations} == {ObligationState.CANCELLED}
    assert case.facts[-1].law[0]["param"] == "refusal.reasons"


@pytest.mark.parametrize(("procedure", "refused"), [(CERTIFICATE, True), (COPY, False)])
def test_the_one_stop_unit_resolves_only_what_is_immediate(procedure: str, *, refused: bool) -> None:
    case = Case(procedure).received()
    result = case.paper(PaperKind.RESULT)
    if refused:
        assert isinstance(case.refused("resolve", case.officer(CLERK), result=result), NotDelegated)
    else:
        assert case.take("resolve", case.officer(CLERK), result=result).state is State.RESOLVED


@pytest.mark.clause("VL-16.2")
def test_money_demanded_before_the_next_step_blocks_the_grant() -> None:
    case = Case().processing().finish_partners()
    case.take("request_payment", case.officer(CASE))
    d = case.dossier
    assert d.state is State.PAYMENT_REQUESTED
    assert case.refused("resolve", case.officer(HEAD), result=case.paper(PaperKind.RESULT)).code == "wrong_moment"
    case.paid()
    assert case.dossier.state is State.PROCESSING
    assert case.take("resolve", case.officer(HEAD), result=case.paper(PaperKind.RESULT)).state is State.RESOLVED


def test_an_unpaid_blocking_fee_blocks_and_a_plain_one_does_not() -> None:
    case = Case().processing().finish_partners()
    result = case.paper(PaperKind.RESULT)
    blocking = tuple(replace(one, blocking=True, due=Due.PROCESSING) for one in case.dossier.obligations)
    trial = case.copy()
    held = trial.store.items[f"D#{case.id}", "STATE"]
    trial.store.items[f"D#{case.id}", "STATE"] = FakeItem(replace(held.value, obligations=blocking), held.version)
    assert isinstance(trial.refused("resolve", case.officer(HEAD), result=result), PaymentBlocks)
    assert case.take("resolve", case.officer(HEAD), result=result).state is State.RESOLVED


def test_what_falls_due_during_processing_is_paid_before_the_result() -> None:
    case = Case().processing().finish_partners()
    result = case.paper(PaperKind.RESULT)
    held = case.store.items[f"D#{case.id}", "STATE"]
    due = tuple(replace(one, due=Due.PROCESSING) for one in case.dossier.obligations)
    case.store.items[f"D#{case.id}", "STATE"] = FakeItem(replace(held.value, obligations=due), held.version)
    assert isinstance(case.refused("resolve", case.officer(HEAD), result=result), ObligationsOpen)
    assert case.paid().take("resolve", case.officer(HEAD), result=result).state is State.RESOLVED


@pytest.mark.parametrize("state", [State.RESOLVED, State.RETURNED, State.CLOSED])
def test_a_correction_adds_a_version_and_keeps_the_old(state: State) -> None:
    case = Case().at(state)
    first = case.dossier.results[0]
    second = case.paper(PaperKind.RESULT)
    d = case.take("correct", case.officer(HEAD), result=second)
    assert (d.state, d.results, d.outcome) == (state, (first, second), "granted")
    assert case.facts[-1].data["replaces"] == first
    third = case.paper(PaperKind.RESULT)
    assert case.take("correct", case.officer(HEAD), result=third).results == (first, second, third)
    assert case.facts[-1].data["replaces"] == second


def test_a_correction_without_its_file_is_refused() -> None:
    case = Case().resolved()
    assert isinstance(case.refused("correct", case.officer(HEAD), result="ghost"), Invalid)
