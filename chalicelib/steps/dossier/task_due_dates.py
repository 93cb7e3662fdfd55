"""One overall deadline: the tasks of a linked procedure follow the dossier's due time, never beyond it."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.shared.serialization import pack
from chalicelib.domain.time import clocks
from chalicelib.domain.time.clocks import Clock
from chalicelib.steps.dossier.context import Moment
from chalicelib.steps.dossier.ports import Reference


def moved_with(m: Moment, clock: Clock) -> dict[str, Any]:
    """Return the fact's data on the open tasks when the dossier gets this clock (NĐ 61/2018 19.6; QN-11.4).

    The lead's task is due with the dossier; a partner's moves by the same working time. Empty when the due time stays
    or there is no open task."""
    return dues_moved(m.desk.reference, m.dossier, clock)


def dues_moved(reference: Reference, d: Dossier, clock: Clock) -> dict[str, Any]:
    """Return the same for a dossier that the system examines."""
    before, calendar = d.clock, reference.calendar(d.one_stop)
    tasks = [task for task in d.tasks if task.done_at is None]
    if before is None or before.due_at == clock.due_at or not tasks:
        return {}
    dues = {
        str(task.n): clock.due_at if task.lead else clocks.follow(calendar, task.due_at, before.due_at, clock.due_at)
        for task in tasks
    }
    return {"task_dues": pack(dues)}
