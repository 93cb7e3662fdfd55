"""Move the open work of units that ended to their successors: one fact for each dossier and matter, page by page.

A run may stop anywhere and start again: what has moved is no longer in the lists of the unit that ended. It never holds
up anybody: what somebody works on at the same moment is left to the next pass. What is read meanwhile is the same
before, during and after, since reading resolves successions itself (`domain/catalogue/succession.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

from chalicelib.domain.catalogue.work_moves import Succession, WorkMove, begin_move
from chalicelib.steps.catalogue.move_ports import UnitEntries, WorkMoves
from chalicelib.steps.dossier.ports import Conflict

PAGE = 50
MOST = 3_000
"""Dossiers and matters that one run moves; the rest waits for the next run."""
MOST_SECONDS = 200.0
"""Time after which a run begins no other page."""


class WorkMover(Protocol):
    """Moves one dossier, or one matter."""

    def move(self, number: str, successions: Sequence[Succession]) -> bool:
        """Record every succession of its open work; return whether there was one. Raise Conflict when somebody works on
        it at this moment."""


class MoveReport(NamedTuple):
    """Result of a run: units looked at, dossiers and matters moved, those on which somebody was at work, those that
    failed; units whose open work has not moved for hours, and units that are left to the next run."""

    units: int = 0
    moved: int = 0
    waiting: int = 0
    failed: int = 0
    still: int = 0
    left: int = 0

    def add_counts(self, **more: int) -> MoveReport:
        """Return the result with more counted."""
        return self._replace(**{name: getattr(self, name) + count for name, count in more.items()})


@dataclass
class WorkMoving:
    """One run. `emptied` are the units that were known to have nothing open any more; `now` is real time, by which the
    watch over it measures; `elapsed` returns the seconds since it began,
    and `report` receives what failed, and why."""

    successions: Sequence[Succession]
    emptied: Collection[str]
    entries: UnitEntries
    moves: WorkMoves
    dossiers: WorkMover
    matters: WorkMover
    now: datetime
    elapsed: Callable[[], float]
    report: Callable[[str, Exception], None]
    most: int = MOST
    page: int = PAGE
    seen: MoveReport = field(default_factory=MoveReport)

    def run(self) -> MoveReport:
        """Move what is open in every unit that ended, within the limits of one run."""
        known = dict(self.moves.list_moves([each.unit for each in self.successions]))
        for each in self.successions:
            state = known.get(each.unit) or begin_move(each, self.now)
            if not state.is_due(self.now):
                continue
            if self._is_over():
                self._add_counts(left=1, still=int(state.is_still(self.now)))
                continue
            try:
                state = self._move_unit(state)
            except Conflict:
                # Another run is at work on this unit.
                continue
            known[each.unit] = state
            done = state.done_at is not None
            self._add_counts(units=1, left=int(not done), still=int(state.is_still(self.now)))
        emptied = frozenset(unit for unit, state in known.items() if state.is_settled)
        if emptied != self.emptied:
            self.moves.keep_emptied(emptied)
        return self.seen

    def _move_unit(self, state: WorkMove) -> WorkMove:
        """Go over the lists of a unit until a pass finds nothing, or nothing more moves, or the run is over."""
        while not self._is_over():
            if state.is_between:
                state = state.begin_pass(self.now)
            state = self._move_page(state)
            if state.is_between and (state.done_at is not None or not state.gone):
                break
        return state

    def _move_page(self, state: WorkMove) -> WorkMove:
        found = self.entries.read_page(state.unit, state.place, self.page, state.cursor or None)
        gone = sum(self._try_move(self.dossiers, each) for each in found.dossiers)
        gone += sum(self._try_move(self.matters, each) for each in found.matters)
        entries = len(found.dossiers) + len(found.matters)
        after = state.add_page(entries, gone, found.cursor, self.entries.count, self.now)
        # An empty list is read again after a cut: that costs less than storing each.
        return self.moves.keep_move(after) if entries or after.is_between else after

    def _try_move(self, mover: WorkMover, number: str) -> bool:
        """Return whether it moved; what fails or is at work does not affect the others."""
        try:
            moved = mover.move(number, self.successions)
        except Conflict:
            self._add_counts(waiting=1)
            return False
        except Exception as fault:  # noqa: BLE001 - reported and counted; the next run tries again
            self._add_counts(failed=1)
            self.report(number, fault)
            return False
        self._add_counts(moved=int(moved))
        return moved

    def _is_over(self) -> bool:
        return self.seen.moved >= self.most or self.elapsed() >= MOST_SECONDS

    def _add_counts(self, **more: int) -> None:
        self.seen = self.seen.add_counts(**more)
