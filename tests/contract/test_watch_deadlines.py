"""The deadline watch on the real engine: it reads due entries and makes one request for each elapsed day, independent
of other open work, and raises each alert once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.repositories.dossier.dossiers import DossierTable
from chalicelib.repositories.dynamodb import rows
from chalicelib.repositories.dynamodb.keys import build_work_place
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.supervision.due_entries import DueTable
from chalicelib.steps.dossier.alert_rules import list_alert_entries
from chalicelib.steps.supervision.record_deadlines import DeadlineRecorder
from chalicelib.steps.supervision.watch_deadlines import DeadlineRunReport
from tests.contract.engine import Wire, choose_size, wire_store
from tests.contract.engines import DYNAMODB, RIVALS
from tests.contract.journey import REAL, World
from tests.support.watch_builders import build_watch

pytestmark = [pytest.mark.cloud, pytest.mark.engine(DYNAMODB, RIVALS)]

OPEN, DUE = choose_size(5_000, 100_000), 500
ELAPSED = 2
"""Days since the last run: those of a weekend's downtime and the day itself."""


@dataclass(frozen=True)
class DueTown:
    """A table full of open dossiers, of which some become due by a moment."""

    world: World
    due: frozenset[str]
    at: datetime


def fill_table(world: World, pattern: Dossier, count: int, later: timedelta) -> list[str]:
    """Write open dossiers' state rows as commands leave them, in batches: each has its own number, and its settlement
    is due so much later than the pattern's."""
    assert pattern.clock is not None
    clock = replace(pattern.clock, due_at=pattern.clock.due_at + later, original_due_at=pattern.clock.due_at + later)
    town = replace(pattern, clock=clock)
    alert_at = list_alert_entries(world.deps.reference, town)[0]
    numbers = [f"{pattern.id[:16]}{later.days:02d}{n:08d}" for n in range(count)]
    with TableItem.batch_write() as batch:
        for number in numbers:
            batch.save(rows.build_state_row(replace(town, id=number), alert_at))
    return numbers


@pytest.fixture(scope="module")
def town(store: DossierTable) -> DueTown:
    """Dossiers in processing; those that are due have a month less."""
    world = World("town", store)
    pattern = replace(world.load(world.processing()), tasks=())
    fill_table(world, pattern, OPEN - DUE, timedelta(days=60))
    due = fill_table(world, pattern, DUE, timedelta())
    # The pattern itself is not of the town.
    TableItem.get(f"D#{pattern.id}", "STATE").delete()
    return DueTown(world, frozenset(due), list_alert_entries(world.deps.reference, pattern)[0] + timedelta(hours=3))


def run_watch(town: DueTown, at: datetime) -> DeadlineRunReport:
    """One run, in which nothing may fail."""

    def raise_fault(number: str, fault: Exception) -> None:
        raise fault

    return build_watch(town.world.deps, DueTable(), at, REAL, raise_fault).run()


def count_alerts(number: str) -> int:
    """How many facts of the dossier are in the table."""
    return sum(1 for _ in TableItem.query(f"D#{number}", TableItem.sk.startswith("FACT#"), consistent_read=True))


def test_one_run_reads_what_is_due_and_one_request_for_each_elapsed_day(town: DueTown) -> None:
    assert run_watch(town, town.at - timedelta(days=ELAPSED)).told == 0
    with wire_store(town.world.store, Wire()) as wire:
        seen = run_watch(town, town.at)
    assert (seen.dossiers, seen.told, seen.failed, seen.left) == (DUE, DUE, 0, 0)
    assert seen.days == ELAPSED + 1
    # One list for each day, one read and one transaction for each dossier, and the mark's own few.
    assert wire.calls.count("Query") == ELAPSED + 1
    assert wire.transactions == DUE
    assert wire.calls.count("BatchGetItem") == DUE + 1
    assert wire.others == ["PutItem"]
    with wire_store(town.world.store, Wire()) as wire:
        again = run_watch(town, town.at)
    assert (again.dossiers, again.told, wire.transactions) == (0, 0, 0)
    assert sum(count_alerts(number) for number in town.due) == DUE
    print(f"{OPEN} open: {len(wire.calls)} requests when nothing is new")


def test_entries_are_found_again_under_their_next_instant(town: DueTown) -> None:
    number = min(town.due)
    dossier = town.world.load(number)
    assert [mark.level for mark in dossier.alerted.values()] == ["due_soon"]
    row = TableItem.get(f"D#{number}", "STATE")
    assert row.due_sk == f"{write_stamp(list_alert_entries(town.world.deps.reference, dossier)[0])}#{number}"
    assert row.work_sk == build_work_place(
        write_stamp(dossier.next_due or datetime.now(UTC)), number, dossier.applicant_part
    )


def test_two_runs_at_once_say_nothing_twice(town: DueTown) -> None:
    number = min(town.due)
    due_at = town.world.load(number).next_due
    assert due_at is not None
    before, at = count_alerts(number), due_at + timedelta(minutes=1)
    first, second = DueTable(), DueTable()
    stale = second.load_mark()
    marks = [first.load_mark(), stale]
    assert marks[0] == marks[1]
    for _ in range(2):
        DeadlineRecorder(town.world.deps, at, REAL, lambda **_: None).record_crossings(number)
    assert first.keep(replace(stale, since=at)).version == stale.version + 1
    assert second.keep(replace(stale, since=at - timedelta(days=9))).since == at
    # The apology was due before, and the lateness itself: each once.
    assert count_alerts(number) == before + 2
