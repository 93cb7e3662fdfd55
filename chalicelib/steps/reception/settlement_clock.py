"""When the settlement of a received dossier begins and ends, and when the dossier must be passed on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.dossier.intake import IMMEDIATE, PAPER_CHANNELS, calculate_transfer_due
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.time import clocks, deadlines
from chalicelib.domain.time.deadlines import Duration, Unit
from chalicelib.steps.dossier.context import StepContext
from chalicelib.steps.dossier.guards import (
    build_counting,
    find_receipt_outside,
    list_receipt_day_rules,
)


def find_transfer_due(context: StepContext[object]) -> tuple[datetime, tuple[Ruling, ...]]:
    """Return when the dossier must be passed on: paper by the cut-off of the day, an electronic one at once (18.1,
    18.2); where the province says so (VL-15.2), every one at once."""
    electronic, paper, cut_off, after = (
        context.find_rule("transfer.electronic"),
        context.find_rule("transfer.paper"),
        context.find_rule("transfer.paper_cut_off"),
        context.find_rule("transfer.paper_after_cut_off"),
    )
    due_at = calculate_transfer_due(
        context.dossier.channel, context.now, context.deps.reference.find_calendar(context.dossier.one_stop),
        electronic=electronic.find_text() or "", paper=paper.find_text() or "", cut_off=cut_off.find_text() or "",
        after=after.find_text() or "",
        answer=context.dossier.reception,
    )  # fmt: skip
    if context.dossier.channel not in PAPER_CHANNELS:
        return due_at, (electronic,)
    if paper.value == IMMEDIATE:
        return due_at, (paper,)
    return due_at, (cut_off, after) if is_after_cut_off(context, cut_off) else (cut_off,)


def is_after_cut_off(context: StepContext[object], cut_off: Ruling) -> bool:
    """Return whether paper is received after the cut-off of its day."""
    return deadlines.is_after_cut_off(context.now, cut_off.to_time())


def list_counting_rules(context: StepContext[object], limit: Duration) -> tuple[Ruling, ...]:
    """Return the rules of the appointment: its start, and for days how they are counted."""
    begins = (
        context.find_rule("clock.start"),
        *(rule for rule in _list_start_rules(context) if rule.value),
        *list_cut_off_rules(context),
    )
    if limit.unit in (Unit.IMMEDIATE, Unit.WORKING_HOUR):
        return begins
    outside = find_receipt_outside(context, limit, build_counting(context.find_rule), _find_start(context, begins))
    return (
        *begins,
        context.find_rule("counting.day_method"),
        context.find_rule("counting.last_day_off"),
        *list_receipt_day_rules(context, outside),
    )


def _list_start_rules(context: StepContext[object]) -> tuple[Ruling, ...]:
    """Return rules that move the start: who received it counts where it was filed elsewhere (NĐ 309/2026 8), and
    reception may be part of the published time (QN-11.4)."""
    elsewhere = (context.find_rule("clock.start_nonterritorial"),) if context.dossier.intake.desk else ()
    again = (context.find_rule("clock.start_refiled"),) if context.dossier.refiled_from else ()
    return *elsewhere, *again, context.find_rule("reception.within_total")


MOVED = "clock.moved_by_cut_off"


def list_cut_off_rules(context: StepContext[object]) -> tuple[Ruling, ...]:
    """Return the rule that says whether paper received after the cut-off counts from when it must be passed on; only
    for such paper (NĐ 61/2018 18.2; NĐ 309/2026 8, 9: it counts from its reception)."""
    if context.dossier.channel not in PAPER_CHANNELS or context.find_rule("transfer.paper").value == IMMEDIATE:
        return ()
    return (context.find_rule(MOVED),) if is_after_cut_off(context, context.find_rule("transfer.paper_cut_off")) else ()


def start_clock(
    context: StepContext[object], procedure: Procedure, limit: Duration, rules: tuple[Ruling, ...]
) -> clocks.Clock:
    """Return the resolution clock of the procedure's own time, in the unit of its publication (HUE-14.3)."""
    clock = _start_settlement_clock(context, procedure, limit, rules, _find_start(context, rules))
    if "reception.within_total" not in _list_rule_names(rules) or context.dossier.reception is None:
        return clock
    ends = min(
        clock.due_at,
        _start_settlement_clock(context, procedure, limit, rules, context.dossier.reception.started_at).due_at,
    )
    return replace(clock, original_due_at=ends, due_at=ends, index_due_at=ends)


FIRST_RECEPTION = "first_reception"
"""The value of `clock.start_refiled` by which a dossier filed again under the right procedure loses no time."""


def _find_start(context: StepContext[object], rules: tuple[Ruling, ...]) -> datetime:
    """Return from when the settlement counts: this reception, or that of the desk where it was filed."""
    if any(rule.cite["param"] == MOVED and rule.value for rule in rules):
        return find_transfer_due(context)[0]
    origin = context.dossier.refiled_from
    if origin and any(rule.value == FIRST_RECEPTION for rule in rules):
        return origin.received_at
    elsewhere = context.dossier.intake.desk_received_at
    return elsewhere if elsewhere and "clock.start_nonterritorial" not in _list_rule_names(rules) else context.now


def _list_rule_names(rules: tuple[Ruling, ...]) -> set[str]:
    return {rule.cite["param"] for rule in rules}


def _start_settlement_clock(
    context: StepContext[object], procedure: Procedure, limit: Duration, rules: tuple[Ruling, ...], at: datetime
) -> clocks.Clock:
    cut_off = procedure.processing_time.same_day_cut_off
    return clocks.start_clock(
        context.deps.reference.find_calendar(context.dossier.one_stop),
        "resolution",
        at,
        limit,
        law=tuple(rule.cite["entry"] for rule in rules),
        digest=context.deps.reference.law_digest,
        cut_off=cut_off.strftime("%H:%M") if cut_off else "",
        counting=build_counting(context.find_rule),
    )
