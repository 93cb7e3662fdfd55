"""Boards on a table: the counts equal the worklists, drift is found and repaired, lists are filtered by due date."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.shared.errors import Malformed
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.domain.supervision.boards import (
    BoardLine,
    When,
    find_due_date,
    limit_due_dates,
    list_board_lines,
    list_settlements,
)
from chalicelib.repositories.dossier.codes import CodeCounter
from chalicelib.repositories.dossier.dossiers import DossierTable
from chalicelib.repositories.dynamodb import rows
from chalicelib.repositories.dynamodb.keys import COUNTED, build_partition
from chalicelib.repositories.dynamodb.lists import TableLists
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.ledger.head_signer import TableHeads
from chalicelib.repositories.ledger.sweep_state import SweepTable
from chalicelib.repositories.papers.paper_items import build_paper_row
from chalicelib.repositories.supervision.boards import BoardTable
from chalicelib.steps.dossier.ports import Conflict
from chalicelib.steps.supervision.count_facts import FactCounter
from chalicelib.steps.supervision.recount_boards import Recounting
from tests.contract.engine import choose_size
from tests.contract.engines import DYNAMODB, RIVALS, open_simple_table
from tests.contract.journey import World
from tests.support.builders import MONDAY_UTC, STATES, Case

pytestmark = pytest.mark.engine(DYNAMODB)

CLERK = Role.ONE_STOP_OFFICER


class BoardStore(DossierTable):
    """The adapter, with papers laid down as their upload leaves them."""

    def put_paper(self, paper: Any) -> None:
        """A paper row."""
        build_paper_row(paper).save()


@pytest.fixture
def table(request: pytest.FixtureRequest) -> Iterator[BoardStore]:
    """An empty table in this process."""
    with open_simple_table(request):
        yield BoardStore()


NUMBERS = itertools.count(1000, 1000)


def build_case(store: BoardStore) -> Case:
    """A dossier of its own on the table."""
    return Case(store=store, codes=CodeCounter(), numbers=itertools.count(next(NUMBERS)))


def build_recounting(units: set[str]) -> Recounting[BoardLine]:
    boards = BoardTable()
    return Recounting(boards, FactCounter(boards), TableHeads(), SweepTable("boards"), sorted(units))


def list_units(*cases: Case) -> set[str]:
    return {line.unit for each in cases for line in list_board_lines(each.dossier)} | {cases[0].one_stop}


@pytest.mark.usefixtures("table")
def test_in_every_state_the_count_is_what_the_worklists_hold() -> None:
    boards, seen = BoardTable(), 0
    for number, (state, stage) in enumerate(s for s in STATES if s[0] is not State.DRAFT):
        made = replace(Case().at(state, stage).dossier, id=f"{number:026d}", one_stop=f"unit-{number}")
        tasks = tuple(replace(task, unit=f"agency-{number}-{task.n}") for task in made.tasks)
        made = replace(made, tasks=tasks)
        for row in (rows.build_state_row(made), *(rows.build_task_row(made, task) for task in tasks)):
            row.save()
        assert FactCounter(boards)(made.id, made.length)
        wanted = list_board_lines(made)
        for unit in (made.one_stop, *(task.unit for task in tasks)):
            mine = {line: 1 for line in wanted if line.unit == unit}
            assert boards.read_counts(unit) == boards.count_found(unit) == mine
            seen += len(mine)
    assert seen > len(STATES)


def test_a_life_leaves_no_count_and_no_row_behind(table: BoardStore) -> None:
    made = build_case(table).file()
    counting, boards = FactCounter(BoardTable()), BoardTable()
    assert counting(made.id, 1)
    made.take("receive", made.officer(CLERK))
    assert counting(made.id, 2)
    assert {line.state for line in boards.read_counts(made.one_stop)} == {"received"}
    unit = made.one_stop
    assert len(list(TableItem.query(f"BOARD#{unit}"))) == 2
    boards.forget_empty(unit)
    assert [row.length for row in TableItem.query(f"BOARD#{unit}")] == [1]
    memory = TableItem.get(build_partition(made.id), COUNTED)
    assert memory.length == 2
    assert memory.expires_at is None


def test_what_is_settled_stays_on_the_board_with_its_lines_and_older_memory_is_completed_once(
    table: BoardStore,
) -> None:
    made = build_case(table).closed()
    boards, counting = BoardTable(), FactCounter(BoardTable())
    counting(made.id, made.dossier.length)
    settled = {each: 1 for each in list_settlements(made.dossier) if each.unit == made.one_stop}
    assert len(settled) == 1
    assert boards.read(made.one_stop) == ({}, settled)
    assert boards.read_counts(made.one_stop) == {}
    boards.forget_empty(made.one_stop)
    (row,) = TableItem.query(f"BOARD#{made.one_stop}")
    assert row.expires_at > (MONDAY_UTC + timedelta(days=730)).timestamp(), "two years can be compared"
    # As versions left it that did not count settlements: the memory is a list of lines.
    row.delete()
    old = TableItem.get(build_partition(made.id), COUNTED)
    old.update([TableItem.body.set("[]")])
    assert counting.complete(made.id)
    assert not counting.complete(made.id)
    assert boards.read(made.one_stop) == ({}, settled)
    before = boards.load(made.id)[1]
    with pytest.raises(Conflict):
        boards.save(made.id, replace(before, settled=None), before)  # somebody else has completed it meanwhile
    assert boards.read(made.one_stop) == ({}, settled)


def test_a_lost_message_is_counted_by_the_recount_and_is_no_drift(table: BoardStore) -> None:
    seen, lost = build_case(table).received(), build_case(table).received()
    FactCounter(BoardTable())(seen.id, 2)
    done = build_recounting(list_units(seen, lost))(MONDAY_UTC + timedelta(days=1))
    assert (done.late, done.drifted, done.repaired) == (1, 0, 0)
    assert sum(BoardTable().read_counts(seen.one_stop).values()) == 2
    again = build_recounting(list_units(seen, lost))(MONDAY_UTC + timedelta(days=2))
    assert (again.late, again.drifted) == (0, 0)


def test_a_closed_dossier_whose_message_was_lost_leaves_the_board(table: BoardStore) -> None:
    made = build_case(table).returned()
    FactCounter(BoardTable())(made.id, made.dossier.length)
    assert sum(BoardTable().read_counts(made.one_stop).values()) == 1
    made.take("close", made.officer(CLERK))
    done = build_recounting(list_units(made))(MONDAY_UTC + timedelta(days=1))
    assert (done.late, done.drifted) == (1, 0)
    assert BoardTable().read_counts(made.one_stop) == {}


def test_drift_is_reported_with_both_numbers_and_set_right_only_when_asked(table: BoardStore) -> None:
    made = build_case(table).received()
    (line,) = list_board_lines(made.dossier)
    FactCounter(BoardTable())(made.id, 2)
    ghost = BoardLine(made.one_stop, "processing", made.procedure, date(2026, 1, 5))
    assert BoardTable().repair(line, 1, 5)
    assert BoardTable().repair(ghost, 0, 2)
    now = MONDAY_UTC + timedelta(days=1)
    done = build_recounting({made.one_stop})(now)
    assert (done.drifted, done.repaired) == (2, 0)
    (report,) = TableItem.query("DRIFT#boards")
    assert '"counted": 5' in str(report.body)
    assert '"found": 1' in str(report.body)
    assert BoardTable().read_counts(made.one_stop) == {line: 5, ghost: 2}
    done = build_recounting({made.one_stop})(now + timedelta(hours=1), repair=True)
    assert (done.drifted, done.repaired) == (2, 2)
    assert BoardTable().read_counts(made.one_stop) == {line: 1}
    assert len(list(TableItem.query(f"BOARD#{made.one_stop}"))) == 1
    assert build_recounting({made.one_stop})(now + timedelta(hours=2)).drifted == 0


def test_a_count_that_moved_since_it_was_read_is_not_set(table: BoardStore) -> None:
    made = build_case(table).received()
    (line,) = list_board_lines(made.dossier)
    FactCounter(BoardTable())(made.id, 2)
    assert not BoardTable().repair(line, 7, 9)
    assert not BoardTable().repair(line, 0, 9)
    assert BoardTable().read_counts(made.one_stop) == {line: 1}


# ---- the lists behind the numbers ----------------------------------------------------------------------------------

TODAY = date(2026, 11, 23)


def put_entry(unit: str, position_number: int, due: datetime | None, procedure: str = "p") -> None:
    """An entry of a worklist, as a dossier's state lays it down."""
    at = write_stamp(due) if due else None
    number = f"{position_number:026d}"
    TableItem(
        build_partition(number), "STATE", dossier_id=number, kind="dossier", procedure=procedure, state="processing",
        unit=unit, due_at=at, work_pk=f"{unit}#processing", work_sk=f"{at or '9'}#{number}",
    ).save()  # fmt: skip


@pytest.fixture
def entries(table: BoardStore) -> dict[int, datetime | None]:
    """Work due around both ends of a day in Vietnam, and some without a due date."""
    midnight = datetime(2026, 11, 22, 17, tzinfo=UTC)
    instants = [midnight + timedelta(hours=h) for h in (-48, -24, -1)]
    instants += [midnight - timedelta(microseconds=1), midnight, midnight + timedelta(hours=23, minutes=59)]
    instants += [midnight + timedelta(days=1), midnight + timedelta(days=30)]
    made: dict[int, datetime | None] = {**dict(enumerate(instants)), 90: None, 91: None}
    for n, due in made.items():
        put_entry("u", n, due, procedure="odd" if n % 2 else "even")
    put_entry("other", 500, midnight)
    return made


def list_numbers(
    when: When | None = None, on: date | None = None, procedure: str | None = None, limit: int = 2
) -> list[int]:
    """Return the entries of a list, page by page."""
    found: list[int] = []
    cursor: str | None = None
    while True:
        page = TableLists().list_due("u", State.PROCESSING, limit_due_dates(when, on, TODAY), procedure, limit, cursor)
        assert len(page.items) <= limit
        found += [int(item["dossier_id"]) for item in page.items]
        cursor = page.cursor
        if cursor is None:
            return found


@pytest.mark.parametrize("when", [None, *When])
@pytest.mark.parametrize("limit", [1, 3, 50])
def test_a_list_holds_what_its_number_counts_soonest_first(
    entries: dict[int, datetime | None], when: When | None, limit: int
) -> None:
    def choose_when(due: datetime | None) -> When:
        day = find_due_date(due)
        if day is None:
            return When.UNDATED
        return When.OVERDUE if day < TODAY else When.TODAY if day == TODAY else When.LATER

    wanted = [n for n, due in entries.items() if when in (None, choose_when(due))]
    assert list_numbers(when, limit=limit) == wanted
    for procedure, odd in (("odd", 1), ("even", 0)):
        assert list_numbers(when, procedure=procedure, limit=limit) == [n for n in wanted if n % 2 == odd]


@pytest.mark.usefixtures("entries")
def test_a_date_and_a_choice_narrow_together() -> None:
    assert list_numbers(on=TODAY) == list_numbers(When.TODAY) == list_numbers(When.TODAY, TODAY) == [4, 5]
    assert list_numbers(When.OVERDUE, TODAY) == list_numbers(When.UNDATED, TODAY) == []
    assert list_numbers(When.OVERDUE, TODAY - timedelta(days=1)) == [1, 2, 3]


@pytest.mark.usefixtures("entries")
def test_a_cursor_of_another_window_is_refused() -> None:
    lists = TableLists()
    cursor = lists.list_due("u", State.PROCESSING, limit_due_dates(None, None, TODAY), None, 1, None).cursor
    assert cursor is not None
    for chosen in (When.LATER, When.UNDATED):
        with pytest.raises(Malformed):
            lists.list_due("u", State.PROCESSING, limit_due_dates(chosen, None, TODAY), None, 1, cursor)


# ---- on the engine with concurrency ---------------------------------------------------------------------------------


@pytest.mark.cloud
@pytest.mark.engine(RIVALS)
def test_many_consumers_at_once_count_every_dossier_once(world: World) -> None:
    """Messages of many dossiers of one unit, doubled and out of order, by eight consumers while the desks continue."""
    dossiers = [world.received("1.001731") for _ in range(choose_size(6, 60))]
    messages = [(number, seq) for number in dossiers for seq in (1, 2)] * 2
    messages = messages[1::3] + messages[::3][::-1] + messages[2::3]
    counting = FactCounter(BoardTable())
    with ThreadPoolExecutor(8) as consumers:
        done = list(consumers.map(lambda message: counting(*message), messages))
    assert done.count(True) <= 2 * len(dossiers)
    boards = BoardTable()
    found = boards.count_found(world.load(dossiers[0]).one_stop)
    mine = Counter(line for number in dossiers for line in list_board_lines(world.load(number)))
    assert mine.items() <= found.items()
    assert boards.read_counts(world.load(dossiers[0]).one_stop, consistent=True) == found
