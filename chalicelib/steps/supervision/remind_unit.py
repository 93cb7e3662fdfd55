"""Urge a unit about its overdue work: recorded once a day, together with its inbox messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.catalogue.agencies import Agency
from chalicelib.domain.flow.transitions import OPEN_STATES, State
from chalicelib.domain.notices.inbox import InboxMessage
from chalicelib.domain.shared.errors import Forbidden
from chalicelib.domain.supervision import boards, unit_reminders
from chalicelib.domain.supervision.boards import When
from chalicelib.domain.supervision.unit_reminders import NothingOverdue, Urging, Words
from chalicelib.steps.dossier.ports import DueLists
from chalicelib.steps.supervision.boards import Counters, Overseer

PAGE = 200
SHOWN = 30
"""Urgings on a unit's board, the newest."""


class Urgings(Protocol):
    """Permanent records of urgings: urging person, urged unit, time, number."""

    def find(self, unit: str, day: date, one_stop: str) -> Urging | None:
        """Return the urging of a day from that unit."""

    def add(self, made: Urging, inbox_messages: Mapping[str, InboxMessage]) -> Urging:
        """Store it with its inbox messages, all or nothing; return the first of the day if there is one already. Raise
        Busy."""

    def list_by_unit(self, unit: str, limit: int) -> Sequence[Urging]:
        """Return a unit's urgings, newest first."""


@dataclass(frozen=True, slots=True)
class Urge:
    """The request: which unit, about the dossiers of which one-stop unit (empty for all); the unit itself where its
    head urges its members."""

    unit: str
    one_stop: str = ""


@dataclass(frozen=True, slots=True)
class UrgingSender:
    """Urges in one deployment: counts of boards, worklists by due date, records and words."""

    counters: Counters
    lists: DueLists
    urgings: Urgings
    words: Words

    def urge(self, who: Overseer, asked: Urge) -> Urging:
        """Notify the unit's leaders, or the members under the head who urges.

        A repeat on that day returns the first answer, and notifies nobody twice. Raises Forbidden, UnknownAgency for an
        unknown unit, NothingOverdue, or Busy.
        """
        role, by_unit = require_urger(who, asked)
        unit, sender = who.tree.get(asked.unit), asked.one_stop or by_unit
        first = self.urgings.find(asked.unit, who.today, asked.one_stop)
        if first is not None:
            return first
        late = self._count_late(who, asked)
        require_late(late)
        made = Urging(asked.unit, who.today, asked.one_stop, role, who.actor.sub, who.now, late, by_unit=by_unit)
        return self.urgings.add(made, build_messages(made, unit, who.tree.get(sender) if sender else None, self.words))

    def _count_late(self, who: Overseer, asked: Urge) -> int:
        """Return how much overdue work the unit has: all of it, or the part received in one one-stop unit that is past
        its appointment as well."""
        if asked.one_stop in {"", asked.unit}:
            return boards.build_board(self.counters.read_counts(asked.unit, consistent=True), who.today).total.overdue
        states = sorted(OPEN_STATES)
        return sum(
            len(self._list_overdue_ids(who, asked.unit, each) & self._list_overdue_ids(who, asked.one_stop, each))
            for each in states
        )

    def _list_overdue_ids(self, who: Overseer, unit: str, state: State) -> frozenset[str]:
        return frozenset(self._list_overdue(who, unit, state))

    def _list_overdue(self, who: Overseer, unit: str, state: State) -> Iterator[str]:
        window, cursor = boards.limit_due_dates(When.OVERDUE, None, who.today), None
        while True:
            page = self.lists.list_due(unit, state, window, None, PAGE, cursor)
            yield from (str(each["dossier_id"]) for each in page.items)
            cursor = page.cursor
            if cursor is None:
                return


def require_urger(who: Overseer, asked: Urge) -> tuple[Role, str]:
    """Return the role in which the caller urges, and its department, if it is one. Raise Forbidden."""
    if asked.one_stop == asked.unit:
        return require_head(who, asked.unit), ""
    if asked.one_stop:
        return unit_reminders.require_urging_role(who.actor, asked.one_stop, who.now), ""
    if who.mandate is None:
        raise Forbidden()
    return who.mandate.role, who.mandate.unit if who.mandate.role is Role.AGENCY_HEAD else ""


def require_head(who: Overseer, unit: str) -> Role:
    """Return the role in which the caller urges members of their unit (VL-21.3). Raise Forbidden, also where the law
    of the province has another body watch late work."""
    if not who.heads_urge:
        raise Forbidden()
    return unit_reminders.require_leading_role(who.actor, unit, who.now)


def may_urge_own(who: Overseer, unit: str) -> bool:
    """Return whether the caller may urge the members of a unit, as its head."""
    try:
        require_head(who, unit)
    except Forbidden:
        return False
    return True


def require_late(late: int) -> None:
    """Refuse to urge without late work."""
    if not late:
        raise NothingOverdue()


def build_messages(made: Urging, unit: Agency, sender: Agency | None, words: Words) -> dict[str, InboxMessage]:
    """Return the message of an urging, by the inboxes of the unit's leaders, or of the members under the head who
    urges."""
    said = unit_reminders.write_message(made, unit, sender, words)
    return dict.fromkeys(
        unit_reminders.list_worker_inboxes(unit) if made.own else unit_reminders.list_leader_inboxes(unit), said
    )


def list_recent(who: Overseer, urgings: Urgings, unit: str) -> Sequence[Urging]:
    """Return the newest urgings of a unit, for its supervisors."""
    who.require(unit)
    return urgings.list_by_unit(unit, SHOWN)
