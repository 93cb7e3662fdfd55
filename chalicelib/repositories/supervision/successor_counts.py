"""Counts of a unit's work with those of the units that ended and whose work it has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from chalicelib.domain.supervision.boards import BoardLine, Counts
from chalicelib.repositories.dynamodb.successor_lists import FindUnits
from chalicelib.repositories.supervision.boards import BoardTable


@dataclass(frozen=True)
class SuccessorCounts:
    """The `Counters` port over all whose work a unit has."""

    boards: BoardTable
    find_units: FindUnits

    def read_counts(self, unit: str, *, consistent: bool = False) -> Counts:
        """Return the count of each line, as the unit's own."""
        counts = Counter[BoardLine]()
        for each in self.find_units(unit):
            for line, number in self.boards.read_counts(each, consistent=consistent).items():
                counts[replace(line, unit=unit)] += number
        return counts
