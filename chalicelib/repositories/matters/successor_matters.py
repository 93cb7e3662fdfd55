"""Lists of a unit's matters with those of the units that ended and whose work it has."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.repositories.dynamodb.successor_lists import FindUnits, chain_pages
from chalicelib.repositories.matters.matter_table import MatterListTable
from chalicelib.steps.dossier.ports import Page


@dataclass(frozen=True)
class SuccessorMatters(MatterListTable):
    """The lists of every unit over all whose work it has."""

    find_units: FindUnits

    def list_by_unit(
        self, kind: str, unit: str, ended: bool, state: str | None, limit: int, cursor: str | None
    ) -> Page:
        """Return a unit's matters of a kind: open ones by due time, ended ones newest first in each unit."""
        read = super().list_by_unit
        return chain_pages(
            self.find_units(unit), cursor, lambda each, place: read(kind, each, ended, state, limit, place)
        )

    def list_numbered(self, kind: str, unit: str, number: str) -> Page:
        """Return the matter with a number among those of a kind that a unit handles, open or ended."""
        found = (super(SuccessorMatters, self).list_numbered(kind, each, number) for each in self.find_units(unit))
        return next((page for page in found if page.items), Page([], None))
