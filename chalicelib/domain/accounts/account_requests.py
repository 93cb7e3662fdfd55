"""What a unit's written request does to an officer's rights, and which duties nobody may have at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from chalicelib.domain.accounts.officers import Officer, RightsChange
from chalicelib.domain.accounts.rights.right_key import RightGone, build_right_key
from chalicelib.domain.accounts.roles import (
    ONE_EACH,
    PROVINCE_UNIT,
    PROVINCE_WIDE,
    SPECIAL,
    Actor,
    Assignment,
    Role,
)
from chalicelib.domain.shared.errors import FieldError, Invalid

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
class EndedRights:
    """Which rights of a person end: those of a unit, or everywhere for an empty one, or of one role there. `one` says
    that a single right ends; its `key` says which, where the person has several of that role in the unit."""

    unit: str = ""
    role: Role | None = None
    one: bool = False
    key: str = ""

    def is_meant(self, person: str, right: Assignment) -> bool:
        """Return whether a right of the person is meant."""
        if self.key:
            return build_right_key(person, right) == self.key
        return self.unit in ("", right.unit) and self.role in (None, right.role)


@dataclass(frozen=True, slots=True)
class RightsRequest:
    """A request, as its form was answered: the right that is asked for, if `role` names one, and the rights that end;
    None for none."""

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
    ends: EndedRights | None = None


def build_rights_change(officer: Officer, request: RightsRequest, number: str, now: datetime) -> RightsChange:
    """Return the officer's whole record after a request; `number` is that of the request. A right that a closed period
    has ended stays on record unchanged."""
    ends = request.ends
    meant = [ends is not None and ends.is_meant(officer.sub, each) for each in officer.assignments]
    kept = tuple(
        _end_right(each, now) if ended else each
        for each, ended in zip(officer.assignments, meant, strict=True)
        if not (ended and each.valid_from >= now)
    )
    return RightsChange(
        request.name or officer.name,
        request.title or officer.title,
        officer.email,
        (*kept, *_build_right(request, now)),
        number,
    )


def list_meant_rights(officer: Officer, ends: EndedRights, now: datetime) -> Mapping[str, Assignment]:
    """Return the present and coming rights of an officer that a request means, by their keys."""
    live = (each for each in officer.assignments if each.valid_until is None or now < each.valid_until)
    return {build_right_key(officer.sub, each): each for each in live if ends.is_meant(officer.sub, each)}


def require_one_right(officer: Officer, request: RightsRequest, now: datetime) -> None:
    """Raise, for a request that ends a single right, RightGone for one that is no more, and Invalid where it does not
    say which of several it means."""
    if request.ends is None or not request.ends.one:
        return
    meant = list_meant_rights(officer, request.ends, now)
    if request.ends.key and not meant:
        raise RightGone()
    if len(meant) > 1:
        raise Invalid(fields=(FieldError(
            "/values/right", "several_rights",
            f"Người này có {len(meant)} quyền như vậy ở đơn vị; chọn một quyền.",
            f"The person has {len(meant)} such rights in the unit; choose one.",
        ),))  # fmt: skip


def find_task_grantors(request: RightsRequest, grantors: tuple[Role, ...]) -> tuple[Role, ...]:
    """Return who grants what is asked for: those of the province's rule, or the police the right to look up population
    data (LC-17.5)."""
    ended = request.ends.role if request.ends else None
    return (Role.POLICE_POPULATION,) if Role.POPULATION_READER in (request.role, ended) else grantors


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
