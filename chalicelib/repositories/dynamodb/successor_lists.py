"""Lists of a unit with those of the units that ended and whose work it has: one list after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.domain.flow.transitions import State
from chalicelib.domain.shared.chained import read_chained
from chalicelib.domain.supervision.worklist import Narrowing
from chalicelib.repositories.dynamodb.lists import TableLists
from chalicelib.steps.dossier.ports import Page

FindUnits = Callable[[str], tuple[str, ...]]
"""Returns a unit, and then those whose work it has."""


def chain_pages(units: Sequence[str], cursor: str | None, read: Callable[[str, str | None], Page]) -> Page:
    """Return a page over the lists of several units."""

    def read_one(unit: str, place: str | None) -> tuple[Sequence[Mapping[str, Any]], str | None]:
        found = read(unit, place)
        return found.items, found.cursor

    return Page(*read_chained(units, cursor, read_one))


@dataclass(frozen=True)
class SuccessorLists(TableLists):
    """The lists of every unit over all whose work it has."""

    find_units: FindUnits

    def list_queue(
        self, unit: str, state: State, wanted: Narrowing, limit: int, cursor: str | None, *, backward: bool = False
    ) -> Page:
        """Return open work in one state, filtered, in the order of due times of each unit."""
        read = super().list_queue
        return chain_pages(
            self.find_units(unit),
            cursor,
            lambda each, place: read(each, state, wanted, limit, place, backward=backward),
        )

    def list_whole(self, unit: str, states: Sequence[State], wanted: Narrowing, most: int) -> Sequence[dict[str, Any]]:
        """Return all open work in some states, filtered; more lines than `most` say that there are others."""
        read = super().list_whole
        return [line for each in self.find_units(unit) for line in read(each, states, wanted, most)]

    def list_held(self, unit: str) -> Sequence[tuple[str, datetime | None]]:
        """Return the holders of open tasks, each with its due time."""
        read = super().list_held
        return [held for each in self.find_units(unit) for held in read(each)]

    def list_approvals(self, unit: str, limit: int, cursor: str | None) -> Page:
        """Return requests that are decided there, oldest first in each unit."""
        read = super().list_approvals
        return chain_pages(self.find_units(unit), cursor, lambda each, place: read(each, limit, place))

    def list_returned(self, unit: str, limit: int, cursor: str | None) -> Page:
        """Return proposals that came back, oldest first in each unit."""
        read = super().list_returned
        return chain_pages(self.find_units(unit), cursor, lambda each, place: read(each, limit, place))
