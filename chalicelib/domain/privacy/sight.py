"""What a reader sees of a dossier, by the table of `sight_table.py`: the one answer for pages, papers, search, lists,
prints and exports. Content that no row grants is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import cache

from chalicelib.domain.accounts.roles import PROVINCE_WIDE, Actor, Role
from chalicelib.domain.dossier.course_reading import Reading
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.permission import is_owner, serving_rows
from chalicelib.domain.flow.flow_words import OPEN_STATES, SETTLING, Scope, State
from chalicelib.domain.privacy.sight_table import LISTS, TABLE, SightRow
from chalicelib.domain.privacy.sight_words import Content, OnlyIf, Place, UnitList
from chalicelib.domain.search.counter_search import By
from chalicelib.domain.shared.errors import Forbidden, NotFound


class NotYourTask(Forbidden):
    """A part of a dossier that the reader's work does not need."""

    code = "not_your_task"
    vi = "Phần này không thuộc nhiệm vụ của bạn."
    en = "This part is not among your duties."


@dataclass(frozen=True, slots=True)
class Sight:
    """A reader's access to one dossier: each content with the units through which they see it (none for its owner and
    for those who supervise the province), and their relations to it."""

    given: Mapping[Content, frozenset[str]] = field(default_factory=dict)
    places: frozenset[Place] = frozenset()

    @property
    def is_owner(self) -> bool:
        """Return whether the reader is its applicant, or its filer."""
        return Place.OWNER in self.places

    def has(self, *contents: Content) -> bool:
        """Return whether the reader sees one of these contents."""
        return any(each in self.given for each in contents)

    def units(self, content: Content) -> frozenset[str]:
        """Return the units through which the reader sees a content."""
        return self.given.get(content, frozenset())

    @property
    def reading(self) -> Reading:
        """Return the reader for texts of the course."""
        return Reading(self.is_owner, self.units(Content.WORDS))

    def require(self, content: Content) -> None:
        """Refuse a content that the reader does not see of a dossier whose existence they know."""
        if not self.has(content):
            raise NotYourTask()


def find_sight(actor: Actor, d: Dossier, now: datetime) -> Sight:
    """Return what the actor sees of a dossier now. Nobody reads their own dossier as an officer."""
    if is_owner(actor, d):
        return _collect(d, actor, [(Role.APPLICANT, "", Place.OWNER)])
    held = [(a.role, a.unit) for a in actor.assignments if a.holds(now)]
    stands = [(role, unit, place) for role, unit in held for place in _places(role, unit, d)]
    return _collect(d, actor, stands + list(_serving(actor, d, now, held)))


def can_see(actor: Actor, d: Dossier, now: datetime) -> bool:
    """Return whether the actor sees the dossier at all."""
    return find_sight(actor, d, now).has(Content.HEAD)


def require_sight(actor: Actor, d: Dossier | None, now: datetime) -> Dossier:
    """Return the dossier, or raise the one answer for «absent» and «not yours»."""
    if d is None or not can_see(actor, d, now):
        raise NotFound()
    return d


def _collect(d: Dossier, actor: Actor, stands: Iterable[tuple[Role, str, Place]]) -> Sight:
    given: dict[Content, frozenset[str]] = {}
    places = set()
    for role, unit, place in stands:
        for row in list_rows(role):
            if row.place is place and d.state in row.states and _holds(row, d, actor):
                places.add(place)
                for content in row.contents:
                    given[content] = given.get(content, frozenset()) | ({unit} - {""})
    return Sight(given, frozenset(places))


@cache
def list_rows(role: Role) -> tuple[SightRow, ...]:
    """Return the rows of the table for a role."""
    return tuple(row for row in TABLE if role in row.roles)


def _holds(row: SightRow, d: Dossier, actor: Actor) -> bool:
    if row.stage and row.stage not in actor.post_stages:
        return False
    return row.only_if is None or _IS[row.only_if](d)


def goes_by_post(d: Dossier) -> bool:
    """Return whether the result is delivered by post: handed to the post, or so chosen by the applicant."""
    return (d.handed[-1] if d.handed else d.handover.way) == "post"


def has_sums(d: Dossier) -> bool:
    """Return whether the dossier has, or had, sums to pay, or is owed money from the dossier it replaces."""
    return bool(d.obligations or (d.refiled_from and d.refiled_from.owed_back))


_IS: Mapping[OnlyIf, Callable[[Dossier], bool]] = {OnlyIf.BY_POST: goes_by_post, OnlyIf.HAS_SUMS: has_sums}


def _places(role: Role, unit: str, d: Dossier) -> Iterator[Place]:
    """Return the relations of an officer, with a role in a unit, to a dossier."""
    if role in PROVINCE_WIDE:
        yield Place.PROVINCE
        return
    if unit == d.one_stop:
        yield Place.ONE_STOP
    elif unit == d.intake.desk:
        yield Place.DESK
    if unit == d.agency:
        yield Place.AGENCY
    shares = [task for task in d.tasks if task.unit == unit]
    if shares:
        yield Place.PARTNER if any(task.at_work for task in shares) else Place.WAITING
    asked = [each for each in d.consultations if each.unit == unit]
    if asked:
        yield Place.ASKED if is_asked(d, unit) else Place.ANSWERED
    if unit in d.served_at:
        yield Place.SERVED


def is_asked(d: Dossier, unit: str) -> bool:
    """Return whether a unit's opinion is awaited."""
    waits = any(each.unit == unit and each.answered_at is None for each in d.consultations)
    return waits and d.state in SETTLING


_CENTRES = {Place.PAYING_CENTRE: Scope.PAYING_CENTRE, Place.RETURNING_CENTRE: Scope.RETURNING_CENTRE}


def _serving(
    actor: Actor, d: Dossier, now: datetime, held: Iterable[tuple[Role, str]]
) -> Iterator[tuple[Role, str, Place]]:
    """Return where the actor's centre may serve the applicant now although it takes no part in the dossier: take
    payment, hand over the result (HUE-15.1, HUE-16.3)."""
    if not actor.open_counters:
        return
    scopes = {scope for row in serving_rows(actor, d, now) for _, scope in row.who}
    for place, scope in _CENTRES.items():
        open_here = actor.serves_all(scope.value) if scope in scopes else frozenset()
        yield from ((role, unit, place) for role, unit in held if unit in open_here and role not in PROVINCE_WIDE)


# --- lists of a unit and search ------------------------------------------------------------------------------


class Shown(Enum):
    """How much of a unit's queue in one state a reader sees: none, the lines whose dossiers they see, or all."""

    NONE = "none"
    SOME = "some"
    ALL = "all"


LINE_KINDS = ("dossier", "task")
"""Kinds of queue lines: dossiers that a unit received, or its shares of dossiers."""


def _list_line_places(kind: str, state: State) -> frozenset[Place]:
    """Return the possible relations of a queue's unit to the dossier of a line."""
    if kind == "dossier":
        return frozenset({Place.ONE_STOP})
    return frozenset({Place.AGENCY, Place.WAITING} | ({Place.PARTNER} if state in SETTLING else set()))


def find_shown(actor: Actor, unit: str, kind: str, state: State, content: Content, now: datetime) -> Shown:
    """Return how much of a content a reader sees in a unit's lines of one kind and state: all only where the line
    itself decides every condition."""
    here = [
        row
        for role in actor.roles_in(unit, now)
        for row in list_rows(role)
        if state in row.states and content in row.contents and (not row.stage or row.stage in actor.post_stages)
    ]
    if any(row.place is Place.PROVINCE for row in here):
        return Shown.ALL
    places = _list_line_places(kind, state)
    if all(any(row.place is place and row.only_if is None for row in here) for place in places):
        return Shown.ALL
    return Shown.SOME if any(row.place in places for row in here) else Shown.NONE


def opens_line(actor: Actor, line: Mapping[str, object], now: datetime) -> bool:
    """Return whether somebody may open the dossier of a line on a board that they supervise."""
    unit, kind, state = str(line["unit"]), str(line["kind"]), State(str(line["state"]))
    return find_shown(actor, unit, kind, state, Content.HEAD, now) is Shown.ALL


def list_counted(actor: Actor, unit: str, now: datetime) -> frozenset[State]:
    """Return the states in which a reader sees every line of a unit's queue or none, so that its count is what they
    see."""
    return frozenset(
        state
        for state in OPEN_STATES
        if Shown.SOME not in {find_shown(actor, unit, kind, state, Content.HEAD, now) for kind in LINE_KINDS}
    )


def is_listed(actor: Actor, unit: str, state: State, content: Content, now: datetime) -> bool:
    """Return whether a unit's queue of one state may have a line with content that the reader sees."""
    return any(find_shown(actor, unit, kind, state, content, now) is not Shown.NONE for kind in LINE_KINDS)


def require_list(actor: Actor, unit: str, of: UnitList, now: datetime) -> None:
    """Refuse a list of a unit to an actor who does not work with it there."""
    if not actor.roles_in(unit, now) & list_roles(of):
        raise NotFound()


def list_roles(of: UnitList) -> frozenset[Role]:
    """Return the roles that work with a list of their unit."""
    return next(row.roles for row in LISTS if row.of is of)


def sees_requests(actor: Actor, unit: str, now: datetime) -> bool:
    """Return whether an actor reads every request of a unit, not only those that they decide."""
    return any(Content.REQUESTS in row.contents for role in actor.roles_in(unit, now) for row in list_rows(role))


SEARCHED_BY: Mapping[By, Content] = {
    By.CODE: Content.BY_CODE,
    By.NAME: Content.BY_NAME,
    By.ID_NUMBER: Content.BY_NUMBER,
    By.PHONE: Content.BY_NUMBER,
}


def list_searches(actor: Actor, unit: str, now: datetime) -> frozenset[By]:
    """Return the keys by which an actor may search dossiers in their units."""
    held = {a.role for a in actor.assignments if a.holds(now) and a.unit == unit and a.role not in PROVINCE_WIDE}
    given = {
        content
        for role in held
        for row in list_rows(role)
        if not row.stage or row.stage in actor.post_stages
        for content in row.contents
    }
    return frozenset(by for by, content in SEARCHED_BY.items() if content in given)
