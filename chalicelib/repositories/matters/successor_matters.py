"""Lists and counts of a unit's matters with those of the units that ended and whose work it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chalicelib.domain.matters.matter_counts import MatterCountLine, MatterCounts
from chalicelib.repositories.dynamodb.successor_lists import FindUnits
from chalicelib.repositories.matters.matter_counts import MatterCountTable
from chalicelib.repositories.matters.matter_table import MatterListTable


@dataclass(frozen=True)
class SuccessorMatters(MatterListTable):
    """The lists of every unit over all whose work it has."""

    find_units: FindUnits
    find_working: FindUnits

    def list_units(self, unit: str) -> Sequence[str]:
        """Return the units of which the lists of a unit consist."""
        return self.find_units(unit)

    def list_working_units(self, unit: str) -> Sequence[str]:
        """Return those of them that may have open matters."""
        return self.find_working(unit)


@dataclass(frozen=True)
class SuccessorMatterCounts:
    """The counts of matters: a month stays as it was, and what is open is the successor's."""

    counts: MatterCountTable
    find_units: FindUnits

    def read_month(self, month: str, unit: str = "") -> MatterCounts:
        """Return the count of each line of a month (empty: of what is open), of every unit or of one."""
        if month:
            return self.counts.read_month(month, unit)
        if unit:
            found = [(unit, self.counts.read_month("", each)) for each in self.find_units(unit)]
        else:
            every = self.counts.read_month("")
            found = [(self.find_units(line.unit)[0], {line: number}) for line, number in every.items()]
        open_now = Counter[MatterCountLine]()
        for heir, lines in found:
            for line, number in lines.items():
                open_now[replace(line, unit=heir)] += number
        return open_now
