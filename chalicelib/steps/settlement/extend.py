"""Extend: more time for the settlement, capped by the law, only after everyone who must agree has agreed."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from chalicelib.domain.flow.transitions import RequestKind, Step
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.shared.errors import Refusal, RefusalKind
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.domain.time import clocks
from chalicelib.domain.time.clocks import Clock
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import build_limit_refusal, build_text_part
from chalicelib.steps.dossier.proposals import open_request
from chalicelib.steps.dossier.task_due_dates import move_task_dues
from chalicelib.steps.settlement.appointments import calculate_most_units, require_ahead, require_appointment_left

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.approvals import Proposal
    from chalicelib.models.steps import ExtendBody


class DuePassed(Refusal):
    """The due time is over: an extension is impossible, the dossier is late and an apology is due."""

    code = "due_passed"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Đã quá hạn giải quyết; không gia hạn được nữa mà phải xin lỗi và hẹn lại."
    en = "The time is over; it cannot be extended any more, an apology with a new date is due."


def request_extension(deps: Dependencies, command: Command[ExtendBody]) -> CommandResult:
    """Ask for an extension (HUE-14.4: specialist, then head of section, then centre)."""
    return run_step(deps, command, Step.EXTEND, decide_extension)


def decide_extension(context: StepContext[ExtendBody]) -> Decision:
    """Open the request; nothing changes before the last approval."""
    caps = require_extendable(context, context.body.units)
    about: Proposal = {"units": context.body.units}
    return Decision(
        (
            open_request(
                context, RequestKind.EXTENSION, about, build_text_part(context, "reason", context.body.reason), *caps
            ),
        )
    )


def require_extendable(context: StepContext[object], units: int) -> tuple[Ruling, ...]:
    """Return the rules within which so much more time may be requested. Raise DuePassed and LimitReached."""
    if context.dossier.clock is None:
        raise ValueError("only a received dossier can be extended")
    require_before_due(context, context.dossier.clock)
    return require_within_cap(context, context.dossier.clock, units)


def calculate_extension(
    context: StepContext[object], clock: Clock, units: int
) -> tuple[dict[str, Any], tuple[Ruling, ...]]:
    """Return the data of the last approval: the new due time, that of the tasks, and the notice and apology owed to the
    applicant at that moment (HUE-14.4; NĐ 61/2018 19.9). Refuse a due time that has passed meanwhile."""
    caps = require_within_cap(context, clock, units)
    longer = clocks.extend_clock(context.deps.reference.find_calendar(context.dossier.one_stop), clock, units)
    require_ahead(context, longer.due_at)
    when = find_apology_rule(context)
    owes = ["notice", "apology"] if when.value else ["notice"]
    return {"units": units, "clock": pack_value(longer), "owes": owes, **move_task_dues(context, longer)}, (*caps, when)


def find_apology_rule(context: StepContext[object]) -> Ruling:
    """Return the rule by which an apology accompanies the new date: the rule on extensions, or, where the law has none,
    that on late dossiers."""
    own = context.find_rule("extension.cap").value is not None
    return context.find_rule("apology.when", cause="extension" if own else "overdue")


def require_before_due(context: StepContext[object], clock: Clock) -> None:
    """Require that more time is requested before the time is over (HUE-14.4)."""
    if context.now > clock.due_at:
        raise DuePassed()


def count_units_left(rule: Callable[[str], Ruling], clock: Clock) -> int | None:
    """Return how many more units the law of the dossier allows; None where it sets no cap."""
    if (cap := rule("extension.cap").find_text()) is not None:
        return max(0, calculate_most_units(clock, Fraction(cap)) - clock.extended_by - clock.reappointed_by)
    own = rule("overdue.reappoint_cap").find_text()
    return None if own is None else max(1, calculate_most_units(clock, Fraction(own)))


def require_within_cap(context: StepContext[object], clock: Clock, units: int) -> tuple[Ruling, ...]:
    """Require that all added time stays within the cap, counted in the procedure's unit, rounded down; a new date by an
    apology has used some of it. Raise LimitReached.

    Where the law has no separate extension, it is the one new appointment with that cap."""
    cap = context.find_rule("extension.cap")
    if cap.value is not None:
        if units > (count_units_left(context.find_rule, clock) or 0):
            raise build_limit_refusal(calculate_most_units(clock, Fraction(cap.to_text())), cap)
        return (cap,)
    times, own = require_appointment_left(context, clock), context.find_rule("overdue.reappoint_cap")
    most = count_units_left(context.find_rule, clock)
    if most is not None and units > most:
        raise build_limit_refusal(most, own)
    return times, own
