"""Transfer: the received dossier goes to the agency that settles it, and to its partners."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain import worktime
from chalicelib.domain.codec import pack
from chalicelib.domain.dossier import Task
from chalicelib.domain.flow import Step
from chalicelib.domain.intake import IMMEDIATE, PAPER_CHANNELS, late_minutes
from chalicelib.domain.ledger import NewFact
from chalicelib.steps.act import Answer, Ask, Decision, Desk, Moment, take
from chalicelib.steps.rules import cited


def transfer(desk: Desk, ask: Ask) -> Answer:
    """Hand the dossier on (NĐ 61/2018 18; VL-15.2, LC-10.2.a: immediately after reception)."""
    return take(desk, ask, Step.TRANSFER, decide)


def decide(m: Moment) -> Decision:
    """Open the lead's task and, for a linked procedure, each partner's, all at once (19.6.b). A late transfer is
    recorded with its lateness; the settlement time stays as it is."""
    rule = m.rule("transfer.paper" if m.dossier.channel in PAPER_CHANNELS else "transfer.electronic")
    if m.dossier.channel in PAPER_CHANNELS and rule.value != IMMEDIATE:
        rule = m.rule("transfer.paper_cut_off")
    due_at, calendar = m.dossier.intake.transfer_due_at, m.desk.reference.calendar(m.dossier.one_stop)
    data = {
        "to": "processing", "tasks": pack(tasks_of(m)), "due_at": pack(due_at),
        "late_minutes": late_minutes(calendar, due_at, m.now),
    }  # fmt: skip
    return Decision((NewFact("transferred", data, law=cited(rule)),))


def tasks_of(m: Moment) -> tuple[Task, ...]:
    """One task per agency: the lead's is due with the dossier, a partner's when its share is used up."""
    clock = m.dossier.clock
    if clock is None:
        raise ValueError("a received dossier has its clock")
    tasks = [Task(1, m.dossier.agency, True, clock.due_at)]
    for unit, hours in _partners(m):
        tasks.append(Task(len(tasks) + 1, unit, False, _due(m, hours, clock.due_at)))
    return tuple(tasks)


def _partners(m: Moment) -> list[tuple[str, float]]:
    """Partner units in the order of the linked procedure, with the hours used up by the end of each."""
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
    return min(latest, worktime.add_working_minutes(calendar, m.now, round(hours * 60)))
