"""Clocks of a matter: what a step does to them, by the law of the day and the calendar of the responsible unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.matters.matter import Matter, RunningClock
from chalicelib.domain.matters.matter_kind import ClockEffect, ClockMove, MatterKind
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.domain.time.deadlines import Duration, Unit, calculate_due_from_receipt, calculate_due_time
from chalicelib.domain.time.working_calendar import Calendar
from chalicelib.domain.time.working_time import subtract_working_minutes


class FindRule(Protocol):
    """Finds the rule of a case."""

    def __call__(self, param: str, **scope: str) -> Ruling:
        """Return the rule in force; silence is a value of None."""


@dataclass(frozen=True, slots=True)
class ClockMoves:
    """Clocks that a step begins or changes, clocks that it stops, and the rules that say so."""

    changed: Mapping[str, RunningClock] = field(default_factory=dict)
    stopped: tuple[str, ...] = ()
    rules: tuple[Ruling, ...] = ()


def move_clocks(
    effects: tuple[ClockEffect, ...], matter: Matter | None, at: datetime, find_rule: FindRule, calendar: Calendar
) -> ClockMoves:
    """Return what the effects of a step do to a matter's clocks at an instant. A clock that the law of the day does not
    know is not begun; one that is changed without having begun stays out."""
    changed, stopped, rules = dict[str, RunningClock](), list[str](), list[Ruling]()
    for effect in effects:
        running = matter.find_clock(effect.clock) if matter else None
        if effect.move is ClockMove.STOP:
            stopped += [effect.clock] if running else []
            continue
        since = at if effect.move is ClockMove.START else running.since if running else None
        found = _find_length(effect, find_rule)
        if since is None or found is None:
            continue
        duration, ruling = found
        due = (
            calculate_due_time(calendar, running.due_at, duration)
            if running and effect.move is ClockMove.EXTEND
            else calculate_due_from_receipt(calendar, since, duration)
        )
        soon = _find_soon(calendar, since, due, duration)
        changed[effect.clock] = RunningClock(effect.clock, since, due, ruling.cite["article"], soon_at=soon)
        rules.append(ruling)
    return ClockMoves(changed, tuple(stopped), tuple(rules))


SOON_MINUTES = 240
"""Half a working day before the end: a choice of the service."""


def _find_soon(calendar: Calendar, since: datetime, due: datetime, duration: Duration) -> datetime | None:
    """Return when a limit is due soon; None for one that is no longer than a day."""
    if duration.value <= 1:
        return None
    return max(since, subtract_working_minutes(calendar, due, SOON_MINUTES))


def _find_length(effect: ClockEffect, find_rule: FindRule) -> tuple[Duration, Ruling] | None:
    for rule in effect.rules:
        ruling = find_rule(rule.param, **rule.scope)
        if (days := ruling.find_int()) is not None:
            return Duration(days, rule.unit if days else Unit.IMMEDIATE), ruling
    return None


SOON, OVERDUE = "soon", "overdue"


def find_next_alert(matter: Matter) -> datetime | None:
    """Return the next instant at which the watch looks at the matter; None when nothing is ahead."""
    ahead = [at for clock in matter.clocks for alert, at in _list_alert_times(clock) if alert not in clock.alerted]
    return min(ahead, default=None) if not matter.ended else None


def list_reached_alerts(matter: Matter, now: datetime) -> tuple[tuple[str, str], ...]:
    """Return the clocks of a matter that reached an alert which was not given yet, each with its last alert: a clock
    that ran out is not due soon any more."""
    if matter.ended:
        return ()
    found = dict[str, str]()
    for clock in matter.clocks:
        for alert, at in _list_alert_times(clock):
            if at <= now and alert not in clock.alerted and OVERDUE not in clock.alerted:
                found[clock.name] = alert
    return tuple(found.items())


def _list_alert_times(clock: RunningClock) -> tuple[tuple[str, datetime], ...]:
    soon = ((SOON, clock.soon_at),) if clock.soon_at else ()
    return (*soon, (OVERDUE, clock.due_at))


def repeat_clock(
    kind: MatterKind,
    matter: Matter,
    name: str,
    alert: str,
    now: datetime,
    find_rule: FindRule,
    calendar: Calendar,
) -> RunningClock | None:
    """Return the clock begun again, for one that repeats and ran out; None for the others."""
    if alert != OVERDUE or name not in kind.repeats:
        return None
    effects = tuple(each for each in kind.opening.clocks if each.clock == name and each.move is ClockMove.START)
    return move_clocks(effects, matter, now, find_rule, calendar).changed.get(name)


def list_reporter_clocks(kind: MatterKind, matter: Matter) -> tuple[RunningClock, ...]:
    """Return the clocks that concern the reporter: neither reminders nor limits by which agencies work."""
    return tuple(each for each in matter.clocks if not each.reminder and each.name not in kind.unit_clocks)


def find_reporter_due(kind: MatterKind, matter: Matter) -> datetime | None:
    """Return the soonest end of a clock that concerns the reporter; None for none, and for a matter that has ended."""
    ends = (each.due_at for each in list_reporter_clocks(kind, matter))
    return None if matter.ended else min(ends, default=None)


def write_clock(clock: RunningClock, *, reminder: bool) -> dict[str, Any]:
    """Return a clock as a fact holds it."""
    soon = {"soon": write_stamp(clock.soon_at)} if clock.soon_at else {}
    only = {"reminder": True} if reminder else {}
    stated = {"since": write_stamp(clock.since), "due": write_stamp(clock.due_at), "article": clock.article}
    return {**stated, **soon, **only}
