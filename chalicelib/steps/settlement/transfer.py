"""Transfer: the received dossier goes to the agency that settles it, and to its partners."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.domain.dossier.dossier import Task
from chalicelib.domain.dossier.intake import IMMEDIATE, PAPER_CHANNELS, count_late_minutes
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger import payloads
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.domain.time import working_time
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import list_cites

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.settlement import Transferred

SEQUENTIAL = "sequential"
"""The value of the rule where one agency passes the paper on to the next."""


def transfer_dossier(deps: Dependencies, command: Command[object]) -> CommandResult:
    """Hand the dossier on (NĐ 61/2018 18; VL-15.2, LC-10.2.a: immediately after reception)."""
    return run_step(deps, command, Step.TRANSFER, decide_transfer)


def decide_transfer(context: StepContext[object]) -> Decision:
    """Open the lead's task and, for a linked procedure, each partner's. A late transfer is recorded with its lateness;
    the settlement time stays as it is."""
    due_at, calendar = (
        context.dossier.intake.transfer_due_at,
        context.deps.reference.find_calendar(context.dossier.one_stop),
    )
    tasks, linked = build_tasks(context)
    data: Transferred = {
        "to": "processing", "tasks": pack_value(tasks), "due_at": pack_value(due_at),
        "late_minutes": count_late_minutes(calendar, due_at, context.now),
    }  # fmt: skip
    return Decision((payloads.TRANSFERRED.build(data, law=list_cites(_find_basis(context), *linked)),))


def _find_basis(context: StepContext[object]) -> Ruling:
    """Return the rule of the transfer's own time limit."""
    rule = context.find_rule("transfer.paper" if context.dossier.channel in PAPER_CHANNELS else "transfer.electronic")
    if context.dossier.channel in PAPER_CHANNELS and rule.value != IMMEDIATE:
        return context.find_rule("transfer.paper_cut_off")
    return rule


def build_tasks(context: StepContext[object]) -> tuple[tuple[Task, ...], tuple[Ruling, ...]]:
    """Return one task per agency, with the rules of a linked procedure: the lead's is due with the dossier, a partner's
    when its share of the time is used up, where the law gives each its own limit (NĐ 61/2018 19.6)."""
    clock = context.dossier.clock
    if clock is None:
        raise ValueError("a received dossier has its clock")
    lead, partners = Task(1, context.dossier.agency, True, clock.due_at), _list_partners(context)
    if not partners:
        return (lead,), ()
    how, own = order_of(context), context.find_rule("linked.sub_deadlines")
    waits = how.value == SEQUENTIAL
    dues = [_calculate_due(context, hours, clock.due_at) if own.value else clock.due_at for _, hours in partners]
    tasks = [
        Task(number, unit, False, due_at, waits=waits)
        for number, (unit, _), due_at in zip(range(2, len(partners) + 2), partners, dues, strict=True)
    ]
    single = context.find_rule("linked.single_deadline")
    return (lead, *tasks), (how, own, *([single] if single.value else []))


def order_of(context: StepContext[object]) -> Ruling:
    """Return whether the agencies of a linked procedure work one after the other, as paper travels, or all at once on
    the electronic dossier (NĐ 61/2018 19.6)."""
    return context.find_rule("linked.paper" if context.dossier.channel in PAPER_CHANNELS else "linked.electronic")


def _list_partners(context: StepContext[object]) -> list[tuple[str, float]]:
    """Return partner units in the order of the linked procedure, with the hours used up by the end of each."""
    procedure = context.deps.reference.find_procedure(context.dossier.procedure)
    used, partners = 0.0, dict[str, float]()
    for task in procedure.tasks:
        used += task.hours
        unit = context.deps.reference.find_task_unit(procedure, task.kind, context.dossier.one_stop, context.now)
        if unit != context.dossier.agency:
            partners[unit] = used
    return list(partners.items())


def _calculate_due(context: StepContext[object], hours: float, latest: datetime) -> datetime:
    calendar = context.deps.reference.find_calendar(context.dossier.one_stop)
    return min(latest, working_time.add_working_minutes(calendar, context.now, round(hours * 60)))
