"""Transfer: the received dossier goes to the agency that settles it, and to its partners."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.dossier.dossier import Task
from chalicelib.domain.dossier.intake import IMMEDIATE, PAPER_CHANNELS, late_minutes
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.shared.serialization import pack
from chalicelib.domain.time import working_time
from chalicelib.steps.dossier.command import Answer, take
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Moment
from chalicelib.steps.dossier.guards import cited

SEQUENTIAL = "sequential"
"""The value of the rule where one agency passes the paper on to the next."""


def transfer(desk: Desk, ask: Ask) -> Answer:
    """Hand the dossier on (NĐ 61/2018 18; VL-15.2, LC-10.2.a: immediately after reception)."""
    return take(desk, ask, Step.TRANSFER, decide)


def decide(m: Moment) -> Decision:
    """Open the lead's task and, for a linked procedure, each partner's. A late transfer is recorded with its lateness;
    the settlement time stays as it is."""
    due_at, calendar = m.dossier.intake.transfer_due_at, m.desk.reference.calendar(m.dossier.one_stop)
    tasks, linked = tasks_of(m)
    data = {
        "to": "processing", "tasks": pack(tasks), "due_at": pack(due_at),
        "late_minutes": late_minutes(calendar, due_at, m.now),
    }  # fmt: skip
    return Decision((NewFact("transferred", data, law=cited(_basis(m), *linked)),))


def _basis(m: Moment) -> Ruling:
    """Return the rule of the transfer's own time limit."""
    rule = m.rule("transfer.paper" if m.dossier.channel in PAPER_CHANNELS else "transfer.electronic")
    if m.dossier.channel in PAPER_CHANNELS and rule.value != IMMEDIATE:
        return m.rule("transfer.paper_cut_off")
    return rule


def tasks_of(m: Moment) -> tuple[tuple[Task, ...], tuple[Ruling, ...]]:
    """Return one task per agency, with the rules of a linked procedure: the lead's is due with the dossier, a partner's
    when its share of the time is used up, where the law gives each its own limit (NĐ 61/2018 19.6)."""
    clock = m.dossier.clock
    if clock is None:
        raise ValueError("a received dossier has its clock")
    lead, partners = Task(1, m.dossier.agency, True, clock.due_at), _partners(m)
    if not partners:
        return (lead,), ()
    how, own = order_of(m), m.rule("linked.sub_deadlines")
    waits = how.value == SEQUENTIAL
    dues = [_due(m, hours, clock.due_at) if own.value else clock.due_at for _, hours in partners]
    tasks = [
        Task(number, unit, False, due_at, waits=waits)
        for number, (unit, _), due_at in zip(range(2, len(partners) + 2), partners, dues, strict=True)
    ]
    single = m.rule("linked.single_deadline")
    return (lead, *tasks), (how, own, *([single] if single.value else []))


def order_of(m: Moment) -> Ruling:
    """Return whether the agencies of a linked procedure work one after the other, as paper travels, or all at once on
    the electronic dossier (NĐ 61/2018 19.6)."""
    return m.rule("linked.paper" if m.dossier.channel in PAPER_CHANNELS else "linked.electronic")


def _partners(m: Moment) -> list[tuple[str, float]]:
    """Return partner units in the order of the linked procedure, with the hours used up by the end of each."""
    procedure = m.desk.reference.procedure(m.dossier.procedure)
    used, partners = 0.0, dict[str, float]()
    for task in procedure.tasks:
        used += task.hours
        unit = m.desk.reference.task_unit(procedure, task.kind, m.dossier.one_stop, m.now)
        if unit != m.dossier.agency:
            partners[unit] = used
    return list(partners.items())


def _due(m: Moment, hours: float, latest: datetime) -> datetime:
    calendar = m.desk.reference.calendar(m.dossier.one_stop)
    return min(latest, working_time.add_working_minutes(calendar, m.now, round(hours * 60)))
