"""Effects on tasks, consultations and requests of a dossier, for the fold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.effects.alerts import apply_prepared_apology
from chalicelib.domain.dossier.work_items import ApprovalRequest, Consultation, SentBack, Task
from chalicelib.domain.flow.transitions import RequestKind
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.shared.serialization import unpack_value
from chalicelib.domain.shared.timezone import parse_optional_stamp, parse_stamp

if TYPE_CHECKING:
    from chalicelib.domain.dossier.dossier import Dossier


def replace_due_times(tasks: tuple[Task, ...], dues: Mapping[str, datetime]) -> tuple[Task, ...]:
    """Return tasks with new due times: they follow the dossier's own (NĐ 61/2018 19.6; QN-11.4)."""
    return tuple(
        replace(task, due_at=dues[str(task.n)], version=task.version + 1) if str(task.n) in dues else task
        for task in tasks
    )


def apply_transfer(dossier: Dossier, fact: Fact) -> Dossier:
    """Open one task per agency: all at once, or each when the paper reaches it."""
    return replace(dossier, tasks=unpack_value(tuple[Task, ...], payloads.TRANSFERRED.read(fact)["tasks"]))


def apply_finished_task(dossier: Dossier, fact: Fact) -> Dossier:
    """Record that a partner has finished its task; on paper the next one begins. The lead that passes the paper on ends
    its own task by resolving."""
    return replace(dossier, tasks=tuple(_move_task_on(task, fact) for task in dossier.tasks))


def _move_task_on(task: Task, fact: Fact) -> Task:
    data = payloads.TASK_FINISHED.read(fact)
    if task.n == data.get("passed_to"):
        return replace(task, waits=False, version=task.version + 1)
    return end_task(task, fact.occurred_at) if task.n == data["n"] and not task.lead else task


def end_task(task: Task, at: datetime) -> Task:
    """Return the task with its end; a task ends once."""
    return task if task.done_at else replace(task, done_at=at, version=task.version + 1)


def apply_assignment(dossier: Dossier, fact: Fact) -> Dossier:
    """Record the holder of a task."""
    data = payloads.ASSIGNED.read(fact)
    tasks = tuple(
        replace(t, holder=data["officer"], version=t.version + 1) if t.n == data["n"] else t for t in dossier.tasks
    )
    return replace(dossier, tasks=tasks)


def apply_consultation(dossier: Dossier, fact: Fact) -> Dossier:
    """Record that another body's opinion is asked for."""
    data = payloads.CONSULTED.read(fact)
    due_at = parse_stamp(data["reply_due_at"])
    enclosed = (*data.get("papers", ()), *data["enclosed"]) if "enclosed" in data else None
    asked = Consultation(data["n"], data["unit"], due_at, asked_at=fact.occurred_at, enclosed=enclosed)
    return replace(dossier, consultations=(*dossier.consultations, asked))


def apply_opinion(dossier: Dossier, fact: Fact) -> Dossier:
    """Record that the opinion has arrived."""
    number = payloads.ANSWERED.read(fact)["n"]
    done = tuple(replace(c, answered_at=fact.occurred_at) if c.n == number else c for c in dossier.consultations)
    return replace(dossier, consultations=done)


def apply_request_opened(dossier: Dossier, fact: Fact) -> Dossier:
    """Add an approval request; a person's request replaces the one that the system had prepared."""
    data = payloads.REQUEST_OPENED.read(fact)
    opened = ApprovalRequest(
        n=data["request"],
        kind=RequestKind(data["kind"]),
        proposer=fact.actor["sub"],
        opened_at=fact.occurred_at,
        chain=unpack_value(tuple[tuple[Role, ...], ...], data["chain"]),
        data=data["about"],
        due_at=parse_optional_stamp(data.get("due_at")),
    )
    others = tuple(each for each in dossier.requests if each.n != data.get("completes"))
    return apply_prepared_apology(
        replace(dossier, requests=(*others, opened), requests_made=dossier.requests_made + 1), fact
    )


def apply_request_endorsed(dossier: Dossier, fact: Fact) -> Dossier:
    """Record that stages agreed: one, or all up to that of a superior."""
    data = payloads.REQUEST_ENDORSED.read(fact)

    def add_endorsers(request: ApprovalRequest) -> ApprovalRequest:
        agreed = [fact.actor["sub"]] * (data["stage"] - request.passed)
        due_at = parse_optional_stamp(data.get("due_at"))
        return replace(request, endorsers=(*request.endorsers, *agreed), due_at=due_at)

    return _replace_request(dossier, data["request"], add_endorsers)


def apply_request_sent_back(dossier: Dossier, fact: Fact) -> Dossier:
    """Record remarks that wait for their answer."""
    data = payloads.REQUEST_SENT_BACK.read(fact)
    remarks = SentBack(fact.actor["sub"], data["officer"], fact.occurred_at, fact.parts["remarks"])
    due_at = parse_optional_stamp(data.get("due_at"))
    return _replace_request(
        dossier, data["request"], lambda request: replace(request, sent_back=remarks, due_at=due_at)
    )


def apply_request_answered(dossier: Dossier, fact: Fact) -> Dossier:
    """Replace the proposal after the remarks; every approver looks at it again."""
    data = payloads.REQUEST_ANSWERED.read(fact)

    def renew_request(request: ApprovalRequest) -> ApprovalRequest:
        return replace(
            request,
            proposer=fact.actor["sub"],
            authors=tuple(dict.fromkeys((*request.authors, request.proposer))),
            opened_at=fact.occurred_at,
            data=data["about"],
            endorsers=(),
            due_at=parse_optional_stamp(data.get("due_at")),
            sent_back=None,
        )

    return _replace_request(dossier, data["request"], renew_request)


def _replace_request(dossier: Dossier, number: int, change: Callable[[ApprovalRequest], ApprovalRequest]) -> Dossier:
    """Return the dossier with one request changed."""
    return replace(dossier, requests=tuple(change(r) if r.n == number else r for r in dossier.requests))
