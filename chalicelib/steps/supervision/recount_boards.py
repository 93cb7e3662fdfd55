"""Recount boards: every night, count the open work and compare it with the running counts; of matters, too.

First, ledgers that changed since the last recount are counted again where their message has not arrived. A difference
that remains at a second look is drift: a fault of counting, reported with both numbers. It is corrected only on
request, so that a fault is examined before it is hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, Generic, Protocol, TypeVar

from chalicelib.domain.ledger.checkpoints import Head
from chalicelib.domain.ledger.sweeping import Sweep, list_days_since
from chalicelib.domain.shared.errors import Busy
from chalicelib.domain.supervision import boards
from chalicelib.steps.ledger.sweep_facts import CHUNK, Sweeps
from chalicelib.steps.supervision.count_facts import FactUnknown, LedgerCounter

MOST_REPORTED = 200
"""Lines in one report; the numbers count all."""
_L = TypeVar("_L")
Drift = dict[_L, tuple[int, int]]


class RecountHeads(Protocol):
    """Lengths of the ledgers on a day."""

    def list_by_day(self, day: date) -> Iterable[Head]:
        """Return every ledger's last head of the day (UTC), read consistently."""


class RecountStore(Protocol[_L]):
    """Counts, expected counts, and the last count of each ledger."""

    def read_lengths(self, ledger_ids: Sequence[str]) -> Mapping[str, int]:
        """Return the length of each ledger at its last count; 0 for never."""

    def read_counts(self, unit: str, *, consistent: bool = False) -> Mapping[_L, int]:
        """Return the count of each line of a unit."""

    def count_found(self, unit: str) -> Mapping[_L, int]:
        """Return the present contents of a unit's worklists, line by line."""

    def repair(self, line: _L, counted: int, found: int) -> bool:
        """Correct a count unless it has changed since it was read."""

    def forget_empty(self, unit: str) -> None:
        """Delete the rows of empty lines."""

    def keep_report(self, now: datetime, report: Mapping[str, Any]) -> None:
        """Store the result of a recount."""


@dataclass(frozen=True, slots=True)
class Recounted:
    """Result of a recount: ledgers whose message had not arrived, those that cannot be counted, lines that differ,
    lines corrected."""

    late: int = 0
    failed: int = 0
    drifted: int = 0
    repaired: int = 0

    def add(self, other: Recounted) -> Recounted:
        """Return the sum of two results."""
        return Recounted(
            self.late + other.late, self.failed + other.failed, self.drifted + other.drifted,
            self.repaired + other.repaired,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recounting(Generic[_L]):
    """Recounts the open work of one deployment: that of dossiers, or of matters."""

    boards: RecountStore[_L]
    counting: LedgerCounter[Any, Any]
    heads: RecountHeads
    runs: Sweeps
    units: Sequence[str]

    def __call__(self, real_now: datetime, *, repair: bool = False, unit: str = "") -> Recounted:
        """Recount every unit's board, or one; with `repair` also correct differences."""
        units = [unit] if unit else self.units
        late, failed = self._count_missed(list_days_since(self.runs.load_last(), real_now))
        suspects = [each for each in units if self._find_drift(each)]
        drift: Drift[_L] = {}
        # The worklists are eventually consistent and people keep working: only a difference seen twice is a fault.
        for each in suspects:
            drift |= self._find_drift(each)
        repaired = sum(self.boards.repair(line, *pair) for line, pair in drift.items()) if repair else 0
        for each in units:
            self.boards.forget_empty(each)
        done = Recounted(late, failed, len(drift), repaired)
        if drift:
            self.boards.keep_report(real_now, report_drift(done, drift))
        if not unit:
            self.runs.keep(Sweep(real_now))
        return done

    def _count_missed(self, days: Iterable[date]) -> tuple[int, int]:
        """Count the ledgers of some days whose last facts were not counted; return how many were, and how many could
        not be."""
        heads = (head for day in days for head in self.heads.list_by_day(day))
        late = failed = 0
        while chunk := list(islice(heads, CHUNK)):
            counted = self.boards.read_lengths([head.dossier for head in chunk])
            for head in (each for each in chunk if counted[each.dossier] < each.length):
                try:
                    late += self.counting(head.dossier, head.length)
                except (FactUnknown, Busy):
                    failed += 1
        return late, failed

    def _find_drift(self, unit: str) -> Drift[_L]:
        return boards.find_drift(self.boards.read_counts(unit, consistent=True), self.boards.count_found(unit))


def report_drift(done: Recounted, drift: Drift[_L]) -> dict[str, Any]:
    """Return the report of a recount: its numbers, and the first lines that differ."""
    shown = list(drift.items())[:MOST_REPORTED]
    return {
        "drifted": done.drifted,
        "repaired": done.repaired,
        "lines": [{"line": line, "counted": counted, "found": found} for line, (counted, found) in shown],
    }
