"""The lines of a review of rights as those who answer read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from chalicelib.domain.accounts.account_requests import is_same_person
from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.rights_history import HistoryEntry
from chalicelib.domain.accounts.rights_review import (
    HeldRight,
    LineState,
    find_right,
    judge_line,
    read_line_right,
)
from chalicelib.domain.accounts.roles import PROVINCE_UNIT, PROVINCE_WIDE, Actor, Assignment
from chalicelib.domain.matters.kinds.rights_reviews import KEEP, RIGHTS_REVIEWS
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.matters.matter_kind import SUPERIORS
from chalicelib.domain.matters.matter_permission import READS_ALL, find_matter_role, list_readers
from chalicelib.steps.accounts.leaving import LeavingDesk
from chalicelib.steps.matters.matter_command import read_matter_law
from chalicelib.steps.matters.matter_ports import MatterDependencies
from chalicelib.steps.matters.reviews.review_desk import ReviewDesk


class RightsHistory(Protocol):
    """The kept changes of rights."""

    def load_history(self, sub: str) -> tuple[HistoryEntry, ...]:
        """Return every change of a person's rights, the newest first."""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One line: the right, its officer, how it stands, and where it came from. `end` is the request to end it."""

    key: str
    officer: Officer
    right: Assignment
    state: LineState
    line: Mapping[str, Any]
    source: HistoryEntry | None
    open_work: int
    own: bool
    answers: bool
    end: Matter | None


@dataclass(frozen=True, slots=True)
class ReviewReader:
    """What reading a review needs; open work is counted while the review runs."""

    deps: MatterDependencies
    desk: ReviewDesk
    history: RightsHistory
    leaving: Callable[[], LeavingDesk]

    def list_lines(self, matter: Matter, actor: Actor, now: datetime) -> Iterator[ReviewLine]:
        """Yield the lines, those that were granted meanwhile last; none for whom they do not concern."""
        law = read_matter_law(self.deps.reference, now, matter)
        if not may_read_lines(actor, matter, now):
            return
        rows = [row for row in RIGHTS_REVIEWS.list_steps(KEEP) if law.is_open(row)]
        worn = next(filter(None, (find_matter_role(actor, matter, row.who, now, law) for row in rows)), None)
        answerer = self.desk.records().load(actor.sub)
        officers = {sub: self.desk.records().load(sub) for sub in {each["officer"] for each in matter.lines.values()}}
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
            yield self._build(key, officer, right, state, line, matter, now, own, answers)
        if not matter.ended:
            for held in self.desk.list_rights(self.deps.reference, matter.unit, now):
                if held.key not in matter.lines:
                    yield self._build_added(held, matter, now)

    def _build_added(self, held: HeldRight, matter: Matter, now: datetime) -> ReviewLine:
        return self._build(held.key, held.officer, held.right, LineState.ADDED, {}, matter, now, False, False)

    def _build(
        self, key: str, officer: Officer, right: Assignment, state: LineState, line: Mapping[str, Any], matter: Matter,
        now: datetime, own: bool, answers: bool,
    ) -> ReviewLine:  # fmt: skip
        end = self.deps.matters.load_matter(line["request"]).matter if line.get("request") else None
        work = 0 if matter.ended else sum(
            each.load.open for each in self.leaving().list_held(officer, now) if each.unit == right.unit
        )  # fmt: skip
        source = find_source(self.history.load_history(officer.sub), right)
        return ReviewLine(key, officer, right, state, line, source, work, own, answers, end)


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
    wanted = (right.role, right.unit, right.valid_from, right.stage)
    return next(
        (
            each
            for each in history
            if any((one.role, one.unit, one.valid_from, one.stage) == wanted for one in each.given)
        ),
        None,
    )
