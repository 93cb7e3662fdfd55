"""One run of the job that moves work: what fails, what somebody works on, and where a run ends."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

from chalicelib.domain.catalogue.work_moves import LONGEST_STILL, LOOKED_AGAIN, SETTLES, Succession, WorkMove
from chalicelib.steps.catalogue.move_ports import OpenEntries
from chalicelib.steps.catalogue.move_work import MOST_SECONDS, MoveReport, WorkMoving
from chalicelib.steps.dossier.ports import Conflict

NOW = datetime(2026, 6, 1, tzinfo=UTC)
ENDED = (Succession("A", "C", date(2026, 6, 1)), Succession("B", "C", date(2026, 6, 1)))


@dataclass
class Lists:
    """Two lists of each unit, of dossiers and of matters; what moved leaves them."""

    count: ClassVar[int] = 2
    held: dict[str, tuple[list[str], list[str]]]
    busy: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    kept: dict[str, WorkMove] = field(default_factory=dict)
    others: bool = False
    emptied: frozenset[str] = frozenset()

    def read_page(self, unit: str, number: int, limit: int, cursor: str | None) -> OpenEntries:
        """A page of a list, from a place on."""
        found = [each for each in self.held[unit][number] if each > (cursor or "")]
        further = found[limit - 1] if len(found) > limit else None
        shown = tuple(found[:limit])
        return OpenEntries(matters=shown, cursor=further) if number else OpenEntries(dossiers=shown, cursor=further)

    def move(self, number: str, successions: Sequence[Succession]) -> bool:
        """Move a dossier or matter."""
        if number in self.busy:
            raise Conflict("busy")
        if number in self.broken:
            raise ValueError("broken")
        for lists in self.held.values():
            for each in lists:
                if number in each:
                    each.remove(number)
                    return True
        return False

    def list_moves(self, units: Sequence[str]) -> Mapping[str, WorkMove]:
        """How far the units are."""
        return {unit: self.kept[unit] for unit in units if unit in self.kept}

    def keep_emptied(self, units: Collection[str]) -> None:
        """Keep which units are empty."""
        self.emptied = frozenset(units)

    def keep_move(self, move: WorkMove) -> WorkMove:
        """Keep a state, on its version."""
        was = self.kept.get(move.unit)
        if self.others or (was.version if was else 0) != move.version:
            raise Conflict("other run")
        self.kept[move.unit] = replace(move, version=move.version + 1)
        return self.kept[move.unit]


def make_lists(busy: frozenset[str] = frozenset(), broken: frozenset[str] = frozenset()) -> Lists:
    """Seven dossiers and two matters of one unit, and one dossier of another."""
    return Lists({"A": ([f"d{n}" for n in range(7)], ["m1", "m2"]), "B": (["e1"], [])}, set(busy), set(broken))


def run(lists: Lists, now: datetime = NOW, most: int = 100, elapsed: float = 0) -> tuple[MoveReport, list[str]]:
    """One run, in pages of two; what failed."""
    failed = list[str]()
    moving = WorkMoving(
        ENDED,
        lists.emptied,
        lists,
        lists,
        lists,
        lists,
        now,
        lambda: elapsed,
        lambda number, _: failed.append(number),
        most,
        2,
    )
    return moving.run(), failed


def test_a_run_empties_every_unit_which_is_looked_at_after_an_hour_and_then_once_a_day() -> None:
    lists = make_lists()
    assert run(lists) == (MoveReport(units=2, moved=10), [])
    assert {unit: (each.moved, each.done_at) for unit, each in lists.kept.items()} == {"A": (9, NOW), "B": (1, NOW)}
    assert run(lists) == (MoveReport(), [])
    assert lists.emptied == set(), "somebody may be at work"
    assert run(lists, NOW + SETTLES) == (MoveReport(units=2), [])
    assert lists.emptied == {"A", "B"}
    assert run(lists, NOW + 2 * SETTLES) == (MoveReport(), [])
    lists.held["A"][0].append("d9")
    assert run(lists, NOW + SETTLES + LOOKED_AGAIN) == (MoveReport(units=2, moved=1), [])
    assert lists.emptied == {"B"}


def test_what_somebody_works_on_and_what_fails_waits_for_the_next_run_and_holds_up_nothing() -> None:
    lists = make_lists(frozenset({"d1"}), frozenset({"m1"}))
    report, failed = run(lists)
    assert (report.moved, report.left, set(failed)) == (8, 1, {"m1"})
    assert lists.held == {"A": (["d1"], ["m1"]), "B": ([], [])}
    assert report.waiting == report.failed == 2, "tried again once, since others moved meanwhile"
    assert run(lists, NOW + LONGEST_STILL)[0].still == 1, "for hours nothing moved"
    lists.busy.clear()
    lists.broken.clear()
    assert run(lists, NOW + LONGEST_STILL)[0] == MoveReport(units=1, moved=2)


def test_a_run_ends_at_its_limits_and_the_next_continues() -> None:
    lists = make_lists()
    assert run(lists, elapsed=MOST_SECONDS)[0] == MoveReport(left=2)
    assert run(lists, most=3)[0] == MoveReport(units=1, moved=4, left=2), "the page is finished"
    assert lists.kept["A"].cursor == "d3"
    moved = [run(lists, NOW + timedelta(minutes=15 * n), most=3)[0].moved for n in (1, 2, 3)]
    assert (sum(moved), lists.held) == (6, {"A": ([], []), "B": ([], [])})


def test_two_runs_at_once_do_no_harm() -> None:
    lists = make_lists()
    lists.others = True
    assert run(lists)[0] == MoveReport(moved=3), "each gives up its unit after a page"
    lists.others = False
    assert run(lists)[0].moved == 7
    assert lists.held == {"A": ([], []), "B": ([], [])}
