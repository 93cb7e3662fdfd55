"""What a reader sees of a dossier, by the table of `sight_table.py`: the one answer for pages, papers, search, lists,
prints and exports. Content that no row grants is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import cache

from chalicelib.domain.accounts.acting_for import ActingForNeeded, AuthorityEnded
from chalicelib.domain.accounts.roles import PROVINCE_WIDE, Actor, Role
from chalicelib.domain.dossier.course_reading import Reading
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.permission import is_owner, list_serving_transitions
from chalicelib.domain.dossier.unit_moves import find_unit_since
from chalicelib.domain.flow.flow_words import OPEN_STATES, SETTLING, Scope, State
from chalicelib.domain.privacy.sight_table import LISTS, TABLE, SightRow
from chalicelib.domain.privacy.sight_words import Content, OnlyIf, SightPlace, UnitList
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
    places: frozenset[SightPlace] = frozenset()

    @property
    def is_owner(self) -> bool:
        """Return whether the reader is its applicant, or its filer."""
        return SightPlace.OWNER in self.places

    def has(self, *contents: Content) -> bool:
        """Return whether the reader sees one of these contents."""
        return any(each in self.given for each in contents)

    def list_units(self, content: Content) -> frozenset[str]:
        """Return the units through which the reader sees a content."""
        return self.given.get(content, frozenset())

    @property
    def reading(self) -> Reading:
        """Return the reader for texts of the course."""
        return Reading(self.is_owner, self.list_units(Content.WORDS))

    def require(self, content: Content) -> None:
        """Refuse a content that the reader does not see of a dossier whose existence they know."""
        if not self.has(content):
            raise NotYourTask()


def find_sight(actor: Actor, dossier: Dossier, now: datetime) -> Sight:
    """Return what the actor sees of a dossier now. Nobody reads their own dossier as an officer."""
    if is_owner(actor, dossier):
        return _collect_sight(dossier, actor, [(Role.APPLICANT, "", SightPlace.OWNER)], now)
    held = [(a.role, a.unit) for a in actor.assignments if a.is_in_force(now)]
    stands = [(role, unit, place) for role, unit in held for place in _list_places(role, unit, dossier)]
    return _collect_sight(dossier, actor, stands + list(_list_serving_places(actor, dossier, now, held)), now)


def can_see(actor: Actor, dossier: Dossier, now: datetime) -> bool:
    """Return whether the actor sees the dossier at all."""
    return find_sight(actor, dossier, now).has(Content.HEAD)


def require_sight(actor: Actor, dossier: Dossier | None, now: datetime) -> Dossier:
    """Return the dossier, or raise the one answer for «absent» and «not yours». Who filed it under an authorisation,
    and does not act under it now, learns that by ActingForNeeded; by AuthorityEnded, whose paper was revoked."""
    if dossier is None or not can_see(actor, dossier, now):
        if dossier is not None and dossier.authorisation and actor.is_person(dossier.filer):
            raise ActingForNeeded()
        if dossier is not None and actor.is_person(dossier.filer) and dossier.filer != dossier.active_filer:
            raise AuthorityEnded()
        raise NotFound()
    return dossier


def _collect_sight(
    dossier: Dossier, actor: Actor, stands: Iterable[tuple[Role, str, SightPlace]], now: datetime
) -> Sight:
    given: dict[Content, frozenset[str]] = {}
    places = set()
    for role, unit, place in stands:
        stages = actor.list_stages_in(unit, now) if role is Role.POSTAL_STAFF else frozenset()
        for row in list_rows(role):
            if row.place is place and dossier.state in row.states and _is_row_in_force(row, dossier, stages):
                places.add(place)
                for content in row.contents:
                    given[content] = given.get(content, frozenset()) | ({unit} - {""})
    return Sight(given, frozenset(places))


@cache
def list_rows(role: Role) -> tuple[SightRow, ...]:
    """Return the rows of the table for a role."""
    return tuple(row for row in TABLE if role in row.roles)


def _is_row_in_force(row: SightRow, dossier: Dossier, stages: frozenset[str]) -> bool:
    if row.stage and row.stage not in stages:
        return False
    return row.only_if is None or _IS[row.only_if](dossier)


def is_sent_by_post(dossier: Dossier) -> bool:
    """Return whether the result is delivered by post: handed to the post, or so chosen by the applicant."""
    return (dossier.handed[-1] if dossier.handed else dossier.handover.way) == "post"


def has_sums(dossier: Dossier) -> bool:
    """Return whether the dossier has, or had, sums to pay, or is owed money from the dossier it replaces."""
    return bool(dossier.obligations or (dossier.refiled_from and dossier.refiled_from.owed_back))


_IS: Mapping[OnlyIf, Callable[[Dossier], bool]] = {OnlyIf.BY_POST: is_sent_by_post, OnlyIf.HAS_SUMS: has_sums}


def _list_places(role: Role, unit: str, dossier: Dossier) -> Iterator[SightPlace]:
    """Return the relations of an officer, with a role in a unit, to a dossier; through the successor, too, to which the
    unit's work on it went."""
    if role in PROVINCE_WIDE:
        yield SightPlace.PROVINCE
        return
    for each in dict.fromkeys((unit, find_unit_since(dossier.moves, unit))):
        yield from _list_unit_places(each, dossier)


def _list_unit_places(unit: str, dossier: Dossier) -> Iterator[SightPlace]:
    if unit == dossier.one_stop:
        yield SightPlace.ONE_STOP
    elif unit == dossier.intake.desk:
        yield SightPlace.DESK
    if unit == dossier.agency:
        yield SightPlace.AGENCY
    shares = [task for task in dossier.tasks if task.unit == unit]
    if shares:
        yield SightPlace.PARTNER if any(task.at_work for task in shares) else SightPlace.WAITING
    asked = [each for each in dossier.consultations if each.unit == unit]
    if asked:
        yield SightPlace.ASKED if is_asked(dossier, unit) else SightPlace.ANSWERED
    if unit in dossier.served_at:
        yield SightPlace.SERVED


def is_asked(dossier: Dossier, unit: str) -> bool:
    """Return whether a unit's opinion is awaited."""
    waits = any(each.unit == unit and each.answered_at is None for each in dossier.consultations)
    return waits and dossier.state in SETTLING


_CENTRES = {SightPlace.PAYING_CENTRE: Scope.PAYING_CENTRE, SightPlace.RETURNING_CENTRE: Scope.RETURNING_CENTRE}


def _list_serving_places(
    actor: Actor, dossier: Dossier, now: datetime, held: Iterable[tuple[Role, str]]
) -> Iterator[tuple[Role, str, SightPlace]]:
    """Return where the actor's centre may serve the applicant now although it takes no part in the dossier: take
    payment, hand over the result (HUE-15.1, HUE-16.3)."""
    if not actor.open_counters:
        return
    scopes = {scope for row in list_serving_transitions(actor, dossier, now) for _, scope in row.who}
    for place, scope in _CENTRES.items():
        open_here = actor.list_serving_units(scope.value) if scope in scopes else frozenset()
        yield from ((role, unit, place) for role, unit in held if unit in open_here and role not in PROVINCE_WIDE)


# --- lists of a unit and search ------------------------------------------------------------------------------


class Shown(Enum):
    """How much of a unit's queue in one state a reader sees: none, the lines whose dossiers they see, or all."""

    NONE = "none"
    SOME = "some"
    ALL = "all"


LINE_KINDS = ("dossier", "task")
"""Kinds of queue lines: dossiers that a unit received, or its shares of dossiers."""


def _list_line_places(kind: str, state: State) -> frozenset[SightPlace]:
    """Return the possible relations of a queue's unit to the dossier of a line."""
    if kind == "dossier":
        return frozenset({SightPlace.ONE_STOP})
    return frozenset({SightPlace.AGENCY, SightPlace.WAITING} | ({SightPlace.PARTNER} if state in SETTLING else set()))


def find_shown(actor: Actor, unit: str, kind: str, state: State, content: Content, now: datetime) -> Shown:
    """Return how much of a content a reader sees in a unit's lines of one kind and state: all only where the line
    itself decides every condition."""
    stages = actor.list_stages_in(unit, now)
    here = [
        row
        for role in actor.list_roles_in(unit, now)
        for row in list_rows(role)
        if state in row.states and content in row.contents and (not row.stage or row.stage in stages)
    ]
    if any(row.place is SightPlace.PROVINCE for row in here):
        return Shown.ALL
    places = _list_line_places(kind, state)
    if all(any(row.place is place and row.only_if is None for row in here) for place in places):
        return Shown.ALL
    return Shown.SOME if any(row.place in places for row in here) else Shown.NONE


def may_open_line(actor: Actor, line: Mapping[str, object], now: datetime) -> bool:
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
    if not actor.list_roles_in(unit, now) & list_roles(of):
        raise NotFound()


def list_roles(of: UnitList) -> frozenset[Role]:
    """Return the roles that work with a list of their unit."""
    return next(row.roles for row in LISTS if row.of is of)


def may_see_requests(actor: Actor, unit: str, now: datetime) -> bool:
    """Return whether an actor reads every request of a unit, not only those that they decide."""
    return any(Content.REQUESTS in row.contents for role in actor.list_roles_in(unit, now) for row in list_rows(role))


SEARCHED_BY: Mapping[By, Content] = {
    By.CODE: Content.BY_CODE,
    By.NAME: Content.BY_NAME,
    By.ID_NUMBER: Content.BY_NUMBER,
    By.PHONE: Content.BY_NUMBER,
}


def list_searches(actor: Actor, unit: str, now: datetime) -> frozenset[By]:
    """Return the keys by which an actor may search dossiers in their units."""
    held = {a.role for a in actor.assignments if a.is_in_force(now) and a.unit == unit and a.role not in PROVINCE_WIDE}
    stages = actor.list_stages_in(unit, now)
    given = {
        content
        for role in held
        for row in list_rows(role)
        if not row.stage or row.stage in stages
        for content in row.contents
    }
    return frozenset(by for by, content in SEARCHED_BY.items() if content in given)
