"""External dependencies of the counter search, as protocols."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier
    from chalicelib.domain.ledger.chain import Part
    from chalicelib.domain.search.counter_search import Entry


@dataclass(frozen=True, slots=True)
class Found:
    """A dossier that was found, and the person found by."""

    dossier: Dossier
    person: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FindNotes:
    """A dossier, its personal parts, and its entries, which are final once `settled`; `version` is that of the entries'
    list."""

    dossier: Dossier | None
    parts: Mapping[str, Part]
    entries: frozenset[Entry]
    version: int
    settled: bool


class Finds(Protocol):
    """The entries of the counter search."""

    def coded(self, code: str) -> Dossier | None:
        """Return the dossier of a code."""

    def hits(self, digest: str, limit: int) -> Sequence[tuple[str, str]]:
        """Return (dossier, personal part) pairs of a digest."""

    def read(self, hits: Sequence[tuple[str, str]]) -> Sequence[Found]:
        """Return the dossiers and people of hits; those deleted meanwhile are left out."""

    def notes(self, dossier_id: str) -> FindNotes:
        """Data from which a dossier's search entries are built, and its stored entries."""

    def note(self, dossier_id: str, entries: Iterable[Entry], was: int, *, settled: bool) -> None:
        """Record the entries that exist, or may exist; raise Conflict when the list is not at version `was`."""

    def change(self, dossier_id: str, add: Iterable[Entry], drop: Iterable[Entry]) -> None:
        """Put and delete entries; an entry may already exist, or be deleted."""
