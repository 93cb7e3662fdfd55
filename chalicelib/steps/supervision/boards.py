"""Boards: heads see the open, due and overdue work of their unit and those under it (VL-21.3, LC-32.7)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from chalicelib.domain.accounts.roles import PROVINCE_WIDE, Actor, Assignment, Role
from chalicelib.domain.catalogue.agencies import AgencyTree
from chalicelib.domain.catalogue.succession import find_heir
from chalicelib.domain.flow.transitions import OPEN_STATES, State
from chalicelib.domain.shared.errors import NotFound
from chalicelib.domain.shared.http_errors import build_bad_cursor
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.supervision import boards
from chalicelib.domain.supervision.boards import Board, Counts, DueWindow, Settled, Share, When, WorkCount
from chalicelib.domain.supervision.unit_reminders import find_oversight
from chalicelib.domain.supervision.worklist import MOST_SORTED, Narrowing, QueueTooLong, Sort, cut_page, sort_key
from chalicelib.steps.dossier.ports import OpenLists, Page

HEADS = frozenset(
    {Role.HEAD_OF_SECTION, Role.AGENCY_HEAD, Role.HEAD_OF_ONE_STOP, Role.CENTRE_DIRECTOR, Role.PROVINCIAL_OFFICE}
)
"""Roles that supervise the work of others."""


class Counters(Protocol):
    """The counts of boards."""

    def read_counts(self, unit: str, *, consistent: bool = False) -> Counts:
        """Return the count of each line of a unit."""


class BoardReader(Protocol):
    """Read access to boards."""

    def read(self, unit: str) -> tuple[Counts, Settled]:
        """Return the count of each line of a unit, and its settlements."""


@dataclass(frozen=True, slots=True)
class Overseer:
    """The reader of boards, and the time. `tree` says which units are under which, `named` who by law supervises and
    urges them all (the rule `monitoring.urged_by`), `heads_urge` whether heads urge the members of their unit
    (`monitoring.overdue_by`), `leaders_look` whether leaders follow the work in the system (`monitoring.leaders_view`).
    """

    actor: Actor
    tree: AgencyTree
    now: datetime
    named: tuple[str, ...] = ()
    heads_urge: bool = False
    leaders_look: bool = True

    @property
    def today(self) -> date:
        """The day in Vietnam."""
        return self.now.astimezone(VIETNAM).date()

    @property
    def mandate(self) -> Assignment | None:
        """The right by which the person supervises every unit and may urge any (HUE-27.2, LC-27.4)."""
        return find_oversight(self.actor, self.named, self.tree, self.now)

    @property
    def units(self) -> tuple[str, ...]:
        """The units that the person supervises, in the order of the tree; none where the law gives nobody this task."""
        if not self.leaders_look:
            return ()
        held = [a for a in self.actor.assignments if a.role in HEADS and a.is_in_force(self.now)]
        every = [agency.id for agency in self.tree.list_all()]
        if self.mandate or any(a.role in PROVINCE_WIDE for a in held):
            return tuple(every)
        mine = {unit for a in held for unit in self.tree.list_below(a.unit)}
        return tuple(unit for unit in every if unit in mine)

    def require(self, unit: str) -> None:
        """Refuse a unit that the person does not supervise, whether it exists or not."""
        if unit not in self.units:
            raise NotFound()


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """Filters of a unit's open work: all given ones must match. Without a state, in every one."""

    unit: str
    state: State | None = None
    when: When | None = None
    on: date | None = None
    procedure: str | None = None


def read_board(who: Overseer, reader: BoardReader, unit: str) -> tuple[Board, Mapping[str, Share]]:
    """Return a unit's board today, and its settlements in each of the last months."""
    who.require(unit)
    counts, settled = reader.read(unit)
    return boards.build_board(counts, who.today), boards.list_months(settled, who.today)


def list_tallies(
    who: Overseer, reader: BoardReader, limit: int, cursor: str | None
) -> tuple[Sequence[tuple[str, WorkCount, Share]], str | None]:
    """Return the units that the person supervises, each with its numbers and its settlements in the present month and
    the one before, and where the next page begins."""
    units = who.units
    if not units:
        raise NotFound()
    if cursor is not None and cursor not in units:
        raise build_bad_cursor()
    start = units.index(cursor) + 1 if cursor else 0
    shown = units[start : start + limit]
    more = shown[-1] if start + limit < len(units) else None
    return [_read_numbers(who, reader, unit) for unit in shown], more


def _read_numbers(who: Overseer, reader: BoardReader, unit: str) -> tuple[str, WorkCount, Share]:
    counts, settled = reader.read(unit)
    if find_heir(who.tree, unit, who.today) != unit:
        # The successor's line has the open work of a unit that ended.
        counts = {}
    recent = list(boards.list_months(settled, who.today).values())[-2:]
    share = Share(sum(each.settled for each in recent), sum(each.on_time for each in recent))
    return unit, boards.build_board(counts, who.today).total, share


def list_open_work(who: Overseer, lists: OpenLists, asked: WorkFilter, limit: int, cursor: str | None) -> Page:
    """Return the dossiers and tasks behind a number of the board, soonest due first."""
    who.require(asked.unit)
    window = boards.limit_due_dates(asked.when, asked.on, who.today)
    if asked.state is None:
        return _list_every_state(lists, asked, window, limit, cursor)
    if asked.state not in OPEN_STATES:
        raise NotFound()
    return lists.list_due(asked.unit, asked.state, window, asked.procedure, limit, cursor)


def _list_every_state(lists: OpenLists, asked: WorkFilter, window: DueWindow, limit: int, cursor: str | None) -> Page:
    """Return one page of the work in every state: an index keeps each state apart, so it is read whole and sorted."""
    lines = lists.list_whole(
        asked.unit, sorted(OPEN_STATES), Narrowing(due=window, procedure=asked.procedure), MOST_SORTED
    )
    if len(lines) > MOST_SORTED:
        raise QueueTooLong(most=MOST_SORTED)
    digest = hashlib.sha256(f"{asked}".encode()).hexdigest()[:16]
    return Page(*cut_page(sorted(lines, key=sort_key(Sort.DUE)), digest, limit, cursor))
