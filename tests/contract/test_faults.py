"""A fault or a kill at any request of any command loses nothing and doubles nothing.

Each request of each command is broken in turn, before it is sent and after the store has done it (the answer is
lost). The caller then sends the same key again, as any client would, and there is one outcome: as if nothing had
happened.
"""

from __future__ import annotations

import multiprocessing
import signal
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.domain.dossier import codes
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.obligations import ObligationState
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.payments.allocation import Effect
from chalicelib.domain.shared.errors import NotFound, Stale
from chalicelib.repositories.dossier.codes import CodeCounter
from chalicelib.repositories.dossier.dossiers import DossierTable
from chalicelib.repositories.dynamodb.store_errors import is_busy
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.steps.dossier.items import OpenIntentsItem
from chalicelib.steps.filing import drafts
from chalicelib.steps.payments import payment_items
from tests.contract.checks import require_whole
from tests.contract.commands import LEDGER_COMMANDS
from tests.contract.draft_commands import DRAFTS
from tests.contract.engine import SIZE, Break, Wire, wire_store
from tests.contract.engines import DYNAMODB, RIVALS
from tests.contract.journey import MORNING, REAL, UNIT, JourneyCommand, World
from tests.contract.money_commands import MONEY
from tests.support.references import provide_reference_without_forms

pytestmark = [pytest.mark.cloud, pytest.mark.engine(DYNAMODB, RIVALS)]
RESERVED = range(9001, 10000)
"""Left to the paper register of an outage, each day."""

CORE = tuple(LEDGER_COMMANDS) if SIZE == "full" else ("submit", "receive", "pay", "resolve")
KILLED = tuple(LEDGER_COMMANDS) if SIZE == "full" else ("receive", "pay")


def list_requests(world: World, name: str) -> tuple[list[str], int]:
    """The requests of a command that nothing disturbs, and how many facts it records."""
    command = LEDGER_COMMANDS[name](world)
    before = count_facts(world.store, command)
    with wire_store(world.store, Wire()) as wire:
        command.on(world.deps)
    return wire.calls, count_facts(world.store, command) - before


def count_facts(store: DossierTable, command: JourneyCommand) -> int:
    """Length of the ledger of a command's dossier."""
    return len(store.load_ledger(command.command.dossier_id))


def list_points(name: str, calls: list[str]) -> list[tuple[int, Break]]:
    """Every request, broken in both ways; in the small size for most commands the writing one only."""
    first = 1 if name in CORE else len(calls)
    return [(number, how) for number in range(first, len(calls) + 1) for how in Break]


def is_done(calls: list[str], at: int, how: Break) -> bool:
    """Whether the store carried the command out although nobody heard of it."""
    return how is Break.ANSWER_LOST and calls[at - 1] == "TransactWriteItems"


@pytest.mark.parametrize("name", LEDGER_COMMANDS)
def test_a_fault_at_any_request_leaves_one_outcome(world: World, name: str) -> None:
    calls, made = list_requests(world, name)
    for at, how in list_points(name, calls):
        command = LEDGER_COMMANDS[name](world)
        before = count_facts(world.store, command)
        with wire_store(world.store, Wire(at=at, how=how)), pytest.raises(Exception) as fault:  # noqa: PT011
            command.on(world.deps)
        assert is_busy(fault.value), f"{calls[at - 1]} {how}: {fault.value!r}"
        assert count_facts(world.store, command) - before == (made if is_done(calls, at, how) else 0)
        require_one_outcome(world, command, before + made, repeated=is_done(calls, at, how))


@pytest.mark.parametrize("name", CORE)
def test_a_passing_fault_is_not_even_noticed(world: World, name: str) -> None:
    calls, made = list_requests(world, name)
    for at, how in list_points(name, calls):
        command = LEDGER_COMMANDS[name](world)
        before = count_facts(world.store, command)
        with wire_store(world.store, Wire(at=at, how=how, times=1)) as wire:
            assert not command.on(world.deps).repeated
        assert len(wire.calls) == len(calls) + 1
        require_one_outcome(world, command, before + made, repeated=True)


def require_one_outcome(world: World, command: JourneyCommand, length: int, *, repeated: bool) -> Dossier:
    """The same key twice more: the same dossier each time, and nothing but this command's facts."""
    first, second = command.on(world.deps), command.on(world.deps)
    assert (first.repeated, second.repeated) == (repeated, True)
    assert first.dossier == second.dossier
    dossier, facts = require_whole(world.store, command.command.dossier_id)
    assert first.dossier == dossier
    assert len(facts) == length
    return dossier


def name_series(at: datetime = MORNING) -> str:
    """The series of the day's codes at the unit."""
    pattern = str(provide_reference_without_forms().find_rule("code.pattern", CaseDates(at)).value)
    return codes.build_series(
        pattern, provide_reference_without_forms().find_unit_code(UNIT, codes.read_unit_form(pattern)), at.date()
    )


def test_a_number_lost_to_a_fault_is_listed_and_never_given_again(world: World) -> None:
    counter, day = CodeCounter(), name_series()
    before = set(counter.list_unused(day, RESERVED))
    lost = LEDGER_COMMANDS["receive"](world)
    with wire_store(world.store, Wire(at=2, how=Break.ANSWER_LOST, times=1)):
        code = lost.on(world.deps).dossier.code
    failed = LEDGER_COMMANDS["receive"](world)
    with wire_store(world.store, Wire(at=3)), pytest.raises(Exception) as fault:  # noqa: PT011
        failed.on(world.deps)
    assert is_busy(fault.value)
    taken = int(codes.split_code(code)[1])
    assert set(counter.list_unused(day, RESERVED)) - before == {taken - 1, taken + 1}
    assert int(codes.split_code(failed.on(world.deps).dossier.code)[1]) == taken + 2
    assert set(counter.list_unused(day, RESERVED)) - before == {taken - 1, taken + 1}


def test_past_the_paper_register_the_counted_numbers_are_listed(world: World) -> None:
    """Above the reserved range a code's number differs from the counter; the list has the counted number."""
    world.now = MORNING + timedelta(days=1)
    counter, day = CodeCounter(), name_series(world.now)
    TableItem(f"CODES#{day}", "NEXT", length=8999).save()
    TableItem(f"CODES#{day}", "0009001", body="{}").save()  # of the paper register, entered after an outage
    printed = []
    for _ in range(2):
        printed.append(codes.split_code(LEDGER_COMMANDS["receive"](world).on(world.deps).dossier.code)[1])
        failed = LEDGER_COMMANDS["receive"](world)
        with wire_store(world.store, Wire(at=3)), pytest.raises(Exception) as fault:  # noqa: PT011
            failed.on(world.deps)
        assert is_busy(fault.value)
    assert printed == ["0009000", "0010001"]
    assert [number for number in counter.list_unused(day, RESERVED) if number > 8999] == [9001, 9003]


@pytest.mark.parametrize("name", KILLED)
def test_a_kill_at_any_request_leaves_one_outcome(world: World, name: str) -> None:
    calls, made = list_requests(world, name)
    for at, how in list_points(name, calls):
        command = LEDGER_COMMANDS[name](world)
        before = count_facts(world.store, command)
        assert run_killed(world, command, at, how) == -signal.SIGKILL
        require_one_outcome(world, command, before + made, repeated=is_done(calls, at, how))


def run_killed(world: World, command: JourneyCommand, at: int, how: Break) -> int | None:
    """Exit code of a process of its own that dies at that request."""
    process = multiprocessing.get_context("fork").Process(target=take_and_die, args=(world, command, at, how))
    process.start()
    process.join(30)
    return process.exitcode


def take_and_die(world: World, command: JourneyCommand, at: int, how: Break) -> None:
    """Take the command with connections of our own, as another worker; never returns."""
    TableItem._connection = None
    alone = replace(world, store=DossierTable())
    with wire_store(alone.store, Wire(at=at, how=how, kill=True)):
        command.on(alone.deps)


@pytest.mark.parametrize("how", Break)
@pytest.mark.parametrize("at", [1, 2])
def test_a_fault_while_starting_a_draft_leaves_one_draft(world: World, at: int, how: Break) -> None:
    command = DRAFTS["create_draft"](world)
    with wire_store(world.store, Wire(at=at, how=how)), pytest.raises(Exception) as fault:  # noqa: PT011
        command.on(world.deps)
    assert is_busy(fault.value)
    again, once_more = command.on(world.deps), command.on(world.deps)
    assert again.id == once_more.id == command.command.dossier_id
    draft = world.store.load(again.id).draft
    assert draft is not None
    assert draft.version == 1


@pytest.mark.parametrize("how", Break)
def test_a_draft_saved_without_an_answer_is_saved_once(world: World, how: Break) -> None:
    command = DRAFTS["save_draft"](world)
    with wire_store(world.store, Wire(at=2, how=how)), pytest.raises(Exception) as fault:  # noqa: PT011
        command.on(world.deps)
    assert is_busy(fault.value)
    if how is Break.ANSWER_LOST:
        with pytest.raises(Stale):
            command.on(world.deps)
    else:
        command.on(world.deps)
    draft = world.store.load(command.command.dossier_id).draft
    assert draft is not None
    assert (draft.version, draft.body["applicant"]) == (2, command.command.body.applicant.model_dump())


@pytest.mark.parametrize("how", Break)
def test_a_draft_discarded_without_an_answer_is_gone(world: World, how: Break) -> None:
    command = DRAFTS["discard"](world)
    with wire_store(world.store, Wire(at=2, how=how)), pytest.raises(Exception) as fault:  # noqa: PT011
        command.on(world.deps)
    assert is_busy(fault.value)
    if how is Break.NOT_SENT:
        command.on(world.deps)
    with pytest.raises(NotFound):
        drafts.require_own_draft(world.deps, command.command)


@pytest.mark.parametrize("how", Break)
@pytest.mark.parametrize("at", [1, 2])
def test_a_fault_while_announcing_a_paper_leaves_one_paper(world: World, at: int, how: Break) -> None:
    command = DRAFTS["add_paper"](world)
    with wire_store(world.store, Wire(at=at, how=how)), pytest.raises(Exception) as fault:  # noqa: PT011
        command.on(world.deps)
    assert is_busy(fault.value)
    assert command.on(world.deps).id == command.on(world.deps).id
    found = list(
        TableItem.query(f"D#{command.command.dossier_id}", TableItem.sk.startswith("PAPER#"), consistent_read=True)
    )
    assert len(found) == 1


@pytest.mark.parametrize("how", Break)
@pytest.mark.parametrize("at", [1, 2])
def test_a_fault_while_starting_a_payment_leaves_one_intent(world: World, at: int, how: Break) -> None:
    command = MONEY["start a payment"](world)
    with wire_store(world.store, Wire(at=at, how=how)), pytest.raises(Exception) as fault:  # noqa: PT011
        command.on(world.deps)
    assert is_busy(fault.value)
    again, once_more = command.on(world.deps), command.on(world.deps)
    assert again == once_more
    number = command.command.dossier_id
    listed = world.store.load(number, extra=[OpenIntentsItem(number)])
    assert [one.ref for one in payment_items.list_live(listed, number, REAL)] == [again.intent.ref]


@pytest.mark.parametrize("how", Break)
@pytest.mark.parametrize("at", [1, 2])
def test_a_payment_event_resent_after_a_fault_settles_once(world: World, at: int, how: Break) -> None:
    command = MONEY["news of money"](world)
    with wire_store(world.store, Wire(at=at, how=how)), pytest.raises(Exception) as fault:  # noqa: PT011
        command.on(world.deps)
    assert is_busy(fault.value)
    done = at == 2 and how is Break.ANSWER_LOST
    assert command.on(world.deps).effect is (Effect.REPEATED if done else Effect.SETTLED)
    assert command.on(world.deps).effect is Effect.REPEATED
    dossier, facts = require_whole(world.store, command.command.dossier_id)
    assert [fact.kind for fact in facts][2:] == ["payment_recorded", "paid"]
    assert [one.state for one in dossier.obligations] == [ObligationState.SETTLED]
