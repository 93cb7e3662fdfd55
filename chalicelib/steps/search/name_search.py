"""Search by the beginning of a name, as lists use it."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.steps.search.find_ports import Finds

MOST_HITS = 1000
"""Dossiers of one beginning of a name; an officer who finds more types more letters."""


@dataclass(frozen=True, slots=True)
class NameSearch:
    """The beginning of any word of a name, and where its digests are looked up."""

    text: str
    finds: Finds
    key: bytes
