"""The catalogue as it is listed and searched: by field, level and audience, or by what somebody typed, best first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from types import MappingProxyType

from chalicelib.domain.catalogue.procedures import Field, Procedure, UnknownProcedure
from chalicelib.domain.procedure_search.procedure_ranking import Findings, Ranking
from chalicelib.domain.procedure_search.search_words import SearchWords
from chalicelib.domain.shared.folding import fold


class Index:
    """Lists and search over a fixed set of procedures; it never changes. The words of the search are read, and the
    ranking made, when something is first searched for."""

    def __init__(self, procedures: Iterable[Procedure], read: Callable[[], SearchWords]) -> None:
        self._procedures = tuple(sorted(procedures, key=lambda each: (fold(each.name.vi), each.id)))
        self._by_id = MappingProxyType({each.id: each for each in self._procedures})
        self._read = read

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields that occur, by Vietnamese name."""
        found = {each.field for each in self._procedures}
        return tuple(sorted(found, key=lambda field: fold(field.name.vi)))

    def get(self, procedure_id: str) -> Procedure:
        """One procedure by catalogue id; refuses with UnknownProcedure."""
        if procedure_id not in self._by_id:
            raise UnknownProcedure()
        return self._by_id[procedure_id]

    def browse(
        self, *, field: str | None = None, level: str | None = None, audience: str | None = None
    ) -> tuple[Procedure, ...]:
        """The procedures that pass the filters, by Vietnamese name."""
        return tuple(each for each in self._procedures if _passes(each, field, level, audience))

    def find(self, query: str, among: Collection[Procedure]) -> Findings:
        """The procedures `among` these that fit what was typed, best first, equals by name."""
        allowed = {each.id for each in among}
        return self._ranking.find(query, lambda each: each.id in allowed)

    @cached_property
    def words(self) -> SearchWords:
        """The words of the search in addition to those of the catalogue."""
        return self._read()

    @cached_property
    def _ranking(self) -> Ranking:
        return Ranking(self._procedures, self.words)


def _passes(procedure: Procedure, field: str | None, level: str | None, audience: str | None) -> bool:
    return (
        field in (None, procedure.field.code)
        and level in (None, procedure.level)
        and (audience is None or audience in procedure.audience)
    )
