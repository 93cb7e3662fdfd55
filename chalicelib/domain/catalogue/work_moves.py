"""Open work that moves from units that ended to their successors, after the day: which successions there are, what is
to move of a dossier, and how far a unit is.

Each succession moves by a fact of its own, in the order of their days, so that the course shows a chain of mergers as
it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from chalicelib.domain.catalogue.agencies import AgencyTree
from chalicelib.domain.catalogue.succession import find_heir
from chalicelib.domain.catalogue.unit_changes import ENDING, UnitChange
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.unit_moves import AGENCY, ONE_STOP, name_task

PLACES_AT_ONCE = 8
"""Places of one fact, so that its transaction stays well inside the limit of items."""
LOOKED_AGAIN = timedelta(hours=20)
"""So long after a unit was found empty it is looked at again: somebody may have worked at midnight, and a closed
dossier may still come to owe a letter."""
SETTLES = timedelta(hours=1)
"""So long after its last move a unit is looked at once more: what was begun before the move has ended by then, so that
a unit without anything open stays without, and lists of open work leave it out."""
LONGEST_STILL = timedelta(hours=2)
"""So long after its last move a unit that still has open work is reported."""


@dataclass(frozen=True, slots=True)
class Succession:
    """A unit that ended, who has its work, and since which day; the kind of change and the matter that decided it, both
    empty for a unit that ended before units were records."""

    unit: str
    successor: str
    effective: date
    cause: str = ""
    change: str = ""


def list_successions(
    tree: AgencyTree, changes: Sequence[UnitChange], matters: Mapping[int, str], on: date
) -> tuple[Succession, ...]:
    """Return the successions in effect on a day, in the order of their days; those that lead to no unit which operates
    are left out. `matters` are the matters that decided the changes, by their number from 1 on."""
    decided = {
        unit: (change.kind.value, matters.get(number, ""))
        for number, change in enumerate(changes, 1)
        if change.kind in ENDING
        for unit in change.units
    }
    found = [
        Succession(each.id, each.successor, each.active_until + timedelta(days=1), *decided.get(each.id, ("", "")))
        for each in tree.list_succeeded()
        if each.successor and each.active_until and each.active_until < on and _has_living_heir(tree, each.id, on)
    ]
    return tuple(sorted(found, key=lambda each: (each.effective, each.unit)))


def _has_living_heir(tree: AgencyTree, unit: str, on: date) -> bool:
    heir = find_heir(tree, unit, on)
    return heir != unit and tree.get(heir).is_active(on)


def list_open_places(dossier: Dossier) -> Mapping[str, str]:
    """Return the unit in each place of a dossier where work is open: none once it is closed and owes nothing."""
    if not dossier.is_open and not dossier.requests:
        return {}
    tasks = {name_task(task.n): task.unit for task in dossier.tasks if task.done_at is None}
    own = {ONE_STOP: dossier.one_stop, AGENCY: dossier.agency}
    return {place: unit for place, unit in {**own, **tasks}.items() if unit}


def find_dossier_move(dossier: Dossier, successions: Iterable[Succession]) -> tuple[Succession, tuple[str, ...]] | None:
    """Return the first succession by which open work of a dossier moves, with the places; None where none is left."""
    open_places = list_open_places(dossier)
    for each in successions:
        if places := tuple(place for place, unit in open_places.items() if unit == each.unit):
            return each, places[:PLACES_AT_ONCE]
    return None


@dataclass(frozen=True, slots=True)
class WorkMove:
    """How far the work of a unit is: facts recorded since it began, and when something moved last. A pass goes over the
    unit's lists, one after the other: `place` and `cursor` say where it continues, `found` how many entries it has seen
    and `gone` how many of them moved. It was empty at `done_at`, when a whole pass had found nothing; `waits_since` is
    when something moved last, or was found in a unit that had been empty."""

    unit: str
    successor: str
    begun_at: datetime
    moved_at: datetime
    waits_since: datetime
    moved: int = 0
    place: int = 0
    cursor: str = ""
    found: int = 0
    gone: int = 0
    done_at: datetime | None = None
    version: int = 0

    @property
    def is_between(self) -> bool:
        """Return whether a pass over the lists has just ended, or none has begun."""
        return self.place == 0 and not self.cursor

    def is_due(self, now: datetime) -> bool:
        """Return whether the unit's lists are to be looked at."""
        if self.done_at is None:
            return True
        return now - self.done_at >= (LOOKED_AGAIN if self.is_settled else SETTLES)

    @property
    def is_settled(self) -> bool:
        """Return whether nothing was open so long after the last move that nothing more can come."""
        return self.done_at is not None and self.done_at - max(self.begun_at, self.moved_at) >= SETTLES

    def is_still(self, now: datetime) -> bool:
        """Return whether open work has waited for too long."""
        return self.done_at is None and now - self.waits_since >= LONGEST_STILL

    def add_page(self, found: int, gone: int, cursor: str | None, lists: int, now: datetime) -> WorkMove:
        """Return the state after a page of a list: at the next page, at the next of so many lists, or at the end of the
        pass. A pass that found nothing leaves the unit empty."""
        after = replace(
            self,
            found=self.found + found,
            gone=self.gone + gone,
            moved=self.moved + gone,
            moved_at=now if gone else self.moved_at,
            waits_since=now if gone else self.waits_since,
            cursor=cursor or "",
            place=self.place if cursor else self.place + 1,
        )
        if after.place < lists:
            return after
        return replace(after, place=0, done_at=None if after.found else now)

    def begin_pass(self, now: datetime) -> WorkMove:
        """Return the state at the beginning of a pass."""
        return replace(self, found=0, gone=0, waits_since=now if self.done_at else self.waits_since)


def begin_move(succession: Succession, now: datetime) -> WorkMove:
    """Return the state of a unit of which nothing has moved yet."""
    return WorkMove(succession.unit, succession.successor, now, now, now)
