"""One overall deadline: the tasks of a linked procedure follow the dossier's due time, never beyond it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.domain.time import clocks
from chalicelib.domain.time.clocks import Clock
from chalicelib.steps.dossier.context import StepContext
from chalicelib.steps.dossier.ports import Reference

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.stated import Stated


def move_task_dues(context: StepContext[object], clock: Clock) -> Stated:
    """Return the fact's data on the open tasks when the dossier gets this clock (NĐ 61/2018 19.6; QN-11.4).

    The lead's task is due with the dossier; a partner's moves by the same working time. Empty when the due time stays
    or there is no open task."""
    return calculate_task_dues(context.deps.reference, context.dossier, clock)


def calculate_task_dues(reference: Reference, dossier: Dossier, clock: Clock) -> Stated:
    """Return the same for a dossier that the system examines."""
    before, calendar = dossier.clock, reference.find_calendar(dossier.one_stop)
    tasks = [task for task in dossier.tasks if task.done_at is None]
    if before is None or before.due_at == clock.due_at or not tasks:
        return {}
    dues = {
        str(task.n): clock.due_at
        if task.lead
        else clocks.move_sub_deadline(calendar, task.due_at, before.due_at, clock.due_at)
        for task in tasks
    }
    return {"task_dues": pack_value(dues)}
