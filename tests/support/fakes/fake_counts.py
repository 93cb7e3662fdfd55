"""Counts of matters in memory, over the store of matters in memory, with the conditions of the real ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.matters.matter_counts import CountedMatter, MatterCountLine, MatterCounts, list_open_lines
from chalicelib.domain.supervision.boards import subtract_counts
from chalicelib.steps.dossier.ports import Conflict
from tests.support.fakes.fake_matters import FakeMatters


class ConsumerKilled(Exception):
    """The process ended in the middle of its work."""


@dataclass
class FakeCounts:
    """The counts of matters. `kill_after` ends the process after the next save, as a kill before the message is
    deleted does; `kill_before` ends it before anything is saved."""

    matters: FakeMatters
    counts: Counter[MatterCountLine] = field(default_factory=Counter)
    counted: dict[str, CountedMatter] = field(default_factory=dict)
    reports: list[Mapping[str, Any]] = field(default_factory=list)
    kill_after: bool = False
    kill_before: bool = False

    def load(self, ledger_id: str) -> tuple[Matter | None, CountedMatter]:
        """The matter and its last count."""
        return self.matters.load_matter(ledger_id).matter, self.counted.get(ledger_id, CountedMatter())

    def load_facts(self, ledger_id: str, length: int) -> tuple[Fact, ...]:
        """The first facts of the ledger."""
        return self.matters.load_ledger(ledger_id)[:length]

    def save(self, ledger_id: str, before: CountedMatter, after: CountedMatter) -> None:
        """Everything, or a conflict."""
        if self.kill_before:
            self.kill_before = False
            raise ConsumerKilled
        if before != self.counted.get(ledger_id, CountedMatter()):
            raise Conflict("somebody else has counted")
        self.counts.update(subtract_counts(before.lines, after.lines))
        self.counted[ledger_id] = after
        if self.kill_after:
            self.kill_after = False
            raise ConsumerKilled

    def read_month(self, month: str, unit: str = "") -> MatterCounts:
        """The lines of a month."""
        return {
            line: n for line, n in self.counts.items() if n and line.month == month and (not unit or line.unit == unit)
        }

    def list_ids(self, unit: str) -> Sequence[str]:
        """The matters of a unit."""
        return [each for each in self.matters.states if self.load(each)[0].unit == unit]  # type: ignore[union-attr]

    def read_lengths(self, ledger_ids: Sequence[str]) -> Mapping[str, int]:
        """The lengths at the last count."""
        return {each: self.load(each)[1].length for each in ledger_ids}

    def read_counts(self, unit: str, *, consistent: bool = False) -> MatterCounts:
        """The lines of what a unit has open."""
        return self.read_month("", unit)

    def count_found(self, unit: str) -> MatterCounts:
        """What the unit has open."""
        states = (self.load(each)[0] for each in self.list_ids(unit))
        return Counter(line for matter in states if matter for line in list_open_lines(matter))

    def repair(self, line: MatterCountLine, counted: int, found: int) -> bool:
        """Correct a count unless it has changed."""
        if self.counts[line] != counted:
            return False
        self.counts[line] = found
        return True

    def forget_empty(self, unit: str) -> None:
        """Drop empty lines."""
        self.counts = +self.counts

    def keep_report(self, now: datetime, report: Mapping[str, Any]) -> None:
        """Keep it."""
        self.reports.append(report)
