"""The words by which people look for procedures in addition to those of the catalogue: data that editors keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.catalogue.procedures import Names


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """What happens to people, and the procedures it leads to, the most likely first."""

    key: str
    name: Names
    says: tuple[str, ...]
    procedures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """An official expression and what people say for it, short forms too."""

    means: str
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A subject that people look for here and that another authority handles, with the law that says so."""

    key: str
    name: Names
    says: tuple[str, ...]
    authority: Names
    source: str


@dataclass(frozen=True, slots=True)
class SearchWords:
    """All of them. `filler` are words that say little about what is wanted: they count, but hardly. `variants` are
    words of the regions and of older people, which stand for the usual one anywhere in a query."""

    filler: tuple[str, ...]
    terms: tuple[Term, ...]
    events: tuple[LifeEvent, ...]
    fields: Mapping[str, tuple[str, ...]]
    procedures: Mapping[str, tuple[str, ...]]
    variants: tuple[Term, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
