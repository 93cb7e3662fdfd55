"""Reconciliation: the queue of money that settled nothing by itself, and its end."""

from __future__ import annotations

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.domain.payments import allocation, fee_errors
from chalicelib.domain.shared.errors import Malformed, NotFound
from chalicelib.handlers.dossier.step import build_command_with, provide_dependencies
from chalicelib.handlers.dossier.step_refusals import STEP_REFUSALS
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.handlers.http.officer_names import find_officer_name
from chalicelib.models.payments import CloseTaskBody, MoneyView, QueueQuery, ReconciliationView, TaskPage
from chalicelib.steps.dossier.context import Command
from chalicelib.steps.payments import reconcile as steps
from chalicelib.steps.payments.payment_items import OpenReconciliation
from chalicelib.wiring import payments as wiring_payments

bp = Blueprint(__name__)


@register_operation(
    bp,
    "GET",
    "/api/reconciliation",
    access=OFFICER,
    query=QueueQuery,
    answer=TaskPage,
    refuses=(NotFound, Malformed),
)
def reconciliation(call: Call[None, QueueQuery]) -> TaskPage:
    """List open reconciliations of a unit, oldest first, or the ended ones, the last one first."""
    q, asked = call.query, Command("reconciliation", "", call.actor, call.now, call.real_now, None)
    found, further = steps.list_tasks(
        provide_dependencies(),
        wiring_payments.provide_lists(),
        asked,
        q.unit,
        q.limit,
        q.cursor,
        ended=q.standing == "ended",
    )
    return TaskPage(items=[view_reconciliation(each, call.real_now) for each in found], cursor=further)


@register_operation(
    bp,
    "POST",
    "/api/reconciliation/{task_id}/close",
    access=OFFICER,
    body=CloseTaskBody,
    answer=ReconciliationView,
    keyed=True,
    versioned=True,
    refuses=(*STEP_REFUSALS, allocation.TaskClosed, fee_errors.ObligationNotOpen, fee_errors.AmountMismatch),
)
def close_reconciliation(call: Call[CloseTaskBody]) -> ReconciliationView:
    """End a reconciliation: refunded, applied to open sums, or no money after all."""
    task_id = call.params["task_id"]
    asked = build_command_with(call, call.body, f"close_reconciliation-{task_id}", call.body.dossier_id or "")
    return view_reconciliation(steps.close_task(provide_dependencies(), asked, task_id), call.real_now)


def view_reconciliation(waiting: OpenReconciliation, real_now: datetime) -> ReconciliationView:
    """Return a reconciliation for display."""
    task, money = waiting.task, waiting.money
    return ReconciliationView(
        id=task.id,
        version=waiting.version,
        unit=waiting.unit,
        dossier_id=task.dossier_id or None,
        reason=task.reason,
        opened_at=task.opened_at,
        money=MoneyView(
            provider=money.provider,
            number=money.provider_txn_id,
            amount=money.amount,
            currency=money.currency,
            paid_at=money.paid_at,
            intent=money.intent_ref or None,
        ),
        resolution=task.resolution,
        closed_at=task.closed_at,
        note=waiting.note or None,
        closed_by=find_officer_name(task.closed_by, real_now) or None,
    )
