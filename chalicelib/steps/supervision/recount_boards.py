"""Recount boards: every night, count what is really open and compare it with what was added up.

First the dossiers on which something happened since the last recount are counted again where their message has not
come. What differs then, and still differs at a second look, is drift: a fault of counting, reported with both numbers.
It is set right only when somebody asks for it, so that a fault is looked at before it is painted over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, Protocol

from chalicelib.domain.ledger.checkpoints import Head
from chalicelib.domain.ledger.sweeping import Sweep, since
from chalicelib.domain.shared.errors import Busy
from chalicelib.domain.supervision import boards
from chalicelib.domain.supervision.boards import Counts, Line
from chalicelib.steps.ledger.sweep_facts import CHUNK, Sweeps
from chalicelib.steps.supervision.count_facts import Counting, FactUnknown

MOST_REPORTED = 200
"""Lines kept in one report; the numbers count all."""


class Heads(Protocol):
    """How long the ledgers became on a day."""

    def of_day(self, day: date) -> Iterable[Head]:
        """Every dossier's last head of the day (UTC), read consistently."""


class Boards(Protocol):
    """Counts, what they should be, and what was counted of each dossier."""

    def lengths(self, dossier_ids: Sequence[str]) -> Mapping[str, int]:
        """How long each ledger was when it was last counted; 0 for never."""

    def counts(self, unit: str, *, consistent: bool = False) -> Counts:
        """What is counted on each line of a unit."""

    def found(self, unit: str) -> Counts:
        """What the worklists of a unit really hold, line by line."""

    def repair(self, line: Line, counted: int, found: int) -> bool:
        """Set a count right unless it has changed since it was read."""

    def forget_empty(self, unit: str) -> None:
        """Remove the rows of lines on which nothing is left."""

    def keep_report(self, now: datetime, report: Mapping[str, Any]) -> None:
        """Keep what a recount found."""


@dataclass(frozen=True, slots=True)
class Recounted:
    """What a recount found: dossiers whose message had not come, those that cannot be counted, lines that differ,
    lines set right."""

    late: int = 0
    failed: int = 0
    drifted: int = 0
    repaired: int = 0


Drift = dict[Line, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Recounting:
    """Recounts the boards of one deployment."""

    boards: Boards
    counting: Counting
    heads: Heads
    runs: Sweeps
    units: Sequence[str]

    def __call__(self, real_now: datetime, *, repair: bool = False, unit: str = "") -> Recounted:
        """Recount every unit's board, or one; with `repair` also set right what differs."""
        units = [unit] if unit else self.units
        late, failed = self._catch_up(since(self.runs.last(), real_now))
        suspects = [each for each in units if self._drift(each)]
        drift: Drift = {}
        # The worklists lag a moment and people go on working: only what differs twice is a fault.
        for each in suspects:
            drift |= self._drift(each)
        repaired = sum(self.boards.repair(line, *pair) for line, pair in drift.items()) if repair else 0
        for each in units:
            self.boards.forget_empty(each)
        done = Recounted(late, failed, len(drift), repaired)
        if drift:
            self.boards.keep_report(real_now, _report(done, drift))
        if not unit:
            self.runs.keep(Sweep(real_now))
        return done

    def _catch_up(self, days: Iterable[date]) -> tuple[int, int]:
        """Count the dossiers of some days whose last facts were not counted: how many were, how many could not be."""
        heads = (head for day in days for head in self.heads.of_day(day))
        late = failed = 0
        while chunk := list(islice(heads, CHUNK)):
            counted = self.boards.lengths([head.dossier for head in chunk])
            for head in (each for each in chunk if counted[each.dossier] < each.length):
                try:
                    late += self.counting(head.dossier, head.length)
                except (FactUnknown, Busy):
                    failed += 1
        return late, failed

    def _drift(self, unit: str) -> Drift:
        return boards.drift(self.boards.counts(unit, consistent=True), self.boards.found(unit))


def _report(done: Recounted, drift: Drift) -> dict[str, Any]:
    shown = list(drift.items())[:MOST_REPORTED]
    return {
        "drifted": done.drifted,
        "repaired": done.repaired,
        "lines": [{"line": line, "counted": counted, "found": found} for line, (counted, found) in shown],
    }
