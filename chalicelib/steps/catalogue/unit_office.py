"""The office that decides changes of units: whether one is possible now, and what it writes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.domain.catalogue.unit_changes import UnitChange, find_busy, require_valid
from chalicelib.domain.catalogue.unit_history import UnitHistory
from chalicelib.domain.catalogue.unit_proposals import name_fields
from chalicelib.domain.shared.errors import Invalid
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.dossier.ports import StoredWrite


class UnitPlans(Protocol):
    """The store of units."""

    def load(self) -> UnitHistory:
        """Return the tree and its changes, of this moment."""

    def plan(self, stored: UnitHistory, change: UnitChange, matter: str) -> StoredWrite:
        """Return the writes of one more change, on condition that no other came between."""


class OpenWork(Protocol):
    """What units have to do."""

    def list_busy(self, units: Collection[str]) -> frozenset[str]:
        """Return those of some units that have open dossiers or matters."""


@dataclass(frozen=True, slots=True)
class UnitOffice:
    """Checks and decides changes of units."""

    units: UnitPlans
    work: OpenWork

    def require_possible(self, change: UnitChange, now: datetime) -> UnitHistory:
        """Refuse a change that is not possible now, each fault at its question; return the tree that it changes."""
        stored, busy = self.units.load(), self.work.list_busy(find_busy(change))
        try:
            require_valid(stored.units, stored.changes, change, now.astimezone(VIETNAM).date(), busy)
        except Invalid as refused:
            raise name_fields(refused, change) from None
        return stored

    def decide(self, change: UnitChange, matter: str, now: datetime) -> StoredWrite:
        """Return what the decision of a matter writes. Raise Invalid for what has become impossible meanwhile."""
        return self.units.plan(self.require_possible(change, now), change, matter)
