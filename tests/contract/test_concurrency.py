"""Concurrent workers on one table: the result stays consistent.

Each worker is a thread with clients of its own, as each function instance has; the engine is asked over HTTP. The
same proofs on the deployed stack are in `tests/e2e`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import SYSTEM, Role
from chalicelib.domain.dossier import codes
from chalicelib.domain.dossier.obligations import ObligationState
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.payments.allocation import Effect, Reason
from chalicelib.domain.payments.fee_errors import ObligationNotOpen
from chalicelib.domain.shared.errors import Busy, Stale
from chalicelib.handlers.http.answer import to_json
from chalicelib.models.dossiers import DossierView
from chalicelib.repositories.dossier.codes import CodeCounter
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.steps.dossier.command import CommandResult, build_change, run_command
from chalicelib.steps.dossier.context import Command, Decision, Dependencies
from chalicelib.steps.dossier.ports import Change, Loaded
from chalicelib.steps.dossier.views import view_dossier
from chalicelib.steps.reception import receive, refuse
from tests.contract.checks import read_codes, require_whole
from tests.contract.engine import choose_size
from tests.contract.engines import DYNAMODB, RIVALS
from tests.contract.journey import (
    CERTIFICATE,
    CITIZEN,
    CLERK,
    FREE,
    MORNING,
    OTHER_UNIT,
    UNIT,
    JourneyCommand,
    World,
)
from tests.contract.money_commands import prepare_callback, prepare_payment
from tests.contract.races import RACES, RESERVED, Result, Together, Workers, prepare_desk_command, race_commands
from tests.support.people import build_actor
from tests.support.references import provide_reference_without_forms

pytestmark = [pytest.mark.cloud, pytest.mark.engine(DYNAMODB, RIVALS)]


def name_series(unit: str) -> str:
    """The series of the day's codes at a unit."""
    pattern = str(provide_reference_without_forms().find_rule("code.pattern", CaseDates(MORNING)).value)
    return codes.build_series(
        pattern, provide_reference_without_forms().find_unit_code(unit, codes.read_unit_form(pattern)), MORNING.date()
    )


def test_a_unit_receiving_all_at_once_numbers_without_gap_or_double(world: World) -> None:
    clerk = build_actor(Role.ONE_STOP_OFFICER, OTHER_UNIT, "clerk-elsewhere")
    ready = [file_at_unit(world, OTHER_UNIT) for _ in range(choose_size(40, 200))]
    jobs = [world.take(receive.receive_dossier, clerk, number).on for number in ready]
    answers: list[CommandResult] = Workers(world, choose_size(8, 32)).all(jobs)
    given = sorted(codes.split_code(answer.dossier.code) for answer in answers)
    day = name_series(OTHER_UNIT)
    assert given == [(day, f"{n:07d}") for n in range(1, len(ready) + 1)]
    assert len(read_codes(day)) == len(ready)
    assert CodeCounter().list_unused(day, RESERVED) == ()
    for number in ready:
        require_whole(world.store, number)


def file_at_unit(world: World, unit: str) -> str:
    """A dossier filed at some one-stop unit."""
    command = world.filing(FREE)
    row = TableItem.get(f"D#{command.command.dossier_id}", "DRAFT")
    row.body = str(row.body).replace(UNIT, unit)
    row.save()
    command.on(world.deps)
    return command.command.dossier_id


def test_one_key_sent_fifty_times_at_once_files_one_dossier(world: World) -> None:
    command = world.filing()
    answers: list[CommandResult] = Workers(world, choose_size(16, 50)).all([command.on] * 50)
    assert len({show_answer(answer) for answer in answers}) == 1
    assert sum(not answer.repeated for answer in answers) == 1
    _, facts = require_whole(world.store, command.command.dossier_id)
    assert [fact.kind for fact in facts] == ["submitted"]


def show_answer(answer: CommandResult) -> str:
    """An answer as its caller reads it."""
    assert isinstance(answer, CommandResult), answer
    return to_json(DossierView(**view_dossier(answer.dossier, CITIZEN, MORNING, provide_reference_without_forms())))


@pytest.mark.parametrize("name", RACES)
def test_of_two_officers_one_wins_and_one_is_refused(world: World, name: str) -> None:
    stores = [Together(), Together()]
    for _ in range(choose_size(3, 30)):
        commands = RACES[name](world)
        number = commands[0].command.dossier_id
        before = world.load(number)
        results = race_commands(world, stores, commands)
        won = [each for each in results if isinstance(each, CommandResult)]
        lost = [each for each in results if isinstance(each, Stale)]
        dossier, _ = require_whole(world.store, number)
        assert (len(won), len(lost)) == (1, 1), results
        assert won[0].dossier == dossier
        assert lost[0].facts["version"] == dossier.version == before.version + 1


def test_rivals_of_one_state_lose_no_update(world: World) -> None:
    """Many officers, each trying again with the new version after a refusal: every act is in the ledger once."""
    number, count = world.processing(), choose_size(12, 60)
    before = world.load(number)

    def consult_until_heard(position_number: int) -> Callable[[Dependencies], Result]:
        def consult_often(deps: Dependencies) -> None:
            for _ in range(200):
                try:
                    prepare_desk_command(world, number, position_number).on(deps)
                except (Stale, Busy):
                    continue
                return
            raise AssertionError("never heard")

        return consult_often

    Workers(world, 6).all([consult_until_heard(n) for n in range(count)])
    dossier, facts = require_whole(world.store, number)
    assert dossier.version == before.version + count
    assert [c.n for c in dossier.consultations] == list(range(1, count + 1))
    assert len(facts) == before.length + count


def record_event(deps: Dependencies, command: Command[Any]) -> CommandResult:
    """Record money that arrived: a fact without a person, retried until it is stored."""

    def record(loaded: Loaded) -> Change:
        assert loaded.dossier is not None
        fact = NewFact("payment_recorded", {"transaction": command.key}, by_system=True)
        return build_change(deps, command, loaded.dossier, Decision((fact,)), None, "")

    return call_patiently(lambda: run_command(deps, command, record))


def call_patiently(call: Callable[[], CommandResult]) -> CommandResult:
    """Again while the dossier is busy, as queues and pages do."""
    for _ in range(200):
        try:
            return call()
        except Busy:
            continue
    raise AssertionError("the dossier was never free")


@pytest.mark.parametrize("step", [Step.RECEIVE, Step.REFUSE])
def test_system_events_never_make_a_person_wrong(world: World, step: Step) -> None:
    """While events pour into a dossier, the officer's If-Match holds, busy as it may be: events move no version."""
    number, events = world.submitted(), choose_size(24, 200)
    command = (
        world.take(receive.receive_dossier, CLERK, number)
        if step is Step.RECEIVE
        else world.take(refuse.refuse_dossier, CLERK, number, ground="not_conforming", reason="Sai mẫu")
    )
    jobs: list[Callable[[Dependencies], Result]] = [
        JourneyCommand(record_event, replace(world.ask("event", SYSTEM, number), actor=SYSTEM)).on
        for _ in range(events)
    ]
    jobs.insert(events // 3, lambda desk: call_patiently(lambda: command.on(desk)))
    results = Workers(world, choose_size(4, 8)).all(jobs)
    assert [each for each in results if not isinstance(each, CommandResult)] == []
    dossier, facts = require_whole(world.store, number)
    assert sum(fact.by_system for fact in facts) == events
    assert dossier.version == 2


def test_one_key_of_the_system_records_one_event(world: World) -> None:
    number = world.submitted()
    command = world.ask("event", SYSTEM, number)
    results = Workers(world, 8).all([JourneyCommand(record_event, command).on] * 24)
    assert all(isinstance(each, CommandResult) for each in results)
    _, facts = require_whole(world.store, number)
    assert [fact.kind for fact in facts] == ["submitted", "payment_recorded"]


def test_cash_and_online_racing_settle_once(world: World) -> None:
    """The first payment settles; the other's cash is refused, or its money waits for a person. Never both."""
    stores = [Together(), Together()]
    for _ in range(choose_size(3, 30)):
        number = world.received(CERTIFICATE)
        told, counter = prepare_callback(world, number), prepare_payment(world, number)
        cash, online = race_commands(world, stores, [counter, told])
        dossier, facts = require_whole(world.store, number)
        assert [fact.kind for fact in facts].count("paid") == 1
        assert [one.state for one in dossier.obligations] == [ObligationState.SETTLED]
        won = isinstance(cash, CommandResult)
        assert won or isinstance(cash, ObligationNotOpen), cash
        assert online.effect is (Effect.RECONCILE if won else Effect.SETTLED)
        assert (online.reason is Reason.SECOND) == won
