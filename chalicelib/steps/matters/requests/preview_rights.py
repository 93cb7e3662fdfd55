"""What a unit's request would do to somebody's rights, before it is sent and before it is granted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from chalicelib.domain.accounts.account_requests import (
    RightsRequest,
    build_rights_change,
    find_clash,
    is_same_person,
    list_meant_rights,
)
from chalicelib.domain.accounts.officers import READERS, Officer, find_new_rights
from chalicelib.domain.accounts.rights.rights_history import compare_rights
from chalicelib.domain.accounts.roles import Actor, Assignment, Role
from chalicelib.domain.matters.kinds.account_requests import ACCOUNT_REQUESTS
from chalicelib.domain.shared.errors import Forbidden

ASKERS = ACCOUNT_REQUESTS.opening.who
"""Who sends such requests."""


class RightsRecords(Protocol):
    """The store of officers' records."""

    def load(self, sub: str) -> Officer:
        """Return the present record of the account's person."""


@dataclass(frozen=True, slots=True)
class RightsPreview:
    """The person, the rights that stay, begin and end, those of the new ones whose unit the reader may look into
    (`opened`), two roles that would be kept apart (`clash`), and whether the reader asks for themselves, which somebody
    else then grants (`own`). `choices` are the rights, by key, of which a request for the end of a single one must name
    one; until then nothing ends."""

    person: Officer
    kept: tuple[Assignment, ...]
    given: tuple[Assignment, ...]
    opened: tuple[Assignment, ...]
    ended: tuple[Assignment, ...]
    clash: tuple[Role, Role] | None
    own: bool
    choices: Mapping[str, Assignment]


def preview_rights(
    records: RightsRecords,
    find_superiors: Callable[[str], frozenset[str]],
    actor: Actor,
    request: RightsRequest,
    now: datetime,
) -> RightsPreview:
    """Return the effect of a request, for those who send, grant and audit requests; raise Forbidden. A head reads only
    rights in the own units and those below; that two duties are kept apart is said of any unit."""
    roles = actor.list_roles(now)
    if not roles & (ASKERS | READERS):
        raise Forbidden()
    before = records.load(request.person)
    choices = _list_choices(before, request, now)
    if choices and not (request.ends and request.ends.key):
        request = replace(request, ends=None)
    change = build_rights_change(before, request, "", now)
    given, ended = compare_rights(before.assignments, change.assignments)
    own = actor.list_units(now)

    def may_read(right: Assignment) -> bool:
        return bool(roles & READERS or own & {right.unit, *find_superiors(right.unit)})

    current = [each for each in change.assignments if each.valid_until is None or now < each.valid_until]
    return RightsPreview(
        before,
        tuple(each for each in current if each not in given and each not in ended and may_read(each)),
        given,
        tuple(filter(may_read, given)),
        tuple(filter(may_read, ended)),
        find_clash(change.assignments, now) if find_new_rights(before, change) else None,
        is_same_person(actor, records.load(actor.sub), before),
        {key: each for key, each in choices.items() if may_read(each)},
    )


def _list_choices(officer: Officer, request: RightsRequest, now: datetime) -> Mapping[str, Assignment]:
    """Return the rights that a request for the end of a single one fits, by key; none where it fits just one."""
    if request.ends is None or not request.ends.one:
        return {}
    found = list_meant_rights(officer, replace(request.ends, key=""), now)
    return found if len(found) > 1 else {}
