"""Clocks: limits carried through the events of a dossier, each a frozen value.

A clock keeps three figures that are never mixed: the original due time, the current due time, and the
index due time in which waiting for the applicant is subtracted (Decision 766). Waiting for payment moves
nothing unless an entry with an article says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum

from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time import working_time
from chalicelib.domain.time.deadlines import (
    WHOLE_DAYS,
    CountingMethod,
    DayMethod,
    Duration,
    Unit,
    calculate_due_from_receipt,
    calculate_due_time,
)
from chalicelib.domain.time.working_calendar import Calendar


class SupplementEffect(StrEnum):
    """What a supplement does to the resolution clock once the complete dossier is back."""

    RESTART = "restart"
    PAUSE = "pause"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class Clock:
    """One running limit of a dossier or task, a pure function of its events.

    `law` holds the ids of the entries it rests on and `digest` the rule set, so that an open dossier
    keeps what it started with. `waiting_since` is set while the applicant's supplement is awaited.
    """

    kind: str
    duration: Duration
    begun_at: datetime  # the first start; never moves
    started_at: datetime  # the present start; a restart moves it
    original_due_at: datetime
    due_at: datetime
    index_due_at: datetime
    law: tuple[str, ...] = ()
    digest: str = ""
    cut_off: str = ""  # HH:MM, only where the procedure's own law has one
    counting: CountingMethod = WHOLE_DAYS
    waiting_since: datetime | None = None
    waits: tuple[tuple[datetime, datetime], ...] = ()
    extended_times: int = 0
    extended_by: int = 0
    reappointed_by: int = 0  # units that new dates of apologies have added
    ended_at: datetime | None = None
    provisional: bool = False

    def to_dict(self) -> dict[str, object]:
        """Plain JSON values; instants in UTC, fields at their defaults left out."""
        plain: dict[str, object] = pack_value(self)
        return plain

    @classmethod
    def from_dict(cls, plain: Mapping[str, object]) -> Clock:
        """The clock that `to_dict` wrote. Raises KeyError on fields it does not know."""
        clock: Clock = unpack_value(cls, plain)
        return clock


def _cut_off(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def start_clock(
    calendar: Calendar,
    kind: str,
    at: datetime,
    duration: Duration,
    *,
    law: tuple[str, ...] = (),
    digest: str = "",
    cut_off: str = "",
    counting: CountingMethod = WHOLE_DAYS,
) -> Clock:
    """Start a clock of that kind at that instant."""
    local = at.astimezone(VIETNAM)
    ends = calculate_due_from_receipt(calendar, local, duration, _cut_off(cut_off), counting)
    return Clock(
        kind=kind,
        duration=duration,
        begun_at=local,
        started_at=local,
        original_due_at=ends,
        due_at=ends,
        index_due_at=ends,
        law=law,
        digest=digest,
        cut_off=cut_off,
        counting=counting,
        provisional=_is_provisional(calendar, local, ends),
    )


def start_reception(
    calendar: Calendar, at: datetime, duration: Duration, *, at_once: bool = False,
    law: tuple[str, ...] = (), digest: str = "",
) -> Clock:  # fmt: skip
    """Start the reception clock: a filing outside working hours starts it at the next working instant (LC-10.1.b), or
    at once."""
    official = at if at_once else working_time.find_next_working_instant(calendar, at)
    return start_clock(calendar, "reception", official, duration, law=law, digest=digest)


def _is_provisional(calendar: Calendar, *instants: datetime) -> bool:
    return any(working_time.is_provisional(calendar, instant) for instant in instants)


def wait_for_supplement(clock: Clock, at: datetime) -> Clock:
    """Record that the supplement request was sent; the effect of the wait is decided when the supplement arrives."""
    if clock.ended_at or clock.waiting_since:
        raise ValueError("only a running clock can begin to wait")
    return replace(clock, waiting_since=at.astimezone(VIETNAM))


def resume_after_supplement(calendar: Calendar, clock: Clock, at: datetime, effect: SupplementEffect) -> Clock:
    """The complete dossier is back: the limit restarts, is extended by the wait, or has kept running.

    NĐ 61/2018 19.4 restarts it. The index due time subtracts the wait for every effect.
    """
    if clock.waiting_since is None:
        raise ValueError("the clock is not waiting for a supplement")
    local, since = at.astimezone(VIETNAM), clock.waiting_since
    ends = clock.due_at
    if effect is SupplementEffect.RESTART:
        ends = calculate_due_from_receipt(calendar, local, clock.duration, _cut_off(clock.cut_off), clock.counting)
    elif effect is SupplementEffect.PAUSE:
        ends = push_due_time(calendar, clock, clock.due_at, since, local)
    return replace(
        clock,
        started_at=local if effect is SupplementEffect.RESTART else clock.started_at,
        due_at=ends,
        index_due_at=push_due_time(calendar, clock, clock.index_due_at, since, local),
        waiting_since=None,
        waits=(*clock.waits, (since, local)),
        provisional=clock.provisional or _is_provisional(calendar, local, ends),
    )


def push_due_time(calendar: Calendar, clock: Clock, ends: datetime, since: datetime, until: datetime) -> datetime:
    """Return a due time moved by the time waited, in the unit of the limit and as the rule counts it."""
    unit = clock.duration.unit
    by_the_hour = unit is Unit.WORKING_DAY and clock.counting.method is DayMethod.ELAPSED
    if unit is Unit.WORKING_HOUR or by_the_hour:
        minutes = working_time.count_working_minutes(calendar, since, until)
        return working_time.add_working_minutes(calendar, ends, minutes) if minutes else ends
    if unit in (Unit.CALENDAR_DAY, Unit.MONTH):
        days = (until.date() - since.date()).days
        return working_time.add_calendar_days(calendar, ends, days) if days else ends
    waited = working_time.count_working_days(calendar, since, until)
    return working_time.add_working_days(calendar, ends, waited) if waited else ends


def extend_clock(calendar: Calendar, clock: Clock, units: int) -> Clock:
    """Move the due time on by so many units of the clock's own limit. Caps are checked by the caller.

    An immediate limit is extended in working days.
    """
    if units < 1:
        raise ValueError("an extension is at least one unit")
    unit = Unit.WORKING_DAY if clock.duration.unit is Unit.IMMEDIATE else clock.duration.unit
    extension = Duration(units, unit)
    ends = calculate_due_time(calendar, clock.due_at, extension, counting=clock.counting)
    return replace(
        clock,
        due_at=ends,
        extended_times=clock.extended_times + 1,
        extended_by=clock.extended_by + units,
        provisional=clock.provisional or _is_provisional(calendar, ends),
    )


def set_new_date(calendar: Calendar, clock: Clock, ends: datetime) -> Clock:
    """Move the due time to a day that an apology names (NĐ 61/2018 19.9). Caps are checked by the caller."""
    return replace(
        clock,
        due_at=ends,
        reappointed_by=clock.reappointed_by + _count_units_until(calendar, clock, ends),
        provisional=clock.provisional or _is_provisional(calendar, ends),
    )


def _count_units_until(calendar: Calendar, clock: Clock, ends: datetime) -> int:
    """Return by how many units of its limit the due time moves, rounded up; an immediate limit counts working days."""
    since, until = clock.due_at.astimezone(VIETNAM), ends.astimezone(VIETNAM)
    match clock.duration.unit:
        case Unit.WORKING_HOUR:
            return -(-working_time.count_working_minutes(calendar, since, until) // 60)
        case Unit.CALENDAR_DAY:
            return (until.date() - since.date()).days
        case Unit.MONTH:
            months = (until.year - since.year) * 12 + until.month - since.month
            return months + (1 if until.day > since.day else 0)
        case _:
            return working_time.count_working_days(calendar, since.date(), until.date())


def resume_clock(calendar: Calendar, clock: Clock, at: datetime) -> Clock:
    """Resume an ended limit: the working time since its end is added."""
    if clock.ended_at is None:
        raise ValueError("only an ended clock can resume")
    minutes = working_time.count_working_minutes(calendar, clock.ended_at, at)
    ends = working_time.add_working_minutes(calendar, clock.due_at, minutes) if minutes else clock.due_at
    return replace(clock, due_at=ends, ended_at=None)


def move_sub_deadline(calendar: Calendar, sub_due: datetime, was: datetime, overall: datetime) -> datetime:
    """Return a sub-deadline after the overall due time moved from `was` to `overall`: moved by the same working time,
    never beyond the overall one (NĐ 61/2018 19.6; QN-11.4)."""
    minutes = working_time.count_working_minutes(calendar, was, overall)
    moved = working_time.add_working_minutes(calendar, sub_due, minutes) if minutes > 0 else sub_due
    return min(overall, moved)


def end_clock(clock: Clock, at: datetime) -> Clock:
    """Stop the clock for good; a second end is a programming error."""
    if clock.ended_at:
        raise ValueError("the clock has already ended")
    return replace(clock, ended_at=at.astimezone(VIETNAM))


@dataclass(frozen=True, slots=True)
class ClockStanding:
    """State of a clock: working minutes left (negative: late by so many), and whether it is late."""

    late: bool
    minutes: int


def measure_standing(calendar: Calendar, clock: Clock, now: datetime) -> ClockStanding:
    """Return early or late at the end, or now while it runs. Exactly at the due time is still in time.

    While the supplement of a restarting or pausing clock is awaited it cannot become late; callers check
    `waiting_since` first.
    """
    at = clock.ended_at or now
    return ClockStanding(at > clock.due_at, working_time.count_working_minutes(calendar, at, clock.due_at))


def index_minutes(calendar: Calendar, clock: Clock, now: datetime) -> int:
    """Return the working minutes used so far without the waits: the processing time that the index measures."""
    until = clock.ended_at or now
    waits = clock.waits + (((clock.waiting_since, until),) if clock.waiting_since else ())
    waited = sum(working_time.count_working_minutes(calendar, since, to) for since, to in waits)
    return working_time.count_working_minutes(calendar, clock.begun_at, until) - waited
