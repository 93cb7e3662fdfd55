"""Members of a unit as colleagues choose them: by name, title and workload."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import PROVINCE_WIDE, Role
from chalicelib.domain.shared.folding import fold_text


@dataclass(frozen=True, slots=True)
class OfficerName:
    """The name with which an officer signs."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Workload:
    """Open shares of a holder; `overdue` of them are late."""

    open: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class Member:
    """A present member of a unit, with the roles held there; without any for somebody who left open shares behind."""

    sub: str
    name: str
    title: str
    roles: tuple[Role, ...]
    load: Workload


def count_loads(held: Iterable[tuple[str, datetime | None]], now: datetime) -> dict[str, Workload]:
    """Return how many open shares each holder has, from the shares and their due times."""
    loads: dict[str, Workload] = {}
    for holder, due_at in held:
        had = loads.get(holder, Workload())
        loads[holder] = Workload(had.open + 1, had.overdue + (due_at is not None and due_at < now))
    return loads


def list_members(
    officers: Iterable[Officer], units: Collection[str], loads: Mapping[str, Workload], now: datetime
) -> tuple[Member, ...]:
    """Return the present members of a unit, and of those whose work it has, in the order of Vietnamese name lists: by
    given name, then by the whole name. Somebody who left open shares behind is listed without a role."""
    members = [
        Member(each.sub, each.name, each.title, roles, loads.get(each.sub, Workload()))
        for each in officers
        if (roles := _list_roles_held(each, units, now)) or each.sub in loads
    ]
    return tuple(sorted(members, key=lambda each: (_extract_given_name(each.name), fold_text(each.name), each.sub)))


def _list_roles_held(officer: Officer, units: Collection[str], now: datetime) -> tuple[Role, ...]:
    held = {a.role for a in officer.assignments if a.unit in units and a.is_in_force(now)}
    return tuple(sorted(held - PROVINCE_WIDE))


def _extract_given_name(name: str) -> str:
    return fold_text(name).rpartition(" ")[2]
