"""The people of a unit as their colleagues choose them: by name, title and what they have on their desks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import PROVINCE_WIDE, Role
from chalicelib.domain.shared.folding import fold


@dataclass(frozen=True, slots=True)
class OfficerName:
    """How an officer signs."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Load:
    """Shares that somebody has and that are being worked on; `overdue` of them are late."""

    open: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works in a unit now, with the roles held there."""

    sub: str
    name: str
    title: str
    roles: tuple[Role, ...]
    load: Load


def count_loads(held: Iterable[tuple[str, datetime | None]], now: datetime) -> dict[str, Load]:
    """How much each holder has, from the shares and their due times."""
    loads: dict[str, Load] = {}
    for holder, due_at in held:
        had = loads.get(holder, Load())
        loads[holder] = Load(had.open + 1, had.overdue + (due_at is not None and due_at < now))
    return loads


def list_members(
    officers: Iterable[Officer], unit: str, loads: Mapping[str, Load], now: datetime
) -> tuple[Member, ...]:
    """Who works in the unit now, in the order of Vietnamese name lists: by given name, then by the whole name."""
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
