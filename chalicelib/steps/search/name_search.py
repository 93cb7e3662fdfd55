"""Search by the beginning of a name, as lists use it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.domain.search import counter_search
from chalicelib.domain.search.counter_search import By
from chalicelib.steps.search.find_ports import Finds

MOST_HITS = 1000
"""Dossiers of one beginning of a name; an officer who finds more types more letters."""


@dataclass(frozen=True, slots=True)
class NameSearch:
    """The beginning of any word of a name, and where its digests are looked up."""

    text: str
    finds: Finds
    key: bytes

    def digest_in(self, unit: str) -> str:
        """Return the digest of the text in a unit; empty for a text that cannot be looked up."""
        value = counter_search.normalise_query(By.NAME, self.text)
        return counter_search.digest_value(self.key, unit, By.NAME, value) if value else ""

    def find_dossiers(self, units: Iterable[str]) -> frozenset[str]:
        """Return the dossiers of some units that have a name with that beginning."""
        digests = [digest for unit in units if (digest := self.digest_in(unit))]
        return frozenset(dossier for each in digests for dossier, _ in self.finds.list_hits(each, MOST_HITS))
