"""Open shares of dossiers that somebody leaves: nobody's right to handle cases ends while a share would stay behind
without an officer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.members import Workload
from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.shared.errors import Refusal, RefusalKind

HANDLES = Role.CASE_OFFICER
"""The role whose holders have shares of their own; every other role acts on what is in its unit."""
FindHeir = Callable[[str], str]
"""Returns the unit that has a unit's work today."""


class OpenWorkLeft(Refusal):
    """The right to handle cases ends only when no open share stays behind without an officer."""

    code = "open_work_left"
    kind = RefusalKind.WRONG_MOMENT
    vi = (
        "Người này còn thụ lý {open} hồ sơ. Bàn giao các hồ sơ đó ở trang Bàn giao công việc, hoặc phân công người làm "
        "thay, rồi thu hồi quyền."
    )
    en = "{open} dossiers are still with this person. Hand them over, or appoint a backup, then end the rights."


@dataclass(frozen=True, slots=True)
class HeldShares:
    """The open shares of a person in a unit. `has_right` says whether the person may handle cases there now, `until`
    when that ends; `backup` is who stands in for them there."""

    unit: str
    load: Workload
    has_right: bool
    until: datetime | None
    backup: str


def list_case_units(officer: Officer, find_heir: FindHeir) -> tuple[str, ...]:
    """Return the units in which the person handles cases, or did, each by the unit that has its work today."""
    return tuple(sorted({find_heir(each.unit) for each in officer.assignments if each.role is HANDLES}))


def may_handle_cases(officer: Officer, unit: str, find_heir: FindHeir, now: datetime) -> bool:
    """Return whether the person handles cases in a unit now: has the right, and an account that can be used."""
    return not officer.state.is_closed(office=True) and any(
        each.role is HANDLES and find_heir(each.unit) == unit and each.is_in_force(now) for each in officer.assignments
    )


def find_right_end(officer: Officer, unit: str, find_heir: FindHeir, now: datetime) -> datetime | None:
    """Return when the present right to handle cases in a unit ends; None for never, and for nobody's right."""
    ends = [
        each.valid_until
        for each in officer.assignments
        if each.role is HANDLES and find_heir(each.unit) == unit and each.is_in_force(now)
    ]
    known = [each for each in ends if each is not None]
    return max(known) if known and len(known) == len(ends) else None


def find_backup(officers: Iterable[Officer], absent: str, unit: str, find_heir: FindHeir, now: datetime) -> str:
    """Return who stands in for a person in a unit now; empty for nobody."""
    backups = (
        each.sub
        for each in officers
        if each.sub != absent
        and not each.state.is_closed(office=True)
        and any(
            a.role is HANDLES and a.backup_for == absent and find_heir(a.unit) == unit and a.is_in_force(now)
            for a in each.assignments
        )
    )
    return min(backups, default="")


def find_owner(holder: str, unit: str, officers: Iterable[Officer], find_heir: FindHeir, now: datetime) -> str:
    """Return who answers for a share now: the backup of its holder, else the holder; empty when neither may handle
    cases, so that the unit's superiors must assign it."""
    known = {each.sub: each for each in officers}
    backup = find_backup(known.values(), holder, unit, find_heir, now)
    if backup:
        return backup
    found = known.get(holder)
    return holder if found is not None and may_handle_cases(found, unit, find_heir, now) else ""


def list_left_units(before: Officer, after: Officer, find_heir: FindHeir, now: datetime) -> tuple[str, ...]:
    """Return the units in which a change ends a person's right to handle cases now."""
    return tuple(
        unit
        for unit in list_case_units(before, find_heir)
        if may_handle_cases(before, unit, find_heir, now) and not may_handle_cases(after, unit, find_heir, now)
    )


def list_answered_for(officer: Officer, unit: str, find_heir: FindHeir, now: datetime) -> tuple[str, ...]:
    """Return whose shares in a unit the person may have to answer for: their own, and those of people for whom they
    stand in."""
    absent = {
        each.backup_for
        for each in officer.assignments
        if each.role is HANDLES and each.backup_for and find_heir(each.unit) == unit and each.is_in_force(now)
    }
    return (officer.sub, *sorted(absent - {officer.sub}))
