"""Search over the catalogue: by the first letters of words, without accents, best match first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from chalicelib.domain.catalogue import Field, Procedure, UnknownProcedure
from chalicelib.domain.folding import fold, words

MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class _Entry:
    procedure: Procedure
    order: tuple[str, str]
    in_code: tuple[str, ...]
    in_names: tuple[str, ...]
    all_words: tuple[str, ...]


class Index:
    """Search over a fixed set of procedures; built once, it never changes."""

    def __init__(self, procedures: Iterable[Procedure]) -> None:
        entries = sorted(map(_entry, procedures), key=lambda entry: entry.order)
        self._entries = tuple(entries)
        self._by_id = MappingProxyType({entry.procedure.id: entry.procedure for entry in entries})

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields that occur, by Vietnamese name."""
        found = {entry.procedure.field for entry in self._entries}
        return tuple(sorted(found, key=lambda field: fold(field.name.vi)))

    def get(self, procedure_id: str) -> Procedure:
        """One procedure by catalogue id; refuses with UnknownProcedure."""
        if procedure_id not in self._by_id:
            raise UnknownProcedure()
        return self._by_id[procedure_id]

    def search(
        self,
        query: str = "",
        *,
        field: str | None = None,
        level: str | None = None,
        audience: str | None = None,
    ) -> tuple[Procedure, ...]:
        """Procedures in which every word of the query begins some word; best first, then by name."""
        asked = words(query)[:MOST_WORDS]
        found = [
            entry
            for entry in self._entries
            if _passes(entry.procedure, field, level, audience) and _matches(asked, entry.all_words)
        ]
        return tuple(entry.procedure for entry in sorted(found, key=lambda entry: _rank(asked, entry)))


def _entry(procedure: Procedure) -> _Entry:
    codes = (procedure.id, procedure.code, *procedure.replaces)
    in_code = tuple(part for code in codes for part in (*words(code), *words(code.replace(".", " "))))
    in_names = words(procedure.name.vi)
    rest = (*words(procedure.name.en), *words(procedure.field.name.vi), *words(procedure.field.name.en))
    order = (fold(procedure.name.vi), procedure.id)
    return _Entry(procedure, order, in_code, in_names, (*in_code, *in_names, *rest))


def _passes(procedure: Procedure, field: str | None, level: str | None, audience: str | None) -> bool:
    return (
        field in (None, procedure.field.code)
        and level in (None, procedure.level)
        and (audience is None or audience in procedure.audience)
    )


def _matches(asked: tuple[str, ...], within: tuple[str, ...]) -> bool:
    return all(any(word.startswith(prefix) for word in within) for prefix in asked)


def _rank(asked: tuple[str, ...], entry: _Entry) -> tuple[bool, bool, int]:
    """Exact code, then all words in the Vietnamese name, then the name with fewest other words."""
    if not asked:
        return (False, False, 0)
    beside = sum(not word.startswith(asked) for word in entry.in_names)
    return (not all(word in entry.in_code for word in asked), not _matches(asked, entry.in_names), beside)
