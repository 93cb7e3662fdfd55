"""Lists of a unit with those of the units that ended and whose work it has: one list, in one order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chalicelib.repositories.dynamodb.lists import TableLists

FindUnits = Callable[[str], tuple[str, ...]]
"""Returns the unit that has a unit's work, and then those that ended and whose work it has."""


@dataclass(frozen=True)
class SuccessorLists(TableLists):
    """The lists of every unit over all whose work it has."""

    find_units: FindUnits
    find_working: FindUnits

    def list_units(self, unit: str) -> Sequence[str]:
        """Return the units of which the lists of a unit consist."""
        return self.find_units(unit)

    def list_working_units(self, unit: str) -> Sequence[str]:
        """Return those of them that may have open work."""
        return self.find_working(unit)
