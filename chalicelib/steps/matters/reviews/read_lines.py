"""The lines of a review of rights as those who answer read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from chalicelib.domain.accounts.account_requests import is_same_person
from chalicelib.domain.accounts.handing_over import HANDLES
from chalicelib.domain.accounts.members import Workload, count_loads
from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.rights.right_key import find_right
from chalicelib.domain.accounts.rights.rights_history import HistoryEntry
from chalicelib.domain.accounts.rights.rights_review import (
    HeldRight,
    LineState,
    judge_line,
    read_line_right,
)
from chalicelib.domain.accounts.roles import PROVINCE_UNIT, PROVINCE_WIDE, Actor, Assignment
from chalicelib.domain.matters.kinds.rights_reviews import KEEP, RIGHTS_REVIEWS
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.matters.matter_actors import SUPERIORS
from chalicelib.domain.matters.matter_permission import READS_ALL, find_matter_role, list_readers
from chalicelib.steps.accounts.ports import Holders
from chalicelib.steps.matters.matter_command import read_matter_law
from chalicelib.steps.matters.matter_ports import MatterDependencies
from chalicelib.steps.matters.reviews.review_desk import ReviewDesk


class RightsHistory(Protocol):
    """The kept changes of rights."""

    def load_history(self, sub: str) -> tuple[HistoryEntry, ...]:
        """Return every change of a person's rights, the newest first."""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One line: how it stands, what was stored of it, whether the right is the reader's own and whether they answer for
    it; `end` is the request to end it. Where the right came from and the open work are looked up."""

    held: HeldRight
    state: LineState
    line: Mapping[str, Any] = field(default_factory=dict)
    own: bool = False
    answers: bool = False
    end: Matter | None = None
    source: HistoryEntry | None = None
    open_work: int = 0


@dataclass(frozen=True, slots=True)
class ReviewReader:
    """What reading a review needs; open work is counted while the review runs."""

    deps: MatterDependencies
    desk: ReviewDesk
    history: RightsHistory
    holders: Callable[[], Holders]
    find_heir: Callable[[str, datetime], str]

    def list_lines(self, matter: Matter, actor: Actor, now: datetime) -> Iterator[ReviewLine]:
        """Yield the lines, those that were granted meanwhile last; none for whom they do not concern."""
        law = read_matter_law(self.deps.reference, now, matter)
        if not may_read_lines(actor, matter, now):
            return
        rows = [row for row in RIGHTS_REVIEWS.list_steps(KEEP) if law.is_open(row)]
        worn = next(filter(None, (find_matter_role(actor, matter, row.who, now, law) for row in rows)), None)
        answerer = self.desk.records().load(actor.sub)
        subs = (str(each["officer"]) for each in matter.lines.values())
        officers = self.desk.find_officers(self.deps.reference, matter.unit, subs, now)
        look = _OfficerLook(self, matter.ended, now)
        for key, line in matter.lines.items():
            officer = officers[line["officer"]]
            found = find_right(officer, key, now)
            right = found or read_line_right(line)
            # What was kept in a review that is closed was kept, also when the right has ended since.
            kept = matter.ended and line.get("answer") == KEEP
            state = judge_line(line, found is not None or kept)
            own = is_same_person(actor, answerer, officer)
            allowed = worn is not None and (right.unit != PROVINCE_UNIT or worn[0] in PROVINCE_WIDE)
            answers = allowed and not own and not matter.ended and state is LineState.WAITING
            end = self.deps.matters.load_matter(line["request"]).matter if line.get("request") else None
            yield look.complete(ReviewLine(HeldRight(key, officer, right), state, line, own, answers, end))
        if not matter.ended:
            for held in self.desk.list_rights(self.deps.reference, matter.unit, now):
                if held.key not in matter.lines:
                    yield look.complete(ReviewLine(held, LineState.ADDED))


class _OfficerLook:
    """Sources, read once for each officer of a review, and open work, read once for each unit."""

    def __init__(self, reader: ReviewReader, ended: bool, now: datetime) -> None:
        self.reader, self.ended, self.now = reader, ended, now
        self.histories: dict[str, tuple[HistoryEntry, ...]] = {}
        self.work: dict[str, Mapping[str, Workload]] = {}

    def complete(self, line: ReviewLine) -> ReviewLine:
        """Return the line with where its right came from, and the open work of its officer there."""
        officer, right = line.held.officer, line.held.right
        if officer.sub not in self.histories:
            self.histories[officer.sub] = self.reader.history.load_history(officer.sub)
        source = find_source(self.histories[officer.sub], right)
        return replace(line, source=source, open_work=0 if self.ended else self._count_work(officer, right))

    def _count_work(self, officer: Officer, right: Assignment) -> int:
        unit = self.reader.find_heir(right.unit, self.now)
        if right.role is not HANDLES:
            return 0
        if unit not in self.work:
            self.work[unit] = count_loads(self.reader.holders().list_held(unit), self.now)
        return self.work[unit].get(officer.sub, Workload()).open


def may_read_lines(actor: Actor, matter: Matter, now: datetime) -> bool:
    """Return whether the lines are the reader's: sign-ins and work of colleagues are for heads, and for those who grant
    or supervise."""
    if actor.list_roles(now) & (READS_ALL | list_readers(matter.kind)):
        return True
    return any(
        each.role in SUPERIORS and each.unit in matter.units and each.is_in_force(now) for each in actor.assignments
    )


def find_source(history: tuple[HistoryEntry, ...], right: Assignment) -> HistoryEntry | None:
    """Return the newest change that gave a right; None for one from before changes were kept."""
    wanted = _list_origin(right)
    return next((each for each in history if wanted in map(_list_origin, each.given)), None)


def _list_origin(right: Assignment) -> tuple[object, ...]:
    """Return what a change gave; only its end may have been set since."""
    return right.role, right.unit, right.valid_from, right.stage, right.backup_for, right.document
