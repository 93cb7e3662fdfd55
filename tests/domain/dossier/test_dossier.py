"""The dossier folded from its ledger, and what it says of itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.fold import apply_fact, fold_facts
from chalicelib.domain.flow.transitions import NATIONAL_CODE, TABLE, State, Step
from chalicelib.domain.ledger.chain import NewFact, chain_facts
from chalicelib.domain.shared.serialization import pack_value
from tests.support.builders import STATES, Case
from tests.support.fakes.stores import round_trip

_DESK, _CASE = Role.ONE_STOP_OFFICER, Role.CASE_OFFICER
EVERY = [(state, stage) for state, stage in STATES if state is not State.DRAFT]


@pytest.mark.parametrize(("state", "stage"), EVERY)
def test_replaying_the_ledger_gives_the_stored_dossier(state: State, stage: str) -> None:
    case = Case().at(state, stage)
    assert fold_facts(case.facts) == case.dossier
    assert case.dossier.state is state
    assert case.dossier.stage == (stage if state is State.SUPPLEMENT_REQUESTED else "")


@pytest.mark.parametrize(("state", "stage"), EVERY)
def test_a_dossier_comes_back_from_the_store_as_it_was(state: State, stage: str) -> None:
    stored = Case().at(state, stage).dossier
    assert round_trip(stored) == stored


@pytest.mark.parametrize(("state", "stage"), EVERY)
def test_length_head_and_version_follow_the_ledger(state: State, stage: str) -> None:
    case = Case().at(state, stage)
    facts = case.facts
    assert (case.dossier.length, case.dossier.head) == (len(facts), facts[-1].hash)
    assert case.dossier.version == sum(not fact.by_system for fact in facts)


@pytest.mark.clause("QN-13.5")
def test_a_closed_dossier_keeps_its_last_national_code_and_its_outcome() -> None:
    case = Case().returned()
    code = case.dossier.national_code
    closed = case.then("close", case.officer(_DESK)).dossier
    assert (closed.state, closed.national_code, code) == (State.CLOSED, "10", "10")
    assert closed.outcome == "granted"


@pytest.mark.parametrize(("state", "stage"), [(s, g) for s, g in EVERY if s is not State.CLOSED])
def test_the_national_code_is_the_states(state: State, stage: str) -> None:
    assert Case().at(state, stage).dossier.national_code == NATIONAL_CODE[state]


def test_a_systems_fact_moves_the_ledger_and_never_the_version() -> None:
    case = Case().received()
    before = case.dossier
    fact = chain_facts(
        case.id,
        [NewFact("payment_recorded", {}, by_system=True)],
        head=before.head,
        length=before.length,
        now=case.now,
        actor={"sub": "system"},
    )[0]
    after = apply_fact(before, fact)
    assert (after.version, after.length) == (before.version, before.length + 1)


def test_what_is_due_next_follows_the_state() -> None:
    case = Case().file()
    reception = case.dossier.reception
    assert reception is not None
    assert case.dossier.next_due == reception.due_at
    asked = Case().asked_at_intake().dossier
    assert asked.next_due == asked.wait_until is not None
    assert Case().processing().dossier.next_due == Case().processing().clock.due_at
    assert Case().resolved().dossier.next_due is None
    assert not Case().closed().dossier.is_open


def test_a_ledger_starts_with_a_submission() -> None:
    case = Case().received()
    with pytest.raises(ValueError, match="at least one"):
        fold_facts([])
    with pytest.raises(ValueError, match="starts with"):
        fold_facts(case.facts[1:])


def test_a_fact_of_an_unknown_kind_is_not_skipped() -> None:
    fact = replace(Case().file().facts[0], kind="surprise")
    with pytest.raises(KeyError):
        apply_fact(Case().file().dossier, fact)


def test_no_personal_word_is_in_the_state_or_the_ledger() -> None:
    case = Case().closed()
    texts = [str(pack_value(case.dossier)), *(str(fact.body) for fact in case.facts)]
    for word in ("Trần", "046190000001", "0912345678", "Lê Lợi"):
        assert not any(word in text for text in texts)


def test_the_dossier_knows_its_requests_and_tasks_by_number() -> None:
    case = Case().processing()
    assert case.dossier.find_task(2) == case.dossier.tasks[1]
    assert case.dossier.find_task(9) is None
    assert case.dossier.find_request(1) is None
    asked = case.then("extend", case.officer(_CASE)).dossier
    assert asked.find_request(1) == asked.requests[0]
    assert asked.requests_made == 1


def test_every_step_is_in_the_table() -> None:
    assert {row.step for row in TABLE} == set(Step)
