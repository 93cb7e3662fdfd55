"""Communes merge while their dossiers run: `python -m bench units`.

Officers, dossiers and counts are spread over the units of a made-up tree next to the province's own. The effect of one
merger of all of them is read before it is proposed, then it is decided, and the successor's list is read to its end on
the last day before, on the first day after, and once all work has moved. Every dossier and every right must be there
once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from pynamodb.transactions import TransactWrite

from bench.cost import Bench, open_bench
from bench.dynamodb_local import start_dynamodb_local
from bench.growth import Figure, measure_figure
from bench.growth_data import Board, list_board_rows, write_put
from bench.loading import send_batches
from bench.organisation.moving import move_work
from bench.table import NAME
from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Actor, Assignment, Role
from chalicelib.domain.catalogue.agencies import Agency
from chalicelib.domain.catalogue.procedures import Names
from chalicelib.domain.catalogue.succession import follow_assignments, list_units_served
from chalicelib.domain.catalogue.unit_changes import UnitChange, UnitChangeKind
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.supervision import boards
from chalicelib.domain.supervision.worklist import Narrowing
from chalicelib.repositories.accounts.members import OfficerPeople
from chalicelib.repositories.accounts.officers import Officers
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.catalogue.unit_records import pack_units, write_tree
from chalicelib.repositories.catalogue.unit_table import UnitTable
from chalicelib.repositories.dynamodb import keys, rows
from chalicelib.repositories.dynamodb.successor_lists import SuccessorLists
from chalicelib.repositories.dynamodb.table import TableItem, open_connection
from chalicelib.repositories.matters.matter_counts import MatterCountTable
from chalicelib.repositories.supervision.boards import BoardTable
from chalicelib.repositories.supervision.successor_counts import SuccessorCounts
from chalicelib.steps.catalogue.preview_units import UnitsPreviewDesk
from chalicelib.steps.catalogue.unit_office import UnitOffice
from chalicelib.steps.dossier.ports import Page
from tests.contract.journey import REAL, World
from tests.support.people import build_actor

SIZES = {"small": (10, 1_000), "full": (100, 10_000)}
"""Units that merge, and their open dossiers."""
PROVINCE, SUCCESSOR, COMMITTEE, OFFICERS, PAGE, DUE_DAYS = "hue", "UNIT-NEW", "UNIT-COMMITTEE", 3, 50, 28
LARGE_PAGE = 500
MOST_MS = 3_000
"""What the effect of a merger may take."""
TODAY = REAL.astimezone(VIETNAM).date()
FIRST = TODAY + timedelta(days=30)
STATES = (State.SUBMITTED, State.PROCESSING)


@dataclass(frozen=True, slots=True)
class Merger:
    """What was measured: each operation, and what is there before and after it by how often it is found."""

    figures: Mapping[str, Figure]
    dossiers: tuple[int, int]
    counted: tuple[int, int]
    rights: tuple[int, int]
    moved: tuple[int, int] = (0, 0)
    """How many dossiers moved to the successor, and how many its list has then."""

    def list_missed(self, size: tuple[int, int]) -> list[str]:
        """Return what is not as it must be."""
        units, dossiers = size
        wanted = {"dossiers": dossiers, "counted": dossiers, "rights": units * OFFICERS, "moved": dossiers}
        missed = [name for name, number in wanted.items() if getattr(self, name) != (number, number)]
        return missed + [name for name, each in self.figures.items() if "effect" in name and each.p95_ms > MOST_MS]


class IdleWork:
    """Nobody asks about open work for a merger: its successor has it."""

    def list_busy(self, units: Collection[str]) -> frozenset[str]:
        """Return those of some units that have open work."""
        return frozenset(units)


def measure_merging(size: tuple[int, int]) -> Merger:
    """Return the figures of one merger on DynamoDB Local."""
    with start_dynamodb_local() as environment:
        return merge_units(environment, size)


def merge_units(environment: Mapping[str, str], size: tuple[int, int]) -> Merger:
    """Merge so many units with so many open dossiers on an engine."""
    units, dossiers = [f"UNIT-{number:03d}" for number in range(size[0])], size[1]
    with open_bench(environment) as bench:
        officers = load_province(bench, environment, units, dossiers)
        files = CatalogueFiles(province=PROVINCE)
        store = UnitTable(files, PROVINCE)
        office, actor = UnitOffice(store, IdleWork()), build_actor(Role.PROVINCIAL_OFFICE, "province")
        desk = UnitsPreviewDesk(office, BoardTable(), MatterCountTable(), OfficerPeople(), files.index.list_procedures)
        change = UnitChange(UnitChangeKind.MERGE, FIRST, tuple(units), successor=SUCCESSOR)
        figures = {
            "effect of the merger": measure_figure(bench, lambda: lambda: check_effect(desk, actor, change, size))
        }
        before = count_all(store, [*units, SUCCESSOR], officers, FIRST - timedelta(days=1))
        with TransactWrite(connection=open_connection()) as transaction:
            office.decide(change, "m" * 26, REAL).add_to(transaction)
        after = count_all(store, [SUCCESSOR], officers, FIRST)
        figures |= {
            f"{name}, first day": measure_figure(bench, operation) for name, operation in list_reads(store).items()
        }
        moved, figures["all of it moves"] = move_work(bench, store, PROVINCE, FIRST)
        lists = build_lists(store, FIRST)
        figures |= {
            "successor's list, first page, moved": measure_figure(bench, lambda: lambda: read_page(lists)),
            "successor's list, to its end, moved": measure_figure(
                bench, lambda: lambda: sum(1 for _ in read_list(lists, SUCCESSOR, PAGE))
            ),
        }
        found = sum(1 for _ in read_list(lists, SUCCESSOR, LARGE_PAGE))
        pairs = list(zip(before, after, strict=True))
        return Merger(figures, pairs[0], pairs[1], pairs[2], (moved, found))


def load_province(bench: Bench, environment: Mapping[str, str], units: list[str], dossiers: int) -> tuple[Officer, ...]:
    """Load the tree, the officers, the dossiers and their counts."""
    base = CatalogueFiles(province=PROVINCE).load_agencies(PROVINCE)
    root = next(each for each in base.list_all() if each.parent is None)
    made = [
        Agency(unit, root.id, root.kind, Names(f"Bộ phận {unit}", unit), None, None, "none", is_one_stop=True)
        for unit in (*units, SUCCESSOR)
    ]
    tree = base.replace_agencies([*base.list_all(), *made])
    TableItem(*keys.UNIT_TREE, kind="units", version=0, packed=pack_units(write_tree(tree), ())).save()
    table, officers = Officers(), []
    for number in range(len(units) * OFFICERS):
        right = Assignment(Role.ONE_STOP_OFFICER, units[number // OFFICERS], REAL)
        officers.append(Officer(f"officer-{number:04d}", 1, f"Cán bộ {number}", assignments=(right,)))
        table.save(officers[-1], "office", "12/QĐ", REAL)
    board = Board()
    send_batches(environment, NAME, map(write_put, list_rows(World("merging", bench.store), units, dossiers, board)))
    send_batches(environment, NAME, map(write_put, list_board_rows(board)))
    return tuple(officers)


def list_rows(world: World, units: list[str], dossiers: int, board: Board) -> Iterator[TableItem]:
    """Yield the rows of open dossiers, in turn at each unit, and count them."""
    templates = [world.load(world.submitted()), world.load(world.processing())]
    for number in range(dossiers):
        unit = units[number % len(units)]
        dossier = place_dossier(templates[number // len(units) % len(templates)], number, unit)
        board.update(boards.list_board_lines(dossier))
        yield rows.build_state_row(dossier, dossier.next_due)
        yield from (rows.build_task_row(dossier, task, dossier.next_due) for task in dossier.tasks)


def place_dossier(dossier: Dossier, number: int, unit: str) -> Dossier:
    """Return a clone of a dossier received at a unit, due on one of the coming days, of an applicant of its own; its
    tasks are elsewhere."""
    due = REAL + timedelta(days=10 + number % DUE_DAYS)
    clock, reception = (each and replace(each, due_at=due) for each in (dossier.clock, dossier.reception))
    tasks = tuple(replace(task, unit=COMMITTEE, due_at=due) for task in dossier.tasks)
    return replace(
        dossier, id=f"d{number:025d}", owner=f"person-{number:05d}", one_stop=unit, clock=clock, reception=reception,
        tasks=tasks, applicant_part=f"{number:064x}",
    )  # fmt: skip


def check_effect(desk: UnitsPreviewDesk, actor: Actor, change: UnitChange, size: tuple[int, int]) -> None:
    """Read the effect of a merger. Raise AssertionError when it does not show every dossier and every officer."""
    shown = desk.preview(actor, change, REAL)
    found = sum(each.dossiers for each in shown.units), sum(each.people for each in shown.units)
    if shown.faults or found != (size[1], size[0] * OFFICERS):
        raise AssertionError(f"the effect shows {found}, {shown.faults}")


def count_all(store: UnitTable, units: list[str], officers: tuple[Officer, ...], on: date) -> tuple[int, int, int]:
    """Return how many dossiers the lists of these units have on a day, as counts say, and how many officers reach them.
    A dossier that is found twice raises AssertionError."""
    find_units = build_finder(store, on)
    lists = build_lists(store, on)
    found = Counter(each for unit in units for each in read_list(lists, unit, LARGE_PAGE))
    if set(found.values()) - {1}:
        raise AssertionError("a dossier is found twice")
    counts = SuccessorCounts(BoardTable(), find_units)
    tree = store.load_tree(on, REAL)
    reaching = sum(
        bool({each.unit for each in follow_assignments(officer.assignments, tree, on)} & set(units))
        for officer in officers
    )
    return len(found), sum(sum(counts.read_counts(unit).values()) for unit in units), reaching


def build_finder(store: UnitTable, on: date) -> Callable[[str], tuple[str, ...]]:
    """Return what finds a unit and those whose work it has on a day."""
    tree = store.load_tree(on, REAL)
    return lambda unit: list_units_served(tree, unit, on)


def build_lists(store: UnitTable, on: date) -> SuccessorLists:
    """Return the lists of a day, as the functions read them."""
    find_units, emptied = build_finder(store, on), store.load().emptied
    return SuccessorLists(find_units, lambda unit: tuple(each for each in find_units(unit) if each not in emptied))


def read_page(lists: SuccessorLists) -> Page:
    """Return the first page of the successor's list."""
    return lists.list_queue(SUCCESSOR, State.SUBMITTED, Narrowing(), PAGE, None)


def read_list(lists: SuccessorLists, unit: str, limit: int) -> Iterator[str]:
    """Yield the dossiers of a unit's lists, over all their pages."""
    for state in STATES:
        cursor: str | None = None
        while True:
            page = lists.list_queue(unit, state, Narrowing(), limit, cursor)
            yield from (str(each["dossier_id"]) for each in page.items)
            cursor = page.cursor
            if cursor is None:
                break


def list_reads(store: UnitTable) -> Mapping[str, Callable[[], Callable[[], Any]]]:
    """Return what the successor's people read on the first day."""
    lists, counts = build_lists(store, FIRST), SuccessorCounts(BoardTable(), build_finder(store, FIRST))
    return {
        "successor's list, first page": lambda: lambda: read_page(lists),
        "successor's board": lambda: lambda: counts.read_counts(SUCCESSOR),
    }


def write_lines(found: Merger, size: tuple[int, int]) -> list[str]:
    """Return a table for reading."""
    lines = [
        f"{name:38} {f.requests:6} requests {f.read_units:7g} RU {f.write_units:6g} WU {f.p50_ms:8.1f} {f.p95_ms:8.1f}"
        for name, f in found.figures.items()
    ]  # fmt: skip
    for name in ("dossiers", "counted", "rights"):
        before, after = getattr(found, name)
        lines.append(f"{name + ', last day and first day':40} {before:,} and {after:,}")
    lines.append(f"{'moved, and in the list then':40} {found.moved[0]:,} and {found.moved[1]:,}")
    return [f"{size[0]:,} units with {size[1]:,} open dossiers", *lines]
