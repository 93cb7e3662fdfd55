"""What the counter search needs from the outside world, as protocols."""

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
    """A dossier that was found, and the person by whom."""

    dossier: Dossier
    person: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FindNotes:
    """A dossier, its personal parts, and the entries that it has, or may have until they are `settled`; `version` is
    of the entries' list."""

    dossier: Dossier | None
    parts: Mapping[str, Part]
    entries: frozenset[Entry]
    version: int
    settled: bool


class Finds(Protocol):
    """The entries of the counter search."""

    def coded(self, code: str) -> Dossier | None:
        """The dossier of a code."""

    def hits(self, digest: str, limit: int) -> Sequence[tuple[str, str]]:
        """(dossier, personal part) pairs behind a digest."""

    def read(self, hits: Sequence[tuple[str, str]]) -> Sequence[Found]:
        """The dossiers and people of hits; what is gone meanwhile is left out."""

    def notes(self, dossier_id: str) -> FindNotes:
        """What a dossier's entries are made from, and which it has."""

    def note(self, dossier_id: str, entries: Iterable[Entry], was: int, *, settled: bool) -> None:
        """Write down which entries there are, or may be; raises Conflict when the list is not at version `was`."""

    def change(self, dossier_id: str, add: Iterable[Entry], drop: Iterable[Entry]) -> None:
        """Put and delete entries; each may be there, or gone, already."""
