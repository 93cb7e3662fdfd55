"""Clocks of a matter: what a step does to them, by the law of the day and the calendar of the responsible unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.matters.matter import Matter, RunningClock
from chalicelib.domain.matters.matter_kind import ClockEffect, ClockMove
from chalicelib.domain.time.deadlines import Duration, Unit, calculate_due_from_receipt
from chalicelib.domain.time.working_calendar import Calendar


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
        due = calculate_due_from_receipt(calendar, since, duration)
        changed[effect.clock] = RunningClock(effect.clock, since, due, ruling.cite["article"])
        rules.append(ruling)
    return ClockMoves(changed, tuple(stopped), tuple(rules))


def _find_length(effect: ClockEffect, find_rule: FindRule) -> tuple[Duration, Ruling] | None:
    for rule in effect.rules:
        ruling = find_rule(rule.param, **rule.scope)
        if (days := ruling.find_int()) is not None:
            return Duration(days, rule.unit if days else Unit.IMMEDIATE), ruling
    return None


def find_next_alert(matter: Matter) -> datetime | None:
    """Return the next instant at which a clock of the matter runs out; None when nothing is ahead."""
    if matter.ended:
        return None
    return min((clock.due_at for clock in matter.clocks if not clock.alerted), default=None)
