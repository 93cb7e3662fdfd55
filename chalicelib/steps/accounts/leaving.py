"""Somebody's open shares: as they are read before a hand-over, and as they keep rights from ending (0318)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from chalicelib.domain.accounts.handing_over import (
    HeldShares,
    OpenWorkLeft,
    find_backup,
    find_owner,
    find_right_end,
    list_answered_for,
    list_case_units,
    list_left_units,
    may_handle_cases,
)
from chalicelib.domain.accounts.members import Workload
from chalicelib.domain.accounts.officers import READERS, Officer
from chalicelib.domain.accounts.roles import Actor, Assignment, Role
from chalicelib.domain.flow.transitions import SETTLING, State
from chalicelib.domain.shared.errors import Forbidden
from chalicelib.domain.shared.timezone import parse_stamp
from chalicelib.domain.supervision.worklist import MOST_SORTED, Narrowing

SUPERIORS = frozenset({Role.HEAD_OF_SECTION, Role.AGENCY_HEAD})
"""Roles that assign the shares of their unit to somebody else."""


class OpenShares(Protocol):
    """The index of units' open work."""

    def list_whole(self, unit: str, states: Sequence[State], wanted: Narrowing, most: int) -> Sequence[dict[str, Any]]:
        """Return all open work of a unit in some states, filtered; more lines than `most` say that there are others."""


class UnitOfficers(Protocol):
    """The index of a unit's officers."""

    def list_by_unit(self, unit: str) -> Sequence[Officer]:
        """Return the records of officers who have, or had, a right in the unit."""


@dataclass(frozen=True, slots=True)
class LeavingDesk:
    """Reads what somebody has open, by unit."""

    shares: OpenShares
    people: UnitOfficers
    find_heir: Callable[[str, datetime], str]
    list_units_served: Callable[[str, datetime], Sequence[str]]

    def list_held(self, officer: Officer, now: datetime) -> tuple[HeldShares, ...]:
        """Return the person's open shares in each unit where they handle cases, or did."""
        return tuple(self._count_held(officer, unit, now) for unit in list_case_units(officer, self._find_heir(now)))

    def require_handed_over(self, before: Officer, after: Officer, now: datetime) -> None:
        """Raise OpenWorkLeft when a change of rights would leave open shares without an officer."""
        heir, count = self._find_heir(now), 0
        for unit in list_left_units(before, after, heir, now):
            stays = {each.sub: each for each in self._list_officers(unit, now)} | {after.sub: after}
            for holder in list_answered_for(before, unit, heir, now):
                if not find_owner(holder, unit, stays.values(), heir, now):
                    count += len(self._list_shares(holder, unit))
        if count:
            raise OpenWorkLeft(open=count)

    def _find_heir(self, now: datetime) -> Callable[[str], str]:
        return lambda unit: self.find_heir(unit, now)

    def _count_held(self, officer: Officer, unit: str, now: datetime) -> HeldShares:
        heir = self._find_heir(now)
        lines = self._list_shares(officer.sub, unit)
        late = sum(1 for each in lines if each["due_at"] and parse_stamp(each["due_at"]) < now)
        # Nobody needs a backup who has nothing.
        backup = find_backup(self._list_officers(unit, now), officer.sub, unit, heir, now) if lines else ""
        return HeldShares(
            unit,
            Workload(len(lines), late),
            may_handle_cases(officer, unit, heir, now),
            find_right_end(officer, unit, heir, now),
            backup,
        )

    def _list_shares(self, holder: str, unit: str) -> Sequence[dict[str, Any]]:
        states = sorted(SETTLING, key=list(State).index)
        return self.shares.list_whole(unit, states, Narrowing(holder=holder), MOST_SORTED)

    def _list_officers(self, unit: str, now: datetime) -> Sequence[Officer]:
        found = {each.sub: each for one in self.list_units_served(unit, now) for each in self.people.list_by_unit(one)}
        return list(found.values())


@dataclass(frozen=True, slots=True)
class HeldWork:
    """A person's open shares by unit, and their present and coming rights."""

    units: tuple[HeldShares, ...]
    duties: tuple[Assignment, ...]


def read_open_work(desk: LeavingDesk, actor: Actor, officer: Officer, now: datetime) -> HeldWork:
    """Return a person's open work: to themselves and to those who grant or audit rights, all; to superiors, that of
    their own units. Raise Forbidden for everybody else."""

    def find_heir(unit: str) -> str:
        return desk.find_heir(unit, now)

    current = [each for each in officer.assignments if each.valid_until is None or now < each.valid_until]
    if actor.sub == officer.sub or actor.list_roles(now) & READERS:
        return HeldWork(desk.list_held(officer, now), tuple(current))
    own = {find_heir(each.unit) for each in actor.assignments if each.role in SUPERIORS and each.is_in_force(now)}
    if not own & set(list_case_units(officer, find_heir)):
        raise Forbidden()
    return HeldWork(
        tuple(each for each in desk.list_held(officer, now) if each.unit in own),
        tuple(each for each in current if find_heir(each.unit) in own),
    )
