"""Words by which people search for procedures, in addition to those of the catalogue: data that editors keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.catalogue.procedures import Names


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """A life event, and the procedures it leads to, the most likely first."""

    key: str
    name: Names
    says: tuple[str, ...]
    procedures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """An official expression and its everyday words, abbreviations included."""

    means: str
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A subject that people search for here but another authority handles, with the law that says so."""

    key: str
    name: Names
    says: tuple[str, ...]
    authority: Names
    source: str


@dataclass(frozen=True, slots=True)
class SearchWords:
    """All of them. `filler` are words with little meaning: they have a low weight. `variants` are regional and
    old-fashioned words, which replace the usual one anywhere in a query."""

    filler: tuple[str, ...]
    terms: tuple[Term, ...]
    events: tuple[LifeEvent, ...]
    fields: Mapping[str, tuple[str, ...]]
    procedures: Mapping[str, tuple[str, ...]]
    variants: tuple[Term, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
