"""A unit's worklist: in the requested order, filtered, and with the applicants' names for officers who need them.

The order of due times is the index's own and is read page by page. Any other order, more than one state, or a search by
name reads the whole queue, up to `MOST_SORTED` lines. Each page with names leaves one access record that lists its
dossiers (VL-7.2.b).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import OPEN_STATES, State
from chalicelib.domain.privacy.sight import Shown, Sight, find_shown, find_sight, is_listed
from chalicelib.domain.privacy.sight_words import Content
from chalicelib.domain.search import counter_search
from chalicelib.domain.search.counter_search import By
from chalicelib.domain.shared.errors import Forbidden, NotFound
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.supervision import boards
from chalicelib.domain.supervision.boards import DueWindow, When
from chalicelib.domain.supervision.worklist import (
    MOST_SORTED,
    Narrowing,
    QueueTooLong,
    Sort,
    cut_page,
    sort_key,
)
from chalicelib.steps.dossier.items import ViewedList
from chalicelib.steps.dossier.ports import Lists, Page
from chalicelib.steps.dossier.reader import Reader, is_late, require_work
from chalicelib.steps.search.name_search import NameSearch


@dataclass(frozen=True, slots=True)
class WorklistFilter:
    """Filters of a unit's open work: all given ones must match. Without a state, in every one."""

    unit: str
    state: State | None = None
    when: When | None = None
    on: date | None = None
    procedure: str | None = None
    sort: Sort = Sort.DUE
    descending: bool = False
    channel: str | None = None
    holder: str | None = None
    held: bool | None = None
    filed_since: date | None = None
    filed_until: date | None = None
    capacity: str | None = None
    """The capacity in which somebody filed, where it is not their own right: no index keeps it."""


def list_work(
    reader: Reader,
    lists: Lists,
    wanted: WorklistFilter,
    limit: int,
    cursor: str | None,
    search: NameSearch | None = None,
) -> Page:
    """Return a unit's queue with late lines marked, for its officers (or those who oversee the province)."""
    require_work(reader, wanted.unit)
    if wanted.state is not None and wanted.state not in OPEN_STATES:
        raise NotFound()
    narrowing = _build_narrowing(reader, wanted)
    by_index = wanted.state is not None and wanted.sort is Sort.DUE and search is None and not wanted.capacity
    if by_index and wanted.state:
        found = lists.list_queue(wanted.unit, wanted.state, narrowing, limit, cursor, backward=wanted.descending)
    else:
        found = _build_sorted_page(reader, lists, wanted, narrowing, limit, cursor, search)
    seen = _list_seen_lines(reader, lists, wanted.unit, found.items)
    lines = [line for line, _ in seen]
    readable = [line for line, is_named in seen if is_named]
    named = lists.read_names(readable) if readable else {}
    if readable or search is not None:
        _record_view(reader, wanted.unit, search, lines)
    return replace(
        found,
        items=[
            {**line, "late": is_late(line, reader.now), "applicant": named.get(str(line["dossier_id"]))}
            for line in lines
        ],
    )


Line = Mapping[str, Any]


def _list_seen_lines(reader: Reader, lists: Lists, unit: str, lines: Sequence[Line]) -> list[tuple[Line, bool]]:
    """Return the lines whose dossier the reader sees, each with whether they see its applicant's name. The dossiers are
    read only where the lines do not decide it."""
    heads = [
        (line, _find_shown_part(reader, unit, line, Content.HEAD), _find_shown_part(reader, unit, line, Content.NAME))
        for line in lines
    ]
    unsure = [line for line, head, name in heads if Shown.SOME in (head, name) and head is not Shown.NONE]
    read = lists.read([str(line["dossier_id"]) for line in unsure]) if unsure else {}
    sights = {number: find_sight(reader.actor, dossier, reader.now) for number, dossier in read.items()}

    def can_see_line(line: Line, shown: Shown, content: Content) -> bool:
        if shown is not Shown.SOME:
            return shown is Shown.ALL
        return sights.get(str(line["dossier_id"]), Sight()).has(content)

    return [
        (line, can_see_line(line, name, Content.NAME))
        for line, head, name in heads
        if can_see_line(line, head, Content.HEAD)
    ]


def _find_shown_part(reader: Reader, unit: str, line: Line, content: Content) -> Shown:
    return find_shown(reader.actor, unit, str(line["kind"]), State(line["state"]), content, reader.now)


def _build_narrowing(reader: Reader, wanted: WorklistFilter) -> Narrowing:
    until = wanted.filed_until + timedelta(days=1) if wanted.filed_until else None
    return Narrowing(
        due=boards.limit_due_dates(wanted.when, wanted.on, reader.now.astimezone(VIETNAM).date()),
        filed=DueWindow(wanted.filed_since, until),
        procedure=wanted.procedure,
        channel=wanted.channel,
        holder=wanted.holder,
        held=wanted.held,
    )


def _build_sorted_page(
    reader: Reader,
    lists: Lists,
    wanted: WorklistFilter,
    narrowing: Narrowing,
    limit: int,
    cursor: str | None,
    search: NameSearch | None,
) -> Page:
    """Return one page of the whole queue in an order that no index keeps."""
    states = [wanted.state] if wanted.state else sorted(OPEN_STATES, key=list(State).index)
    asked = _digest_wanted(wanted, "")
    if search is not None:
        states = [s for s in states if is_listed(reader.actor, wanted.unit, s, Content.NAME, reader.now)]
        if not states:
            raise Forbidden()
        asked = _digest_wanted(wanted, search.digest_in(wanted.unit))
        units = reader.deps.reference.list_units_served(wanted.unit, reader.now)
        narrowing = replace(narrowing, dossiers=search.find_dossiers(units))
    lines = lists.list_whole(wanted.unit, states, narrowing, MOST_SORTED)
    if len(lines) > MOST_SORTED:
        raise QueueTooLong(most=MOST_SORTED)
    if search is not None:
        lines = _filter_matching(lists, lines, search)
    if wanted.capacity:
        lines = _filter_capacity(reader, lists, lines, wanted.capacity)
    return Page(*cut_page(_sort_lines(lines, wanted), asked, limit, cursor))


def _filter_matching(
    lists: Lists, lines: Sequence[Mapping[str, Any]], search: NameSearch
) -> Sequence[Mapping[str, Any]]:
    """Where the digest covers only the first letters, the beginning is compared with the names themselves."""
    if counter_search.is_whole_query(By.NAME, search.text) or not lines:
        return lines
    names = lists.read_names(lines)
    return [
        line for line in lines if counter_search.matches_beginning(names.get(str(line["dossier_id"]), ""), search.text)
    ]


def _filter_capacity(
    reader: Reader, lists: Lists, lines: Sequence[Mapping[str, Any]], capacity: str
) -> Sequence[Mapping[str, Any]]:
    """Return the lines of dossiers that were filed in a capacity, where the reader may know it. Capacities other than
    one's own right are rare: the dossiers are read instead of an index for all of them."""
    read = lists.read([str(line["dossier_id"]) for line in lines]) if lines else {}
    found = {
        number
        for number, dossier in read.items()
        if dossier.capacity == capacity and find_sight(reader.actor, dossier, reader.now).has(Content.IDENTITY)
    }
    return [line for line in lines if str(line["dossier_id"]) in found]


def _sort_lines(lines: Sequence[Mapping[str, Any]], wanted: WorklistFilter) -> list[Mapping[str, Any]]:
    key = sort_key(wanted.sort)
    valued = sorted((line for line in lines if not key(line)[0]), key=key, reverse=wanted.descending)
    return valued + sorted((line for line in lines if key(line)[0]), key=lambda line: str(line["place"]))


def _digest_wanted(wanted: WorklistFilter, digest: str) -> str:
    return hashlib.sha256(f"{wanted}|{digest}".encode()).hexdigest()[:16]


def _record_view(reader: Reader, unit: str, search: NameSearch | None, lines: Sequence[Mapping[str, Any]]) -> None:
    roles = ",".join(sorted(reader.actor.list_roles(reader.now) - {Role.APPLICANT}))
    what, shown = f"worklist {'by name' if search else 'with names'}", [str(line["dossier_id"]) for line in lines]
    reader.accesses.record(ViewedList(unit), reader.actor.sub, roles, what, reader.real_now, shown)
