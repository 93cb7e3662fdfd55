"""The deadline watch on the real engine: it reads due entries and makes one request for each elapsed day, independent
of other open work, and raises each alert once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.shared.timezone import stamp
from chalicelib.repositories.dossier.dossiers import DossierTable
from chalicelib.repositories.dynamodb import rows
from chalicelib.repositories.dynamodb.keys import work_place
from chalicelib.repositories.dynamodb.table import Row
from chalicelib.repositories.supervision.due_entries import DueTable
from chalicelib.steps.dossier.alert_rules import entries
from chalicelib.steps.supervision.record_deadlines import Teller
from chalicelib.steps.supervision.watch_deadlines import Watched
from tests.contract.engine import Wire, sized, wired
from tests.contract.engines import DYNAMODB, RIVALS
from tests.contract.journey import REAL, World
from tests.support.watch_builders import watch

pytestmark = [pytest.mark.cloud, pytest.mark.engine(DYNAMODB, RIVALS)]

OPEN, DUE = sized(5_000, 100_000), 500
ELAPSED = 2
"""Days since the last run: those of a weekend's downtime and the day itself."""


@dataclass(frozen=True)
class Town:
    """A table full of open dossiers, of which some become due by a moment."""

    world: World
    due: frozenset[str]
    at: datetime


def fill(world: World, pattern: Dossier, count: int, later: timedelta) -> list[str]:
    """Write open dossiers' state rows as commands leave them, in batches: each has its own number, and its settlement
    is due so much later than the pattern's."""
    assert pattern.clock is not None
    clock = replace(pattern.clock, due_at=pattern.clock.due_at + later, original_due_at=pattern.clock.due_at + later)
    town = replace(pattern, clock=clock)
    alert_at = entries(world.desk.reference, town)[0]
    numbers = [f"{pattern.id[:16]}{later.days:02d}{n:08d}" for n in range(count)]
    with Row.batch_write() as batch:
        for number in numbers:
            batch.save(rows.state_row(replace(town, id=number), alert_at))
    return numbers


@pytest.fixture(scope="module")
def town(store: DossierTable) -> Town:
    """Dossiers in processing; those that are due have a month less."""
    world = World("town", store)
    pattern = replace(world.load(world.processing()), tasks=())
    fill(world, pattern, OPEN - DUE, timedelta(days=60))
    due = fill(world, pattern, DUE, timedelta())
    # The pattern itself is not of the town.
    Row.get(f"D#{pattern.id}", "STATE").delete()
    return Town(world, frozenset(due), entries(world.desk.reference, pattern)[0] + timedelta(hours=3))


def run(town: Town, at: datetime) -> Watched:
    """One run, in which nothing may fail."""

    def report(number: str, fault: Exception) -> None:
        raise fault

    return watch(town.world.desk, DueTable(), at, REAL, report).run()


def alerts(number: str) -> int:
    """How many facts of the dossier are in the table."""
    return sum(1 for _ in Row.query(f"D#{number}", Row.sk.startswith("FACT#"), consistent_read=True))


def test_one_run_reads_what_is_due_and_one_request_for_each_elapsed_day(town: Town) -> None:
    assert run(town, town.at - timedelta(days=ELAPSED)).told == 0
    with wired(town.world.store, Wire()) as wire:
        seen = run(town, town.at)
    assert (seen.dossiers, seen.told, seen.failed, seen.left) == (DUE, DUE, 0, 0)
    assert seen.days == ELAPSED + 1
    # One list for each day, one read and one transaction for each dossier, and the mark's own few.
    assert wire.calls.count("Query") == ELAPSED + 1
    assert wire.transactions == DUE
    assert wire.calls.count("BatchGetItem") == DUE + 1
    assert wire.others == ["PutItem"]
    with wired(town.world.store, Wire()) as wire:
        again = run(town, town.at)
    assert (again.dossiers, again.told, wire.transactions) == (0, 0, 0)
    assert sum(alerts(number) for number in town.due) == DUE
    print(f"{OPEN} open: {len(wire.calls)} requests when nothing is new")


def test_entries_are_found_again_under_their_next_instant(town: Town) -> None:
    number = min(town.due)
    dossier = town.world.load(number)
    assert [mark.level for mark in dossier.alerted.values()] == ["due_soon"]
    row = Row.get(f"D#{number}", "STATE")
    assert row.due_sk == f"{stamp(entries(town.world.desk.reference, dossier)[0])}#{number}"
    assert row.work_sk == work_place(stamp(dossier.next_due or datetime.now(UTC)), number, dossier.applicant_part)


def test_two_runs_at_once_say_nothing_twice(town: Town) -> None:
    number = min(town.due)
    due_at = town.world.load(number).next_due
    assert due_at is not None
    before, at = alerts(number), due_at + timedelta(minutes=1)
    first, second = DueTable(), DueTable()
    stale = second.mark()
    marks = [first.mark(), stale]
    assert marks[0] == marks[1]
    for _ in range(2):
        Teller(town.world.desk, at, REAL, lambda **_: None).tell(number)
    assert first.keep(replace(stale, since=at)).version == stale.version + 1
    assert second.keep(replace(stale, since=at - timedelta(days=9))).since == at
    # The apology was due before, and the lateness itself: each once.
    assert alerts(number) == before + 2
