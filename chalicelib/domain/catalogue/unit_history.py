"""The imported tree of units with every change that was decided since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.catalogue.agencies import Agency, AgencyTree
from chalicelib.domain.catalogue.unit_changes import UnitChange


@dataclass(frozen=True, slots=True)
class UnitHistory:
    """The imported tree and the decided changes, in the order of deciding. `imported` is False while nothing is stored
    and the shipped file stands for it; `emptied` are the units that ended and have nothing open any more."""

    base: AgencyTree
    changes: tuple[UnitChange, ...] = ()
    imported: bool = False
    emptied: frozenset[str] = frozenset()

    @property
    def version(self) -> int:
        """The number of changes."""
        return len(self.changes)

    @property
    def units(self) -> Mapping[str, Agency]:
        """The imported units by id."""
        return {each.id: each for each in self.base.list_all()}

    def list_touching(self, unit: str) -> tuple[tuple[int, UnitChange], ...]:
        """Return the changes that concern a unit, each with its number: those that end, change or open it, make it a
        successor, or move another one below it."""
        numbered = enumerate(self.changes, 1)
        return tuple(
            (number, each)
            for number, each in numbered
            if unit in (*each.units, *(opened.id for opened in each.opened), each.successor, each.parent)
        )
