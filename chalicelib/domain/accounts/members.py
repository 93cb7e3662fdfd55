"""Members of a unit as colleagues choose them: by name, title and workload."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import PROVINCE_WIDE, Role
from chalicelib.domain.shared.folding import fold


@dataclass(frozen=True, slots=True)
class OfficerName:
    """The name with which an officer signs."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Load:
    """Open shares of a holder; `overdue` of them are late."""

    open: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class Member:
    """A present member of a unit, with the roles held there."""

    sub: str
    name: str
    title: str
    roles: tuple[Role, ...]
    load: Load


def count_loads(held: Iterable[tuple[str, datetime | None]], now: datetime) -> dict[str, Load]:
    """Return how many open shares each holder has, from the shares and their due times."""
    loads: dict[str, Load] = {}
    for holder, due_at in held:
        had = loads.get(holder, Load())
        loads[holder] = Load(had.open + 1, had.overdue + (due_at is not None and due_at < now))
    return loads


def list_members(
    officers: Iterable[Officer], unit: str, loads: Mapping[str, Load], now: datetime
) -> tuple[Member, ...]:
    """Return the present members of the unit in the order of Vietnamese name lists: by given name, then by the whole
    name."""
    members = [
        Member(each.sub, each.name, each.title, roles, loads.get(each.sub, Load()))
        for each in officers
        if (roles := _roles(each, unit, now))
    ]
    return tuple(sorted(members, key=lambda each: (_given_name(each.name), fold(each.name), each.sub)))


def _roles(officer: Officer, unit: str, now: datetime) -> tuple[Role, ...]:
    held = {a.role for a in officer.assignments if a.unit == unit and a.holds(now)}
    return tuple(sorted(held - PROVINCE_WIDE))


def _given_name(name: str) -> str:
    return fold(name).rpartition(" ")[2]
