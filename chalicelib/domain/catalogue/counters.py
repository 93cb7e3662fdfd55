"""Where people find a unit: the counter that receives for it, its telephone and its hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.catalogue.agencies import AgencyTree, OpeningHours
from chalicelib.domain.catalogue.procedures import Names
from chalicelib.domain.catalogue.succession import find_heir


@dataclass(frozen=True, slots=True)
class UnitCounter:
    """The counter of a unit on a day: the one-stop unit (or the unit itself, where it has none), its telephone and
    hours."""

    unit: str
    name: Names
    hotline: str | None
    hours: tuple[OpeningHours, ...]


def find_counter(tree: AgencyTree, unit: str, on: date) -> UnitCounter:
    """Return the counter where people find on a day what a unit did or does; raise UnknownAgency. Of a unit that ended
    it is that of the unit that has its work."""
    heir = tree.get(find_heir(tree, unit, on))
    desks = tree.list_one_stop_units(on)
    below = (each for each in desks if each.parent == heir.id)
    counter = heir if heir.is_one_stop else next(below, heir)
    return UnitCounter(counter.id, counter.name, counter.hotline, tree.find_office_hours(counter.id))
