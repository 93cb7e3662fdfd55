"""What reviews of rights read and refuse: the lines of a unit, and one press for each (0331)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from chalicelib.domain.accounts.account_requests import is_same_person
from chalicelib.domain.accounts.officers import Officer, OwnRights
from chalicelib.domain.accounts.rights.right_key import RightGone, find_right
from chalicelib.domain.accounts.rights.rights_review import (
    HeldRight,
    LineAnswered,
    LineState,
    LinesWaiting,
    describe_line,
    judge_line,
    list_held_rights,
)
from chalicelib.domain.accounts.roles import PROVINCE_UNIT, PROVINCE_WIDE, Assignment
from chalicelib.domain.matters.kinds.account_requests import ACCOUNT_REQUESTS, REVOKE_ONE
from chalicelib.domain.matters.kinds.rights_reviews import CLOCK, CLOSED, END, KEEP, RIGHTS_REVIEWS
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.shared.errors import FieldError, Forbidden, Invalid
from chalicelib.domain.shared.timezone import VIETNAM, write_stamp
from chalicelib.steps.matters.matter_fact_parts import describe_state, find_ruled_unit
from chalicelib.steps.matters.matter_ports import CheckContext, MatterReference, ReviewAnswers


class ReviewedOfficers(Protocol):
    """The store of officers' records."""

    def load(self, sub: str) -> Officer:
        """Return the present record, read consistently."""


@dataclass(frozen=True, slots=True)
class ReviewDesk:
    """Officers' records, and the officers of units. `list_members` returns the officers of some units, each once."""

    records: Callable[[], ReviewedOfficers]
    list_members: Callable[[Sequence[str]], Sequence[Officer]]
    list_units_served: Callable[[str, datetime], Sequence[str]]

    def list_rights(self, reference: MatterReference, unit: str, now: datetime) -> tuple[HeldRight, ...]:
        """Return the rights for which a unit answers now, those of units whose work it has included."""
        served, office = self.list_units_served(unit, now), find_province_unit(reference, now)
        return list_held_rights(self._list_officers(served, office), served, office, now)

    def find_officers(
        self, reference: MatterReference, unit: str, subs: Iterable[str], now: datetime
    ) -> Mapping[str, Officer]:
        """Return the records of some officers of a unit, most of them in one batch that may be a moment old."""
        served, office = self.list_units_served(unit, now), find_province_unit(reference, now)
        known = {each.sub: each for each in self._list_officers(served, office)}
        return {sub: known.get(sub) or self.records().load(sub) for sub in dict.fromkeys(subs)}

    def _list_officers(self, served: Sequence[str], office: str) -> Sequence[Officer]:
        return self.list_members((*served, PROVINCE_UNIT) if office in served else served)

    def open_lines(self, context: CheckContext) -> Mapping[str, Any]:
        """Return the lines of a new review. Raise Invalid for a unit without rights."""
        unit = context.answers.find_text("work_unit")
        held = self.list_rights(context.deps.reference, unit, context.command.now)
        if not held:
            raise _refuse("work_unit", "no_rights", "Đơn vị không có ai có quyền.", "Nobody has rights in the unit.")
        return {"lines": {each.key: describe_line(each) for each in held}}

    def answer_line(self, context: CheckContext, answer: str) -> Mapping[str, Any]:
        """Return the answer for one right, and the end of the review with the last one. Raise Invalid for a line that
        the review has not, LineAnswered, RightGone, OwnRights, or Forbidden for a right of the province."""
        matter, command = context.matter, context.command
        key = context.answers.find_text("line")
        line = matter.lines.get(key) if matter else None
        if matter is None or line is None:
            raise _refuse("line", "not_in_list", "Kỳ rà soát không có quyền này.", "The review has no such right.")
        if line.get("answer"):
            raise LineAnswered()
        officer = self.records().load(line["officer"])
        right = find_right(officer, key, command.now)
        if right is None:
            raise RightGone()
        self.require_answerer(context, officer, right)
        said = {
            "answer": answer, "by": command.actor.sub, "as": context.role.value, "at": write_stamp(command.now),
        }  # fmt: skip
        opens = (
            {"opens": build_end_request(matter, HeldRight(key, officer, right), command.now)} if answer == END else {}
        )
        lines = {**matter.lines, key: {**line, **said}}
        ending = {} if self._list_waiting(context, matter, lines) else _describe_end()
        return {"lines": {key: said}, **ending, **opens}

    def close(self, context: CheckContext) -> Mapping[str, Any]:
        """Raise LinesWaiting while a right that still stands has no answer."""
        matter = context.matter
        if matter and self._list_waiting(context, matter, matter.lines):
            raise LinesWaiting()
        return {}

    def require_answerer(self, context: CheckContext, officer: Officer, right: Assignment) -> None:
        """Raise OwnRights for the actor's own right, which is for somebody else to confirm, and Forbidden for a right
        of the province that a head would confirm."""
        actor = context.command.actor
        answerer = self.records().load(actor.sub)
        if is_same_person(replace(actor, assignments=answerer.assignments), answerer, officer):
            raise OwnRights()
        if right.unit == PROVINCE_UNIT and context.role not in PROVINCE_WIDE:
            raise Forbidden()

    def _list_waiting(
        self, context: CheckContext, matter: Matter, lines: Mapping[str, Mapping[str, Any]]
    ) -> tuple[str, ...]:
        """Return the keys of lines that still need an answer: those whose right stands and that have none."""
        open_ones, now = {key: line for key, line in lines.items() if not line.get("answer")}, context.command.now
        subs = (str(line["officer"]) for line in open_ones.values())
        officers = self.find_officers(context.deps.reference, matter.unit, subs, now)
        return tuple(
            key
            for key, line in open_ones.items()
            if judge_line(line, find_right(officers[line["officer"]], key, now) is not None) is LineState.WAITING
        )


def find_province_unit(reference: MatterReference, now: datetime) -> str:
    """Return the unit that answers for the rights of the province's roles: where requests for rights go."""
    return find_ruled_unit(reference, ACCOUNT_REQUESTS.opening, now)


def build_end_request(matter: Matter, held: HeldRight, now: datetime) -> dict[str, str]:
    """Return the answers of the account request that ends one right; its letter is the review."""
    right = held.right
    return {
        "subject": f"Thu hồi quyền theo kỳ rà soát {matter.number}",
        "letter": matter.number,
        "letter_day": now.astimezone(VIETNAM).date().isoformat(),
        "reason": "review",
        "action": REVOKE_ONE,
        "person": held.officer.sub,
        "role": right.role.value,
        "right": held.key,
        **({} if right.role in PROVINCE_WIDE else {"work_unit": right.unit}),
        **({"stage": right.stage} if right.stage else {}),
        **({"backup_for": right.backup_for} if right.backup_for else {}),
    }


def _describe_end() -> dict[str, Any]:
    """Return what the fact of the last answer says: the review has ended, and its clock with it."""
    return {"to": CLOSED, **describe_state(RIGHTS_REVIEWS.find_state(CLOSED)), "stopped": [CLOCK]}


def _refuse(field: str, code: str, vi: str, en: str) -> Invalid:
    return Invalid(fields=(FieldError(f"/values/{field}", code, vi, en),))


def _find_desk(context: CheckContext) -> ReviewAnswers:
    if context.deps.reviews is None:
        raise LookupError("reviews of rights are not wired here")
    return context.deps.reviews


REVIEW_CHECKS: Mapping[str, Callable[[CheckContext], Mapping[str, Any]]] = {
    "review_lines": lambda context: _find_desk(context).open_lines(context),
    "review_keep": lambda context: _find_desk(context).answer_line(context, KEEP),
    "review_end": lambda context: _find_desk(context).answer_line(context, END),
    "review_close": lambda context: _find_desk(context).close(context),
}
