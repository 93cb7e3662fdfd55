"""Lists of matters: a unit's, and one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.roles import PROVINCE_UNIT, SYSTEM, Role
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.matters.matter_clocks import find_reporter_due
from chalicelib.domain.matters.matter_kind import FieldAudience, MatterKind
from chalicelib.domain.matters.matter_permission import (
    ACCOUNT_REQUEST,
    RIGHTS_REVIEW,
    find_audiences,
    list_matter_steps,
    list_outsiders,
    list_readers,
)
from chalicelib.domain.shared.chained import read_chained
from chalicelib.domain.shared.errors import NotFound
from chalicelib.domain.shared.timezone import parse_stamp
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.read import build_malformed
from chalicelib.models.matters.matters import MatterLine, MattersPage, MattersQuery
from chalicelib.steps.dossier.ports import Page
from chalicelib.steps.matters.matter_command import read_matter_law
from chalicelib.steps.matters.matter_views import OWN, read_subjects
from chalicelib.steps.matters.requests.concerned_officers import read_concerned
from chalicelib.wiring import core as wiring
from chalicelib.wiring import matters as wiring_matters


def list_matters_page(kind: MatterKind, call: Call[None, MattersQuery]) -> MattersPage:
    """Return a page of a unit's matters, for those who work there and who supervise the province; or one's own."""
    lists, q, audiences = wiring_matters.provide_matter_lists(), call.query, OWN
    if q.unit is None:
        if q.number:
            raise build_malformed("/query/unit", "required")
        found = _list_own(kind, call)
    elif q.unit == PROVINCE_UNIT and kind.name == RIGHTS_REVIEW:
        found = _list_whole_province(kind, call)
        audiences = frozenset(FieldAudience)
    else:
        outside = list_outsiders(kind.name)
        working = {a.unit for a in call.actor.assignments if a.is_in_force(call.now) and a.role not in outside}
        held = call.actor.list_roles(call.now)
        # The police see of this kind what is theirs, each for itself.
        partly = kind.name == ACCOUNT_REQUEST and Role.POLICE_POPULATION in held
        if q.unit not in working and not held & list_readers(kind.name) and not partly:
            raise NotFound()
        audiences = frozenset(FieldAudience)
        if q.number:
            found = lists.list_numbered(kind.name, q.unit, q.number)
        else:
            found = lists.list_by_unit(kind.name, q.unit, q.ended, q.state, q.limit, q.cursor)
    numbers = [str(item["dossier_id"]) for item in found.items]
    matters = _select_readable(lists.read_matters(numbers), kind, call)
    subjects = read_subjects(lists, kind, matters, call.actor, call.now, audiences)
    concerned = _read_concerned(kind, call, matters) if q.unit is not None else {}
    # The index holds the due time of the units; a person reads the one that concerns them.
    own = {number: find_reporter_due(kind, matter) for number, matter in matters.items()} if q.unit is None else None
    lines = [
        _view_line(item, subjects, concerned, own, matters[item["dossier_id"]], kind, call)
        for item in found.items
        if item["dossier_id"] in matters
    ]
    return MattersPage(items=lines, cursor=found.cursor)


def _select_readable(
    matters: Mapping[str, Matter], kind: MatterKind, call: Call[None, MattersQuery]
) -> dict[str, Matter]:
    """Return the matters of a list that the reader may open: all but where some of a kind are theirs."""
    if call.query.unit is None or kind.name != ACCOUNT_REQUEST:
        return dict(matters)
    reference = wiring_matters.provide_matter_dependencies().reference
    return {
        number: matter
        for number, matter in matters.items()
        if find_audiences(call.actor, matter, call.now, read_matter_law(reference, call.now, matter))
    }


def _list_whole_province(kind: MatterKind, call: Call[None, MattersQuery]) -> Page:
    """Return the matters that the system opened, of every unit, newest first, for those who supervise all."""
    if not call.actor.list_roles(call.now) & list_readers(kind.name):
        raise NotFound()
    lists = wiring_matters.provide_matter_lists()
    q = call.query
    found = lists.list_by_reporter(kind.name, SYSTEM.sub, q.limit, q.cursor)
    wanted = [each for each in found.items if q.number in (None, each["code"]) and q.state in (None, each["state"])]
    return Page(wanted, found.cursor)


def _list_own(kind: MatterKind, call: Call[None, MattersQuery]) -> Page:
    def read_one(person: str, cursor: str | None) -> tuple[Sequence[Mapping[str, Any]], str | None]:
        found = wiring_matters.provide_matter_lists().list_by_reporter(kind.name, person, call.query.limit, cursor)
        return found.items, found.cursor

    return Page(*read_chained(call.actor.people, call.query.cursor, read_one))


def _read_concerned(
    kind: MatterKind, call: Call[None, MattersQuery], matters: Mapping[str, Matter]
) -> Mapping[str, str]:
    if not kind.concerns:
        return {}
    lists, officers = wiring_matters.provide_matter_lists(), wiring.provide_officers()
    return read_concerned(
        lists, lambda sub: officers.load_recent(sub, call.real_now), kind, matters, call.actor, call.now
    )


def _view_line(
    item: Mapping[str, Any],
    subjects: Mapping[str, str],
    concerned: Mapping[str, str],
    own: Mapping[str, datetime | None] | None,
    matter: Matter,
    kind: MatterKind,
    call: Call[None, MattersQuery],
) -> MatterLine:
    law = read_matter_law(wiring_matters.provide_matter_dependencies().reference, call.now, matter)
    held = parse_stamp(item["due_at"]) if item["due_at"] else None
    due = held if own is None else own.get(item["dossier_id"])
    return MatterLine(
        id=item["dossier_id"],
        number=item["code"],
        national=matter.national or None,
        subject=subjects.get(item["dossier_id"]),
        concerns=concerned.get(item["dossier_id"]),
        state=item["state"],
        unit=item["unit"],
        version=matter.version,
        steps=list_matter_steps(call.actor, kind, matter, call.now, law),
        opened_at=parse_stamp(item["filed_at"]),
        changed_at=parse_stamp(item["recorded_at"]),
        due_at=due,
        late=bool(due and due < call.now),
    )
