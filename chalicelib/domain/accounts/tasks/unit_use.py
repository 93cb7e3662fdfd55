"""The use of the system in a unit, as its IT officer follows it: sign-ins and open work of its officers, and no
applicant's data (QN-26.4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.members import Member, Workload, list_members
from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.shared.errors import Forbidden


@dataclass(frozen=True, slots=True)
class OfficerUse:
    """An officer of the unit: the newest sign-in, and how many there were this month and in the month before."""

    member: Member
    last_sign_in: datetime | None
    sign_ins: int
    sign_ins_before: int


def require_it_officer(actor: Actor, unit: str, now: datetime) -> None:
    """Raise Forbidden unless the actor is the IT officer of the unit."""
    if Role.UNIT_IT not in actor.list_roles_in(unit, now):
        raise Forbidden()


def list_use(
    officers: Collection[Officer], units: Collection[str], loads: Mapping[str, Workload], now: datetime
) -> tuple[OfficerUse, ...]:
    """Return the use by each present officer of the unit, in the order of its members."""
    by_sub = {each.sub: each for each in officers}
    return tuple(_describe_use(member, by_sub[member.sub], now) for member in list_members(officers, units, loads, now))


def _describe_use(member: Member, officer: Officer, now: datetime) -> OfficerUse:
    newest = officer.sign_in
    count, before = newest.count_in(now) if newest else (0, 0)
    return OfficerUse(member, newest.at if newest else None, count, before)


def list_held_units(officers: Iterable[Officer], task: Role, now: datetime) -> frozenset[str]:
    """Return the units in which somebody has a task now, themselves and not as a backup."""
    return frozenset(
        right.unit
        for each in officers
        for right in each.assignments
        if right.role is task and not right.backup_for and right.is_in_force(now)
    )


def list_missing(units: Iterable[str], held: Collection[str]) -> tuple[str, ...]:
    """Return the units in which nobody has a task."""
    return tuple(each for each in units if each not in held)
