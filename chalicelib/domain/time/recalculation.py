"""Recalculate due times when a year's calendar is decided after they were computed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time

from chalicelib.domain.time import working_time
from chalicelib.domain.time.clocks import Clock, push_due_time
from chalicelib.domain.time.deadlines import Duration, calculate_due_from_receipt, calculate_due_time
from chalicelib.domain.time.working_calendar import Calendar


def recalculate_clock(
    calendar: Calendar, clock: Clock, *, pauses: bool, promised: bool, total_since: datetime | None = None
) -> Clock:
    """Return a provisional clock recalculated with the present calendar; any other clock, and an ended one, unchanged.

    `pauses` says that waits extend the due time, `promised` that an apology set it to a fixed day, which no calendar
    moves, `total_since` from when reception was part of the time (QN-11.4).
    """
    if not clock.provisional or clock.ended_at is not None:
        return clock
    first = _calculate_first_due(calendar, clock, clock.begun_at, total_since)
    restarted = clock.started_at != clock.begun_at
    ends = _calculate_first_due(calendar, clock, clock.started_at, None) if restarted else first
    if pauses:
        ends = _add_waits(calendar, clock, ends, clock.waits)
    if clock.extended_by:
        ends = calculate_due_time(
            calendar, ends, Duration(clock.extended_by, clock.duration.unit), counting=clock.counting
        )
    ends = clock.due_at if promised else ends
    return replace(
        clock,
        original_due_at=first,
        due_at=ends,
        index_due_at=_add_waits(calendar, clock, first, clock.waits),
        provisional=any(working_time.is_provisional(calendar, each) for each in (clock.started_at, ends)),
    )


def _calculate_first_due(calendar: Calendar, clock: Clock, at: datetime, total_since: datetime | None) -> datetime:
    cut_off = time.fromisoformat(clock.cut_off) if clock.cut_off else None
    starts = [at] if total_since is None else [at, total_since]
    return min(calculate_due_from_receipt(calendar, each, clock.duration, cut_off, clock.counting) for each in starts)


def _add_waits(
    calendar: Calendar, clock: Clock, ends: datetime, waits: Iterable[tuple[datetime, datetime]]
) -> datetime:
    for since, until in waits:
        ends = push_due_time(calendar, clock, ends, since, until)
    return ends
