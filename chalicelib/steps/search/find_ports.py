"""External dependencies of the counter search, as protocols."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier
    from chalicelib.domain.ledger.chain import Part
    from chalicelib.domain.search.counter_search import SearchEntry


@dataclass(frozen=True, slots=True)
class FoundDossier:
    """A dossier that was found, and the person found by: `part` names the personal part, such as `principal`;
    `corrected` says that another one has replaced it since."""

    dossier: Dossier
    person: Mapping[str, Any]
    part: str = ""
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class FindNotes:
    """A dossier, its personal parts, and its entries, which are final once `settled`; `version` is that of the entries'
    list."""

    dossier: Dossier | None
    parts: Mapping[str, Part]
    entries: frozenset[SearchEntry]
    version: int
    settled: bool


class Finds(Protocol):
    """The entries of the counter search."""

    def find_by_code(self, code: str) -> Dossier | None:
        """Return the dossier of a code."""

    def list_hits(self, digest: str, limit: int) -> Sequence[tuple[str, str]]:
        """Return (dossier, personal part) pairs of a digest."""

    def read(self, hits: Sequence[tuple[str, str]]) -> Sequence[FoundDossier]:
        """Return the dossiers and people of hits; those deleted meanwhile are left out."""

    def load_notes(self, dossier_id: str) -> FindNotes:
        """Data from which a dossier's search entries are built, and its stored entries."""

    def note(self, dossier_id: str, entries: Iterable[SearchEntry], was: int, *, settled: bool) -> None:
        """Record the entries that exist, or may exist; raise Conflict when the list is not at version `was`."""

    def change(self, dossier_id: str, add: Iterable[SearchEntry], drop: Iterable[SearchEntry]) -> None:
        """Put and delete entries; an entry may already exist, or be deleted."""
