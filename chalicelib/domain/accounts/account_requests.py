"""What a unit's written request does to an officer's rights, and which duties nobody may have at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from chalicelib.domain.accounts.officers import Officer, RightsChange
from chalicelib.domain.accounts.roles import (
    ONE_EACH,
    PROVINCE_UNIT,
    PROVINCE_WIDE,
    SPECIAL,
    Actor,
    Assignment,
    Role,
)

ALONE = frozenset(Role) - {Role.APPLICANT, Role.VENDOR_TECHNICAL}
ON_DOSSIERS = frozenset(Role) - PROVINCE_WIDE - SPECIAL - {Role.APPLICANT}
APART: tuple[tuple[Role, frozenset[Role]], ...] = (
    (Role.OPERATOR, ON_DOSSIERS | {Role.AUDITOR}),
    (Role.AUDITOR, ON_DOSSIERS | {Role.PROVINCIAL_OFFICE, Role.CATALOGUE_EDITOR}),
    (Role.VENDOR_TECHNICAL, ALONE),
    (Role.POLICE_POPULATION, frozenset({Role.POPULATION_READER})),
)
"""Duties that are kept apart: who runs the system decides on no dossier (HUE-18.1.c), who audits audits no own work,
and a vendor has no right but the technical one (LC-2.5)."""


@dataclass(frozen=True, slots=True)
class RightsRequest:
    """A request, as its form was answered. `adds` says that a right is asked for, `ends` where rights end: in the one
    unit, or everywhere for an empty one; None for nowhere. `only` ends the rights of one special task alone."""

    person: str
    role: Role | None = None
    unit: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    backup_for: str = ""
    stage: str = ""
    document: str = ""
    document_day: date | None = None
    name: str = ""
    title: str = ""
    ends: str | None = None
    only: Role | None = None


def build_rights_change(officer: Officer, request: RightsRequest, number: str, now: datetime) -> RightsChange:
    """Return the officer's whole record after a request; `number` is that of the request. A right that a closed period
    has ended stays on record unchanged."""
    kept = tuple(
        _end_right(each, now) if _is_meant(each, request) else each
        for each in officer.assignments
        if not (_is_meant(each, request) and each.valid_from >= now)
    )
    return RightsChange(
        request.name or officer.name,
        request.title or officer.title,
        officer.email,
        (*kept, *_build_right(request, now)),
        number,
    )


def _is_meant(right: Assignment, request: RightsRequest) -> bool:
    """Return whether a request ends a right."""
    return request.ends is not None and request.ends in ("", right.unit) and request.only in (None, right.role)


def find_task_grantors(request: RightsRequest, grantors: tuple[Role, ...]) -> tuple[Role, ...]:
    """Return who grants what is asked for: those of the province's rule, or the police the right to look up population
    data (LC-17.5)."""
    return (Role.POLICE_POPULATION,) if Role.POPULATION_READER in (request.role, request.only) else grantors


def _end_right(right: Assignment, now: datetime) -> Assignment:
    return right if right.valid_until is not None and right.valid_until <= now else replace(right, valid_until=now)


def _build_right(request: RightsRequest, now: datetime) -> Iterator[Assignment]:
    if request.role is not None:
        unit = PROVINCE_UNIT if request.role in PROVINCE_WIDE else request.unit
        since = max(now, request.valid_from or now)
        yield Assignment(
            request.role, unit, since, request.valid_until, request.backup_for or None, request.stage,
            request.document, request.document_day,
        )  # fmt: skip


def is_same_person(actor: Actor, grantor: Officer, officer: Officer) -> bool:
    """Return whether rights would go to their grantor: to the own record, to another account of theirs, or to one
    that the same number proved or has on record."""
    own = {actor.sub, grantor.sub, *actor.merged, *grantor.marks.merged}
    other = {officer.sub, officer.account, *officer.marks.merged} - {""}
    return bool(own & other or _list_numbers(grantor) & _list_numbers(officer))


def _list_numbers(officer: Officer) -> frozenset[str]:
    proven = officer.identity.id_number if officer.identity else ""
    return frozenset({officer.id_number, proven or ""} - {""})


def find_clash(assignments: tuple[Assignment, ...], now: datetime) -> tuple[Role, Role] | None:
    """Return two rights of one person, both in force at some time from now on, that are kept apart."""
    live = [each for each in assignments if each.valid_until is None or each.valid_until > now]
    for one in live:
        for role, others in APART:
            for other in live:
                if one.role is role and other.role in others and _share_time(one, other):
                    return one.role, other.role
    return None


def _share_time(one: Assignment, other: Assignment) -> bool:
    return (one.valid_until is None or other.valid_from < one.valid_until) and (
        other.valid_until is None or one.valid_from < other.valid_until
    )


def find_holder(request: RightsRequest, officers: Iterable[Officer], now: datetime) -> str | None:
    """Return who already has a task, at the time that is asked for, which each unit gives to one person; a backup for
    that person is none too many."""
    wanted = next(_build_right(request, now), None)
    if wanted is None or wanted.role not in ONE_EACH or wanted.backup_for:
        return None
    return next(
        (
            each.sub
            for each in officers
            for held in each.assignments
            if each.sub != request.person and held.role is wanted.role and held.unit == wanted.unit
            and not held.backup_for and (held.valid_until is None or held.valid_until > now)
            and _share_time(held, wanted)
        ),
        None,
    )  # fmt: skip
