"""Reconcile: people examine money that settled nothing by itself, and record the outcome."""

from __future__ import annotations

from collections.abc import Sequence
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
        self, queues: Sequence[ListName], limit: int, cursor: str | None, *, newest_first: bool = False
    ) -> tuple[list[str], str | None]:
        """Return ids of the tasks of some queues, oldest first by default, and where the next page begins."""


def list_tasks(
    deps: Dependencies,
    queue: Queue,
    command: Command[object],
    unit: str,
    limit: int,
    cursor: str | None,
    *,
    ended: bool = False,
) -> tuple[list[OpenReconciliation], str | None]:
    """Return the open reconciliations of a unit and of those whose work it has, oldest first, or the ended ones, the
    last one first: for those who end them. Money of unknown dossiers waits at the province."""
    if not _may_reconcile(command.actor, unit, command):
        raise NotFound()
    units = deps.reference.list_units_served(unit, command.now)
    names = [EndedReconciliations(each) if ended else OpenReconciliations(each) for each in units]
    ids, further = queue.list_queued(names, limit, cursor, newest_first=ended)
    loaded = deps.dossiers.load("", extra=[ReconciliationItem(each) for each in ids])
    bodies = [loaded.extra.get(ReconciliationItem(each)) for each in ids]
    found = [payment_items.unpack_waiting(body) for body in bodies if body]
    return [one for one in found if (one.task.resolution is not None) is ended], further


def close_task(deps: Dependencies, command: Command[CloseTaskBody], task_id: str) -> OpenReconciliation:
    """End a reconciliation once. `applied` settles open obligations of the dossier with exactly this money."""
    for turn in range(TRIES):
        back_off(turn)
        loaded = deps.dossiers.load(
            command.dossier_id, idem=command.idem, extra=[ReconciliationItem(task_id), *list_frame_items(command)]
        )
        before = _require_waiting(command, loaded, task_id)
        if loaded.outcome is not None:
            return _restore_first(command, loaded.outcome)
        after, change = _close_waiting(deps, command, loaded, before)
        try:
            deps.dossiers.save(change, now=command.real_now)
        except Conflict:
            continue
        return after
    raise Busy(retry_after=1)


def _require_waiting(command: Command[CloseTaskBody], loaded: Loaded, task_id: str) -> OpenReconciliation:
    body = loaded.extra.get(ReconciliationItem(task_id))
    waiting = payment_items.unpack_waiting(body) if body else None
    if waiting is None or not _may_reconcile(command.actor, waiting.unit, command):
        raise NotFound()
    return waiting


def _close_waiting(
    deps: Dependencies, command: Command[CloseTaskBody], loaded: Loaded, before: OpenReconciliation
) -> tuple[OpenReconciliation, Change]:
    if command.version != before.version:
        raise Stale(version=before.version)
    resolution = command.body.resolution
    task = allocation.close_task(before.task, resolution, command.actor.sub, command.real_now)
    after = replace(before, task=task, note=command.body.note)
    change = Change(dossier_id=command.dossier_id, extras=(payment_items.build_waiting_item(after),))
    if resolution is Resolution.APPLIED:
        change = _apply_money(deps, command, loaded, after)
    after = replace(after, version=before.version + 1)
    outcome = RecordedOutcome(command.digest, {"waiting": pack_value(after)})
    return after, replace(change, idem=command.idem, outcome=outcome)


def _apply_money(
    deps: Dependencies, command: Command[CloseTaskBody], loaded: Loaded, after: OpenReconciliation
) -> Change:
    """The person, not the system, says which open sums the money was meant for."""
    if after.task.reason in NEVER_APPLIED or after.money.currency != CURRENCY:
        vi, en = "Chưa rõ tiền này của ai; không thể ghi nộp.", "The owner of this money is not known."
        raise Invalid(fields=(FieldError("/resolution", "not_applicable", vi, en),))
    if command.dossier_id != after.task.dossier_id:
        vi, en = "Tiền này thuộc hồ sơ khác.", "This money belongs to another dossier."
        raise Invalid(fields=(FieldError("/dossier_id", "other_dossier", vi, en),))
    dossier = require_current(loaded, replace(command, version=None))
    _, role, unit = permit_step(command.actor, dossier, Step.PAY, command.now, "cash")
    require_outsider(deps, command, loaded, dossier)
    paid = payment_items.build_paid_fact(
        deps, dossier, command.now, after.money, command.body.obligations, by_system=False
    )
    return build_change(
        deps, command, dossier, Decision((paid,), extras=(payment_items.build_waiting_item(after),)), role, unit
    )


def _restore_first(command: Command[object], first: RecordedOutcome) -> OpenReconciliation:
    if first.digest != command.digest:
        raise KeyReused()
    waiting: OpenReconciliation = unpack_value(OpenReconciliation, first.result["waiting"])
    return waiting


def _may_reconcile(actor: Actor, unit: str, command: Command[object]) -> bool:
    return bool(actor.list_roles_in(unit, command.now) & list_roles(UnitList.RECONCILIATION))
