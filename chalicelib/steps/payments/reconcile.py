"""Reconcile: people examine money that settled nothing by itself, and record the outcome."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.dossier.permission import permit_step
from chalicelib.domain.dossier.transactions import CURRENCY
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.payments import allocation
from chalicelib.domain.payments.allocation import Reason, Resolution
from chalicelib.domain.privacy.sight import list_roles
from chalicelib.domain.privacy.sight_words import UnitList
from chalicelib.domain.shared.errors import Busy, FieldError, Invalid, KeyReused, NotFound, Stale
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.steps.dossier.command import TRIES, back_off, build_change, list_frame_items, require_current
from chalicelib.steps.dossier.context import Command, Decision, Dependencies
from chalicelib.steps.dossier.items import EndedReconciliations, ListName, OpenReconciliations, ReconciliationItem
from chalicelib.steps.dossier.parties import require_outsider
from chalicelib.steps.dossier.ports import Change, Conflict, Loaded, RecordedOutcome
from chalicelib.steps.payments import payment_items
from chalicelib.steps.payments.payment_items import OpenReconciliation

if TYPE_CHECKING:
    from chalicelib.models.payments import CloseTaskBody

NEVER_APPLIED = frozenset({Reason.CONFLICT, Reason.UNREADABLE, Reason.UNKNOWN_INTENT})
"""Reasons with unknown money or owner: nothing can be settled with it."""


class Queue(Protocol):
    """The queues of open reconciliations."""

    def list_queued(
        self, queue: ListName, limit: int, cursor: str | None, *, newest_first: bool = False
    ) -> tuple[list[str], str | None]:
        """Return ids of a queue's tasks, oldest first by default, and where the next page begins."""


def list_tasks(
    desk: Dependencies,
    queue: Queue,
    ask: Command[object],
    unit: str,
    limit: int,
    cursor: str | None,
    *,
    ended: bool = False,
) -> tuple[list[OpenReconciliation], str | None]:
    """Return a unit's open reconciliations, oldest first, or the ended ones, the last one first: for those who end
    them. Money of unknown dossiers waits at the province."""
    if not _may_reconcile(ask.actor, unit, ask):
        raise NotFound()
    name = EndedReconciliations(unit) if ended else OpenReconciliations(unit)
    ids, further = queue.list_queued(name, limit, cursor, newest_first=ended)
    loaded = desk.dossiers.load("", extra=[ReconciliationItem(each) for each in ids])
    bodies = [loaded.extra.get(ReconciliationItem(each)) for each in ids]
    found = [payment_items.unpack_waiting(body) for body in bodies if body]
    return [one for one in found if (one.task.resolution is not None) is ended], further


def close_task(desk: Dependencies, ask: Command[CloseTaskBody], task_id: str) -> OpenReconciliation:
    """End a reconciliation once. `applied` settles open obligations of the dossier with exactly this money."""
    for turn in range(TRIES):
        back_off(turn)
        loaded = desk.dossiers.load(
            ask.dossier_id, idem=ask.idem, extra=[ReconciliationItem(task_id), *list_frame_items(ask)]
        )
        before = _require_waiting(ask, loaded, task_id)
        if loaded.outcome is not None:
            return _restore_first(ask, loaded.outcome)
        after, change = _close_waiting(desk, ask, loaded, before)
        try:
            desk.dossiers.save(change, now=ask.real_now)
        except Conflict:
            continue
        return after
    raise Busy(retry_after=1)


def _require_waiting(ask: Command[CloseTaskBody], loaded: Loaded, task_id: str) -> OpenReconciliation:
    body = loaded.extra.get(ReconciliationItem(task_id))
    waiting = payment_items.unpack_waiting(body) if body else None
    if waiting is None or not _may_reconcile(ask.actor, waiting.unit, ask):
        raise NotFound()
    return waiting


def _close_waiting(
    desk: Dependencies, ask: Command[CloseTaskBody], loaded: Loaded, before: OpenReconciliation
) -> tuple[OpenReconciliation, Change]:
    if ask.version != before.version:
        raise Stale(version=before.version)
    resolution = ask.body.resolution
    task = allocation.close_task(before.task, resolution, ask.actor.sub, ask.real_now)
    after = replace(before, task=task, note=ask.body.note)
    change = Change(dossier_id=ask.dossier_id, extras=(payment_items.build_waiting_item(after),))
    if resolution is Resolution.APPLIED:
        change = _apply_money(desk, ask, loaded, after)
    after = replace(after, version=before.version + 1)
    outcome = RecordedOutcome(ask.digest, {"waiting": pack_value(after)})
    return after, replace(change, idem=ask.idem, outcome=outcome)


def _apply_money(desk: Dependencies, ask: Command[CloseTaskBody], loaded: Loaded, after: OpenReconciliation) -> Change:
    """The person, not the system, says which open sums the money was meant for."""
    if after.task.reason in NEVER_APPLIED or after.money.currency != CURRENCY:
        vi, en = "Chưa rõ tiền này của ai; không thể ghi nộp.", "The owner of this money is not known."
        raise Invalid(fields=(FieldError("/resolution", "not_applicable", vi, en),))
    if ask.dossier_id != after.task.dossier_id:
        vi, en = "Tiền này thuộc hồ sơ khác.", "This money belongs to another dossier."
        raise Invalid(fields=(FieldError("/dossier_id", "other_dossier", vi, en),))
    dossier = require_current(loaded, replace(ask, version=None))
    _, role, unit = permit_step(ask.actor, dossier, Step.PAY, ask.now, "cash")
    require_outsider(desk, ask, loaded, dossier)
    paid = payment_items.build_paid_fact(desk, dossier, ask.now, after.money, ask.body.obligations, by_system=False)
    return build_change(
        desk, ask, dossier, Decision((paid,), extras=(payment_items.build_waiting_item(after),)), role, unit
    )


def _restore_first(ask: Command[object], first: RecordedOutcome) -> OpenReconciliation:
    if first.digest != ask.digest:
        raise KeyReused()
    waiting: OpenReconciliation = unpack_value(OpenReconciliation, first.result["waiting"])
    return waiting


def _may_reconcile(actor: Actor, unit: str, ask: Command[object]) -> bool:
    return bool(actor.list_roles_in(unit, ask.now) & list_roles(UnitList.RECONCILIATION))
