"""Granting, changing and revoking officers' rights (LC-17.3): load, decide, save together with the change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from chalicelib.domain.accounts.officers import (
    AccountUnknown,
    Officer,
    RequestNeeded,
    RightsChange,
    change_rights,
    find_new_rights,
    list_current_rights,
    require_reader,
    require_rights_reader,
)
from chalicelib.domain.accounts.roles import PROVINCE_WIDE, SPECIAL, Actor, Assignment, Role
from chalicelib.domain.catalogue.agencies import AgencyTree, UnknownAgency
from chalicelib.domain.shared.errors import Busy, FieldError, Invalid
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time.officer_days import find_officer_day_fault
from chalicelib.steps.dossier.command import TRIES, back_off
from chalicelib.steps.dossier.ports import Conflict


class OfficerRecords(Protocol):
    """The store of officers' records."""

    def load(self, sub: str) -> Officer:
        """Return the present record."""

    def load_recent(self, sub: str, real_now: datetime) -> Officer:
        """Return the record, not older than a minute."""

    def save(self, officer: Officer, by: str, request_ref: str, now: datetime, grantor: Officer | None = None) -> None:
        """Store the record and the change together, while the grantor's rights are unchanged; raise Stale, Conflict."""


class Accounts(Protocol):
    """Accounts that can sign in."""

    def has(self, sub: str) -> bool:
        """Return whether the account exists."""


class OfficerLists(Protocol):
    """The index of a unit's officers."""

    def list_by_unit(self, unit: str) -> Sequence[Officer]:
        """Return the records of officers who have, or had, a right in the unit."""


def list_officers(lists: OfficerLists, actor: Actor, unit: str, now: datetime) -> tuple[Officer, ...]:
    """Return the officers of a unit, each with their present and future rights in it; raise Forbidden. Officers without
    any are left out."""
    require_reader(actor, now)
    shown = [replace(each, assignments=list_current_rights(each, unit, now)) for each in lists.list_by_unit(unit)]
    return tuple(each for each in shown if each.assignments)


def read_officer(records: OfficerRecords, actor: Actor, sub: str, now: datetime) -> Officer:
    """Return an officer's record, for those who grant or audit rights and for the officer; raise Forbidden."""
    require_rights_reader(actor, sub, now)
    return records.load(sub)


def put_rights(
    records: OfficerRecords,
    accounts: Accounts,
    agencies: AgencyTree,
    actor: Actor,
    sub: str,
    change: RightsChange,
    expected: int,
    now: datetime,
    grantors: Sequence[Role],
    require_handed_over: Callable[[Officer, Officer, datetime], None],
) -> Officer:
    """Replace the rights of `sub` (LC-17.3.b, c) and return the new record; `grantors` may, the highest first.

    The grantor's own rights are read again and must be unchanged when the change is stored: of people who revoke each
    other's rights at once, one keeps theirs, so that a grantor always remains.

    Raise Forbidden, OwnRights, AccountUnknown, OpenWorkLeft while work would stay behind, Stale, Busy, or Invalid for
    an unknown or closed unit and for a period that ends before it starts; RequestNeeded for a special task, which has
    its decision on file.
    """
    for turn in range(TRIES):
        back_off(turn)
        grantor = records.load(actor.sub)
        current, before = replace(actor, assignments=grantor.assignments), records.load(sub)
        officer = change_rights(current, before, change, expected, now, grantors)
        _require_sound(change, agencies, now)
        if any(each.role in SPECIAL for each in find_new_rights(before, change)):
            raise RequestNeeded()
        # Rights of a deleted account can still be revoked.
        if find_new_rights(before, change) and not accounts.has(before.account or before.sub):
            raise AccountUnknown()
        require_handed_over(before, officer, now)
        try:
            records.save(officer, actor.sub, change.request_ref, now, grantor)
        except Conflict:
            continue
        return officer
    raise Busy(retry_after=1)


def _require_sound(change: RightsChange, agencies: AgencyTree, now: datetime) -> None:
    """Raise Invalid for an unknown or closed unit, and for a period that ends before it starts."""
    faults = tuple(
        fault
        for i, a in enumerate(change.assignments)
        for fault in (_find_period_fault(i, a, now), _find_unit_fault(i, a, agencies, now))
        if fault
    )
    if faults:
        raise Invalid(fields=faults)


def _find_period_fault(index: int, assignment: Assignment, now: datetime) -> FieldError | None:
    path = f"/assignments/{index}/valid_until"
    if assignment.valid_until is None:
        return None
    if assignment.valid_until <= assignment.valid_from:
        return FieldError(path, "ends_before_start", "Kết thúc trước khi bắt đầu.", "Ends before it starts.")
    # A right that has ended stays on record unchanged.
    in_place = bool(assignment.backup_for) and assignment.valid_until > now
    return find_officer_day_fault("backup_last", assignment.valid_until, now, path) if in_place else None


def _find_unit_fault(index: int, assignment: Assignment, agencies: AgencyTree, now: datetime) -> FieldError | None:
    # A role for the whole province belongs to no agency, and an ended right may name a closed one.
    if assignment.role in PROVINCE_WIDE or (assignment.valid_until and assignment.valid_until <= now):
        return None
    path = f"/assignments/{index}/unit"
    try:
        agency = agencies.get(assignment.unit)
    except UnknownAgency as unknown:
        return FieldError(path, unknown.code, unknown.text_vi, unknown.text_en)
    if agency.is_active(max(now, assignment.valid_from).astimezone(VIETNAM).date()):
        return None
    return FieldError(
        path, "agency_retired", "Cơ quan không hoạt động vào ngày đó.", "The agency does not operate then."
    )
