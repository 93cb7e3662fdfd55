"""List and search the catalogue: by field, level and audience, or by typed text, best match first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from types import MappingProxyType

from chalicelib.domain.catalogue.procedures import Field, Procedure, UnknownProcedure
from chalicelib.domain.procedure_search.procedure_ranking import RankedProcedures, Ranking
from chalicelib.domain.procedure_search.search_words import SearchWords
from chalicelib.domain.shared.folding import fold_text


class ProcedureIndex:
    """Lists and search over a fixed set of procedures; immutable. The search words are read and the ranking is built at
    the first search."""

    def __init__(self, procedures: Iterable[Procedure], read: Callable[[], SearchWords]) -> None:
        self._procedures = tuple(sorted(procedures, key=lambda each: (fold_text(each.name.vi), each.id)))
        self._by_id = MappingProxyType({each.id: each for each in self._procedures})
        self._read = read

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields that occur, by Vietnamese name."""
        found = {each.field for each in self._procedures}
        return tuple(sorted(found, key=lambda field: fold_text(field.name.vi)))

    def get(self, procedure_id: str) -> Procedure:
        """Return one procedure by catalogue id; raise UnknownProcedure."""
        if procedure_id not in self._by_id:
            raise UnknownProcedure()
        return self._by_id[procedure_id]

    def list_procedures(
        self, *, field: str | None = None, level: str | None = None, audience: str | None = None
    ) -> tuple[Procedure, ...]:
        """The procedures that pass the filters, by Vietnamese name."""
        return tuple(each for each in self._procedures if _matches_filters(each, field, level, audience))

    def find(self, query: str, among: Collection[Procedure]) -> RankedProcedures:
        """Return the procedures of `among` that match the typed text, best first, equals by name."""
        allowed = {each.id for each in among}
        return self._ranking.find(query, lambda each: each.id in allowed)

    @cached_property
    def words(self) -> SearchWords:
        """The search words that are added to those of the catalogue."""
        return self._read()

    @cached_property
    def _ranking(self) -> Ranking:
        return Ranking(self._procedures, self.words)


def _matches_filters(procedure: Procedure, field: str | None, level: str | None, audience: str | None) -> bool:
    return (
        field in (None, procedure.field.code)
        and level in (None, procedure.level)
        and (audience is None or audience in procedure.audience)
    )
