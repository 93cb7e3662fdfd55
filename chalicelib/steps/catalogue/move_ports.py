"""External dependencies of moving the work of units that ended."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from chalicelib.domain.catalogue.work_moves import WorkMove


@dataclass(frozen=True, slots=True)
class OpenEntries:
    """A page of what a list of a unit holds: ids of dossiers, or of matters, each once, and where the next page is."""

    dossiers: Sequence[str] = ()
    matters: Sequence[str] = ()
    cursor: str | None = None


class UnitEntries(Protocol):
    """The lists of what a unit has open, in a fixed order."""

    count: ClassVar[int]

    def read_page(self, unit: str, number: int, limit: int, cursor: str | None) -> OpenEntries:
        """Return a page of a unit's list of that number. Eventually consistent: each entry is decided on its own."""


class WorkMoves(Protocol):
    """How far the units are."""

    def list_moves(self, units: Sequence[str]) -> Mapping[str, WorkMove]:
        """Return the state of each of some units of which something moved or was looked for."""

    def keep_move(self, move: WorkMove) -> WorkMove:
        """Store a state. Raise Conflict when another run stored one meanwhile."""

    def keep_emptied(self, units: Collection[str]) -> None:
        """Store which units have nothing open any more."""
