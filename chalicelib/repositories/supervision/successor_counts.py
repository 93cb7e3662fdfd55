"""Counts of a unit's work with those of the units that ended and whose work it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from chalicelib.domain.supervision.boards import BoardLine, Counts, Settled
from chalicelib.repositories.dynamodb.successor_lists import FindUnits
from chalicelib.repositories.supervision.boards import BoardTable


@dataclass(frozen=True)
class SuccessorCounts:
    """The `Counters` and `BoardReader` ports over all whose work a unit has; what it settled is the unit's own."""

    boards: BoardTable
    find_units: FindUnits

    def read_counts(self, unit: str, *, consistent: bool = False) -> Counts:
        """Return the count of each line, as the unit's own."""
        found = (self.boards.read_counts(each, consistent=consistent) for each in self.find_units(unit))
        return _add_counts(unit, found)

    def read(self, unit: str) -> tuple[Counts, Settled]:
        """Return the count of each line, and the unit's own settlements."""
        units = self.find_units(unit)
        found = {each: self.boards.read(each) for each in dict.fromkeys((*units, unit))}
        return _add_counts(unit, (found[each][0] for each in units)), found[unit][1]


def _add_counts(unit: str, found: Iterable[Counts]) -> Counts:
    counts = Counter[BoardLine]()
    for each in found:
        for line, number in each.items():
            counts[replace(line, unit=unit)] += number
    return counts
