"""The units of a province in memory: the shipped tree, to which nothing is added, and nobody has open work."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from chalicelib.domain.catalogue.unit_changes import UnitChange
from chalicelib.domain.catalogue.unit_history import UnitHistory
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.catalogue.unit_table import UnitWrites
from chalicelib.steps.catalogue.unit_office import UnitOffice


@dataclass(frozen=True)
class FakeUnits:
    """The shipped tree of a province."""

    province: str

    def load(self) -> UnitHistory:
        """The shipped tree."""
        return UnitHistory(CatalogueFiles().load_agencies(self.province))

    def plan(self, stored: UnitHistory, change: UnitChange, matter: str) -> UnitWrites:
        """The writes of a change."""
        return UnitWrites(stored, change, matter)

    def list_busy(self, units: Collection[str]) -> frozenset[str]:
        """Nobody."""
        return frozenset()


@cache
def build_unit_office(province: str = "hue") -> UnitOffice:
    """The office that decides changes of units."""
    units = FakeUnits(province)
    return UnitOffice(units, units)
