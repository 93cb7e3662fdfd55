"""The half-yearly review of officers' rights: its periods, the rights that it asks about, and when one is answered.

A line is one right as it stood when the review was opened, by its key: an answer never confirms what nobody has seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.rights.right_key import RightGone, build_right_key
from chalicelib.domain.accounts.roles import PROVINCE_UNIT, Assignment, Role
from chalicelib.domain.shared.errors import Refusal, RefusalKind
from chalicelib.domain.shared.timezone import VIETNAM, parse_optional_stamp, parse_stamp, write_stamp

MONTHS, DAYS, GRANTED_BY = "account.rights_review_months", "account.rights_review_days", "account.granted_by"


class LineAnswered(Refusal):
    """Somebody has answered for the right already."""

    code = "line_answered"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Quyền này đã được trả lời trong kỳ rà soát."
    en = "This right was answered for in this review already."


class LinesWaiting(Refusal):
    """A review closes once every right is answered for."""

    code = "lines_waiting"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Còn quyền chưa được trả lời; chưa kết thúc được kỳ rà soát."
    en = "Some rights were not answered for yet; the review cannot be closed."


REVIEW_REFUSALS: tuple[type[Refusal], ...] = (RightGone, LineAnswered, LinesWaiting)


class LineState(StrEnum):
    """How a right stands in a review."""

    WAITING = "waiting"
    KEPT = "kept"
    ENDING = "ending"
    """Its end was asked for; the granter has not decided yet, or has refused."""
    GONE = "gone"
    """It ended, or was changed, outside the review."""
    ENDED = "ended"
    """It ended as the review asked."""
    ADDED = "added"
    """It was granted after the review was opened, and is answered for in the next one."""


def find_period(day: date, months: int) -> date:
    """Return the first day of that one of a year's equal periods to which a day belongs."""
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def name_period(first: date) -> str:
    """Return the name of a period, as reviews and their ids have it."""
    return f"{first:%Y-%m}"


def is_review_due(day: date, months: int, since: date, done: str) -> bool:
    """Return whether the reviews of the present period are still to be opened: none of a period that began before
    reviews were known here, and none of one that is `done`."""
    first = find_period(day, months)
    return first >= since and name_period(first) != done


class ReviewProgress(NamedTuple):
    """Since which day periods count, and the newest period whose reviews are all open; empty for none."""

    since: date
    done: str


def find_reviewing_unit(right: Assignment, province_unit: str) -> str:
    """Return the unit that answers for a right: its own, or for the province's roles the one that takes requests."""
    return province_unit if right.unit == PROVINCE_UNIT else right.unit


@dataclass(frozen=True, slots=True)
class HeldRight:
    """A present or coming right of an officer, with its key."""

    key: str
    officer: Officer
    right: Assignment


def list_held_rights(
    officers: Iterable[Officer], units: Sequence[str], province_unit: str, now: datetime
) -> tuple[HeldRight, ...]:
    """Return the rights for which some units answer, by person."""
    found = (
        HeldRight(build_right_key(officer.sub, right), officer, right)
        for officer in sorted(officers, key=lambda each: each.sub)
        for right in officer.assignments
        if (right.valid_until is None or now < right.valid_until) and find_reviewing_unit(right, province_unit) in units
    )
    return tuple({each.key: each for each in found}.values())


def describe_line(held: HeldRight) -> dict[str, Any]:
    """Return a line as the opening's fact holds it: the right, and nothing personal but the account."""
    right = held.right
    return {
        "officer": held.officer.sub, "role": right.role.value, "unit": right.unit,
        "since": write_stamp(right.valid_from),
        **({"until": write_stamp(right.valid_until)} if right.valid_until else {}),
        **({"stage": right.stage} if right.stage else {}),
        **({"backup_for": right.backup_for} if right.backup_for else {}),
    }  # fmt: skip


def read_line_right(line: Mapping[str, Any]) -> Assignment:
    """Return the right of a stored line."""
    return Assignment(
        Role(line["role"]), line["unit"], parse_stamp(line["since"]), parse_optional_stamp(line.get("until")),
        line.get("backup_for"), line.get("stage", ""),
    )  # fmt: skip


def judge_line(line: Mapping[str, Any], live: bool) -> LineState:
    """Return how a line stands; `live` says whether its right still is as it was."""
    if answer := line.get("answer"):
        kept = LineState.KEPT if live else LineState.GONE
        return kept if answer == "keep" else LineState.ENDING if live else LineState.ENDED
    return LineState.WAITING if live else LineState.GONE


def write_review_subject(unit: str, first: date, months: int) -> str:
    """Return the subject of a review, by which lists and papers name it."""
    last = first.month + months - 1
    return f"Rà soát quyền: {unit}, tháng {first.month}–{last}/{first.year}"


def find_legal_day(now: datetime) -> date:
    """Return the day of the calendar in Vietnam."""
    return now.astimezone(VIETNAM).date()
