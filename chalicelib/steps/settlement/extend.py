"""Extend: more time for the settlement, capped by the law, only after everyone who must agree has agreed."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from chalicelib.domain.flow.transitions import RequestKind, Step
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.shared.errors import Kind, Refusal
from chalicelib.domain.shared.serialization import pack
from chalicelib.domain.time import clocks
from chalicelib.domain.time.clocks import Clock
from chalicelib.steps.dossier.command import Answer, take
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Moment
from chalicelib.steps.dossier.guards import limit_reached, part
from chalicelib.steps.dossier.proposals import opened
from chalicelib.steps.dossier.task_due_dates import moved_with
from chalicelib.steps.settlement.appointments import most_units, require_ahead, require_appointment_left


class DuePassed(Refusal):
    """The due time is over: an extension is impossible, the dossier is late and an apology is due."""

    code = "due_passed"
    kind = Kind.WRONG_MOMENT
    vi = "Đã quá hạn giải quyết; không gia hạn được nữa mà phải xin lỗi và hẹn lại."
    en = "The time is over; it cannot be extended any more, an apology with a new date is due."


def extend(desk: Desk, ask: Ask) -> Answer:
    """Ask for an extension (HUE-14.4: specialist, then head of section, then centre)."""
    return take(desk, ask, Step.EXTEND, decide)


def decide(m: Moment) -> Decision:
    """Open the request; nothing changes before the last approval."""
    caps = require_extendable(m)
    about = {"units": m.body["units"]}
    return Decision((opened(m, RequestKind.EXTENSION, about, part(m, "reason"), *caps),))


def require_extendable(m: Moment) -> tuple[Ruling, ...]:
    """Return the rules within which so much more time may be requested. Raise DuePassed and LimitReached."""
    if m.dossier.clock is None:
        raise ValueError("only a received dossier can be extended")
    require_before_due(m, m.dossier.clock)
    return require_within_cap(m, m.dossier.clock, m.body["units"])


def extended(m: Moment, clock: Clock, units: int) -> tuple[dict[str, Any], tuple[Ruling, ...]]:
    """Return the data of the last approval: the new due time, that of the tasks, and the notice and apology owed to the
    applicant at that moment (HUE-14.4; NĐ 61/2018 19.9). Refuse a due time that has passed meanwhile."""
    caps = require_within_cap(m, clock, units)
    longer = clocks.extend(m.desk.reference.calendar(m.dossier.one_stop), clock, units)
    require_ahead(m, longer.due_at)
    when = apology_rule(m)
    owes = ["notice", "apology"] if when.value else ["notice"]
    return {"units": units, "clock": pack(longer), "owes": owes, **moved_with(m, longer)}, (*caps, when)


def apology_rule(m: Moment) -> Ruling:
    """Return the rule by which an apology accompanies the new date: the rule on extensions, or, where the law has none,
    that on late dossiers."""
    own = m.rule("extension.cap").value is not None
    return m.rule("apology.when", cause="extension" if own else "overdue")


def require_before_due(m: Moment, clock: Clock) -> None:
    """Require that more time is requested before the time is over (HUE-14.4)."""
    if m.now > clock.due_at:
        raise DuePassed()


def count_units_left(rule: Callable[[str], Ruling], clock: Clock) -> int | None:
    """Return how many more units the law of the dossier allows; None where it sets no cap."""
    if (cap := rule("extension.cap").value) is not None:
        return max(0, most_units(clock, Fraction(cap)) - clock.extended_by - clock.reappointed_by)
    own = rule("overdue.reappoint_cap").value
    return None if own is None else max(1, most_units(clock, Fraction(own)))


def require_within_cap(m: Moment, clock: Clock, units: int) -> tuple[Ruling, ...]:
    """Require that all added time stays within the cap, counted in the procedure's unit, rounded down; a new date by an
    apology has used some of it. Raise LimitReached.

    Where the law has no separate extension, it is the one new appointment with that cap."""
    cap = m.rule("extension.cap")
    if cap.value is not None:
        if units > (count_units_left(m.rule, clock) or 0):
            raise limit_reached(most_units(clock, Fraction(cap.value)), cap)
        return (cap,)
    times, own = require_appointment_left(m, clock), m.rule("overdue.reappoint_cap")
    most = count_units_left(m.rule, clock)
    if most is not None and units > most:
        raise limit_reached(most, own)
    return times, own
