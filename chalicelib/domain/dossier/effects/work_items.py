"""Effects on tasks, consultations and requests of a dossier, for the fold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.effects.alerts import apology_prepared
from chalicelib.domain.flow.transitions import RequestKind
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.shared.serialization import unpack

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.work_items import Consultation, Request, SentBack, Task


def due_anew(tasks: tuple[Task, ...], dues: Mapping[str, datetime]) -> tuple[Task, ...]:
    """Return tasks with new due times: they follow the dossier's own (NĐ 61/2018 19.6; QN-11.4)."""
    return tuple(
        replace(task, due_at=dues[str(task.n)], version=task.version + 1) if str(task.n) in dues else task
        for task in tasks
    )


def transferred(d: Dossier, f: Fact) -> Dossier:
    """Open one task per agency: all at once, or each when the paper reaches it."""
    return replace(d, tasks=unpack(tuple[Task, ...], f.data["tasks"]))


def task_finished(d: Dossier, f: Fact) -> Dossier:
    """Record that a partner has finished its task; on paper the next one begins. The lead that passes the paper on ends
    its own task by resolving."""
    return replace(d, tasks=tuple(_moved_on(task, f) for task in d.tasks))


def _moved_on(task: Task, f: Fact) -> Task:
    if task.n == f.data.get("passed_to"):
        return replace(task, waits=False, version=task.version + 1)
    return done(task, f.occurred_at) if task.n == f.data["n"] and not task.lead else task


def done(task: Task, at: datetime) -> Task:
    """Return the task with its end; a task ends once."""
    return task if task.done_at else replace(task, done_at=at, version=task.version + 1)


def assigned(d: Dossier, f: Fact) -> Dossier:
    """Record the holder of a task."""
    tasks = tuple(
        replace(t, holder=f.data["officer"], version=t.version + 1) if t.n == f.data["n"] else t for t in d.tasks
    )
    return replace(d, tasks=tasks)


def consulted(d: Dossier, f: Fact) -> Dossier:
    """Record that another body's opinion is asked for."""
    due_at = unpack(datetime, f.data["reply_due_at"])
    enclosed = (*f.data.get("papers", ()), *f.data["enclosed"]) if "enclosed" in f.data else None
    asked = Consultation(f.data["n"], f.data["unit"], due_at, asked_at=f.occurred_at, enclosed=enclosed)
    return replace(d, consultations=(*d.consultations, asked))


def answered(d: Dossier, f: Fact) -> Dossier:
    """Record that the opinion has arrived."""
    done = tuple(replace(c, answered_at=f.occurred_at) if c.n == f.data["n"] else c for c in d.consultations)
    return replace(d, consultations=done)


def request_opened(d: Dossier, f: Fact) -> Dossier:
    """Add an approval request; a person's request replaces the one that the system had prepared."""
    opened = Request(
        n=f.data["request"],
        kind=RequestKind(f.data["kind"]),
        proposer=f.actor["sub"],
        opened_at=f.occurred_at,
        chain=unpack(tuple[tuple[Role, ...], ...], f.data["chain"]),
        data=f.data["about"],
        due_at=_due(f),
    )
    others = tuple(each for each in d.requests if each.n != f.data.get("completes"))
    return apology_prepared(replace(d, requests=(*others, opened), requests_made=d.requests_made + 1), f)


def request_endorsed(d: Dossier, f: Fact) -> Dossier:
    """Record that stages agreed: one, or all up to that of a superior."""

    def endorsed(request: Request) -> Request:
        agreed = [f.actor["sub"]] * (f.data["stage"] - request.passed)
        return replace(request, endorsers=(*request.endorsers, *agreed), due_at=_due(f))

    return _with(d, f, endorsed)


def request_sent_back(d: Dossier, f: Fact) -> Dossier:
    """Record remarks that wait for their answer."""
    remarks = SentBack(f.actor["sub"], f.data["officer"], f.occurred_at, f.parts["remarks"])
    return _with(d, f, lambda request: replace(request, sent_back=remarks, due_at=_due(f)))


def request_answered(d: Dossier, f: Fact) -> Dossier:
    """Replace the proposal after the remarks; every approver looks at it again."""

    def answered(request: Request) -> Request:
        return replace(
            request,
            proposer=f.actor["sub"],
            authors=tuple(dict.fromkeys((*request.authors, request.proposer))),
            opened_at=f.occurred_at,
            data=f.data["about"],
            endorsers=(),
            due_at=_due(f),
            sent_back=None,
        )

    return _with(d, f, answered)


def _with(d: Dossier, f: Fact, change: Callable[[Request], Request]) -> Dossier:
    """Return the dossier with the changed request that a fact names."""
    return replace(d, requests=tuple(change(r) if r.n == f.data["request"] else r for r in d.requests))


def _due(f: Fact) -> datetime | None:
    due: datetime | None = unpack(datetime | None, f.data.get("due_at"))
    return due
