"""Extend: more time for the settlement, capped by the law, only after everyone who must agree has agreed."""

from __future__ import annotations

from fractions import Fraction

from chalicelib.domain.clocks import Clock
from chalicelib.domain.deadlines import Unit
from chalicelib.domain.flow import RequestKind, Step
from chalicelib.repositories.ports import Ruling
from chalicelib.steps.act import Answer, Ask, Decision, Desk, Moment, take
from chalicelib.steps.propose import opened
from chalicelib.steps.rules import limit_reached, part


def extend(desk: Desk, ask: Ask) -> Answer:
    """Ask for an extension (HUE-14.4: specialist, then head of section, then centre)."""
    return take(desk, ask, Step.EXTEND, decide)


def decide(m: Moment) -> Decision:
    """Open the request; nothing moves before the last approval."""
    if m.dossier.clock is None:
        raise ValueError("only a received dossier can be extended")
    cap = require_within_cap(m, m.dossier.clock, m.body["units"])
    about = {"units": m.body["units"]}
    return Decision((opened(m, RequestKind.EXTENSION, about, part(m, "reason"), cap),))


def require_within_cap(m: Moment, clock: Clock, units: int) -> Ruling:
    """All extensions together stay within the cap, counted in the procedure's unit, rounded down.

    Where the law names no share, the number of extensions is limited instead."""
    cap = m.rule("extension.cap")
    if cap.value is not None:
        most = most_units(clock, Fraction(cap.value))
        if clock.extended_by + units > most:
            raise limit_reached(most, cap)
        return cap
    times = m.rule("overdue.reappoint_max")
    if times.value is not None and clock.extended_times + m.dossier.reappointed >= times.value:
        raise limit_reached(times.value, times)
    return times


def most_units(clock: Clock, share: Fraction) -> int:
    """The most units in all; an immediate limit has none to share."""
    value = 0 if clock.duration.unit is Unit.IMMEDIATE else clock.duration.value
    return int(value * share)
