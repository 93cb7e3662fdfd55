"""What a change of units would do, before it is proposed and before it is decided: who has the open work, whose rights
count where, and what stands in its way (VL-2.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any, Protocol

from chalicelib.domain.accounts.officers import READERS
from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.catalogue.agencies import Agency, AgencyTree
from chalicelib.domain.catalogue.competence import list_competences
from chalicelib.domain.catalogue.counters import UnitCounter, find_counter
from chalicelib.domain.catalogue.unit_changes import UnitChange, find_unit_of, fold_changes, require_valid
from chalicelib.domain.catalogue.unit_proposals import name_fields
from chalicelib.domain.matters.kinds.unit_changes import UNIT_CHANGES
from chalicelib.domain.shared.errors import FieldError, Forbidden, Invalid
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.catalogue.unit_office import UnitOffice

if TYPE_CHECKING:
    from chalicelib.domain.accounts.officers import Officer
    from chalicelib.domain.catalogue.procedures import Procedure

PROPOSERS = UNIT_CHANGES.opening.who
"""Who proposes and decides changes of units."""


class UnitCounts(Protocol):
    """Counts of what units have open, by line."""

    def read_counts(self, unit: str, *, consistent: bool = False) -> Mapping[Any, int]:
        """Return the count of each line of a unit."""


class UnitMatters(Protocol):
    """Counts of matters that units have open."""

    def sum_open(self, units: Collection[str]) -> Mapping[str, int]:
        """Return how many matters each of some units has open."""


class UnitPeople(Protocol):
    """Officers by their units."""

    def list_by_units(self, units: Collection[str]) -> Sequence[Officer]:
        """Return the records of officers who have, or had, a right in one of some units, each once."""


@dataclass(frozen=True, slots=True)
class UnitEffect:
    """What a change does to one unit: `before` and `after` are the unit without and with it on the first day (`before`
    None for a new one, `after` the same unit with its last day for one that ends). Dossiers and matters are what is
    open now, with those of units whose work it has on the first day; `people` are the officers with a right there in
    force on that day; `below` are units directly below; `procedures` those for which it is competent on that day
    without the change. `counter` is where people find what it does, without and with the change."""

    before: Agency | None
    after: Agency
    dossiers: int = 0
    matters: int = 0
    people: int = 0
    below: int = 0
    procedures: int = 0
    counter: tuple[UnitCounter | None, UnitCounter | None] = (None, None)


@dataclass(frozen=True, slots=True)
class UnitsPreview:
    """The effect of a change, unit by unit, and the faults for which it cannot be proposed."""

    change: UnitChange
    units: tuple[UnitEffect, ...]
    faults: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class UnitsPreviewDesk:
    """Reads what a preview shows."""

    office: UnitOffice
    boards: UnitCounts
    matters: UnitMatters
    people: UnitPeople
    list_procedures: Callable[[], Sequence[Procedure]]

    def preview(self, actor: Actor, change: UnitChange, now: datetime) -> UnitsPreview:
        """Return the effect of a change, for those who propose, decide and audit changes; raise Forbidden."""
        if not actor.list_roles(now) & (PROPOSERS | READERS):
            raise Forbidden()
        stored = self.office.units.load()
        before = fold_changes(stored.units, stored.changes, change.effective)
        known = tuple(unit for unit in dict.fromkeys(change.units) if unit in before)
        served = {unit: _list_served(before, unit, change.effective) for unit in known}
        tree = stored.base.replace_agencies(before.values())
        counted = self._count_all(tree, served, change.effective)
        busy = {unit for unit, effect in counted.items() if effect.dossiers or effect.matters}
        faults = self._list_faults(stored.units, stored.changes, change, now, busy)
        if faults:
            return UnitsPreview(change, tuple(counted.values()), faults)
        after = fold_changes(stored.units, (*stored.changes, change), change.effective)
        later = stored.base.replace_agencies(after.values())
        moved = (
            replace(each, after=after[unit], counter=(each.counter[0], find_counter(later, unit, change.effective)))
            for unit, each in counted.items()
        )
        opened = (
            UnitEffect(None, after[each.id], counter=(None, find_counter(later, each.id, change.effective)))
            for each in change.opened
        )
        return UnitsPreview(change, (*moved, *opened), ())

    def _count_all(self, tree: AgencyTree, served: Mapping[str, Collection[str]], on: date) -> dict[str, UnitEffect]:
        """Return what units have on a day; what is the same for all of them is read once."""
        begins, every = datetime.combine(on, datetime.min.time(), VIETNAM), sorted({*chain(*served.values())})
        working: dict[str, set[str]] = {}
        for officer in self.people.list_by_units(every):
            for right in officer.assignments:
                if right.is_in_force(begins):
                    working.setdefault(right.unit, set()).add(officer.sub)
        matters, procedures = self.matters.sum_open(every), self.list_procedures()
        below = Counter(each.parent for each in tree.list_active(on))
        found = {}
        for unit, units in served.items():
            agency, counter = tree.get(unit), find_counter(tree, unit, on)
            found[unit] = UnitEffect(
                agency,
                agency,
                sum(number for each in units for number in self.boards.read_counts(each).values()),
                sum(matters.get(each, 0) for each in units),
                len(set[str]().union(*(working.get(each, ()) for each in units))),
                below[unit],
                len({each.procedure for each in list_competences(tree, procedures, unit, on)}),
                (counter, counter),
            )
        return found

    @staticmethod
    def _list_faults(
        base: Mapping[str, Agency],
        approved: Collection[UnitChange],
        change: UnitChange,
        now: datetime,
        busy: Collection[str],
    ) -> tuple[FieldError, ...]:
        try:
            require_valid(base, approved, change, now.astimezone(VIETNAM).date(), busy)
        except Invalid as refused:
            return tuple(name_fields(refused, change).fields)
        return ()


def _list_served(units: Mapping[str, Agency], unit: str, on: date) -> tuple[str, ...]:
    """Return a unit, and those that ended before a day and whose work it has then."""
    ended = (each for each in units.values() if each.successor and each.id != unit)
    return unit, *(each.id for each in ended if find_unit_of(units, each.id, on).id == unit)
