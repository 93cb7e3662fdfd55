"""Tasks, opinions, requests and sums of a dossier, as each reader may see them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.obligations import Obligation
from chalicelib.domain.dossier.permission import list_allowed_steps, may_decide
from chalicelib.domain.dossier.work_items import ApprovalRequest, Consultation, Task
from chalicelib.domain.flow.transitions import RequestKind, Step
from chalicelib.domain.privacy.sight import Sight
from chalicelib.domain.privacy.sight_facts import MONEY_KINDS
from chalicelib.domain.privacy.sight_words import Content
from chalicelib.domain.settlement.signing import may_answer
from chalicelib.domain.shared.serialization import unpack_value

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.approvals import Proposal


def view_work(dossier: Dossier, actor: Actor, now: datetime, sight: Sight, *, named: bool) -> dict[str, Any]:
    """Return tasks, opinions and requests: all of them, or the reader's own; `named` says who holds a task."""
    shares, asked = sight.list_units(Content.OWN_SHARE), sight.list_units(Content.OWN_CONSULTATION)
    tasks = [t for t in dossier.tasks if sight.has(Content.SHARES) or t.unit in shares]
    opinions = [c for c in dossier.consultations if sight.has(Content.CONSULTATIONS) or c.unit in asked]
    requests = [r for r in dossier.requests if _may_see_request(dossier, r, actor, now, sight)]
    return {
        "tasks": [_view_task(t, named) for t in tasks],
        "consultations": [_view_consultation(c) for c in opinions],
        "requests": [_view_request(dossier, r, actor, now, sight) for r in requests],
    }


def _may_see_request(dossier: Dossier, request: ApprovalRequest, actor: Actor, now: datetime, sight: Sight) -> bool:
    if sight.is_owner:
        # The outcome is shown when it is signed.
        return request.kind is not RequestKind.OUTCOME
    if sight.has(Content.REQUESTS) or (sight.has(Content.MONEY_REQUESTS) and request.kind.value in MONEY_KINDS):
        return True
    return sight.has(Content.OWN_REQUESTS) and may_decide(actor, dossier, request, now)


def _view_task(task: Task, named: bool) -> dict[str, Any]:
    return {
        "n": task.n,
        "unit": task.unit,
        "lead": task.lead,
        "due_at": task.due_at,
        "done_at": task.done_at,
        "waits": task.waits,
        "holder": (task.holder or None) if named else None,
    }


def _view_consultation(consultation: Consultation) -> dict[str, Any]:
    return {
        "n": consultation.n,
        "unit": consultation.unit,
        "reply_due_at": consultation.reply_due_at,
        "answered_at": consultation.answered_at,
    }


def _view_request(
    dossier: Dossier, request: ApprovalRequest, actor: Actor, now: datetime, sight: Sight
) -> dict[str, Any]:
    # A mere proposal is not shown to the applicant yet.
    asked: Proposal = {} if sight.is_owner else request.about
    return {
        "new_due_at": unpack_value(datetime | None, asked.get("due_at")),
        "received_at": unpack_value(datetime | None, asked.get("received_at")),
        "procedure": asked.get("procedure") if request.kind is RequestKind.REFILING else None,
        "units": asked.get("units"),
        "n": request.n,
        "kind": request.kind,
        "opened_at": request.opened_at,
        "chain": [[role.value for role in stage] for stage in request.chain],
        "passed": request.passed,
        "prepared": request.prepared,
        "yours_to_decide": may_decide(actor, dossier, request, now),
        "due_at": request.due_at,
        "minutes": list(asked.get("minutes", ())),
        "outcome": asked.get("outcome"),
        "result": asked.get("result") or None,
        "ground": asked.get("ground"),
        "proposer": None if sight.is_owner else request.proposer,
        "sent_back": {
            "by": request.sent_back.by,
            "officer": request.sent_back.officer or None,
            "at": request.sent_back.at,
        }
        if request.sent_back
        else None,
        "yours_to_answer": may_answer(actor.sub, dossier, request)
        and Step.PROPOSE in list_allowed_steps(actor, dossier, now),
    }


def view_obligation(obligation: Obligation, dossier: Dossier) -> dict[str, Any]:
    failed = dossier.failed_payments.get(obligation.id)
    return {
        "id": obligation.id,
        "fee_key": obligation.fee_key,
        "amount": obligation.amount,
        "due": obligation.due,
        "deferred": obligation.deferred or None,
        "state": obligation.state,
        "blocking": obligation.blocking,
        "exemption": obligation.exemption.state,
        "failed": asdict(failed) if failed else None,
    }
