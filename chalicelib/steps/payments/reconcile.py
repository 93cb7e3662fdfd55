"""Reconcile: people examine money that settled nothing by itself, and record the outcome."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.dossier.permission import permit
from chalicelib.domain.dossier.transactions import CURRENCY
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.payments import allocation
from chalicelib.domain.payments.allocation import Reason, Resolution
from chalicelib.domain.privacy.sight import list_roles
from chalicelib.domain.privacy.sight_words import UnitList
from chalicelib.domain.shared.errors import Busy, FieldError, Invalid, KeyReused, NotFound, Stale
from chalicelib.domain.shared.serialization import pack, unpack
from chalicelib.steps.dossier.command import TRIES, list_frame_items, require_current, rest, write
from chalicelib.steps.dossier.context import Ask, Decision, Desk
from chalicelib.steps.dossier.parties import require_outsider
from chalicelib.steps.dossier.ports import Change, Conflict, Loaded, Outcome
from chalicelib.steps.payments import payment_items
from chalicelib.steps.payments.payment_items import Waiting

NEVER_APPLIED = frozenset({Reason.CONFLICT, Reason.UNREADABLE, Reason.UNKNOWN_INTENT})
"""Reasons with unknown money or owner: nothing can be settled with it."""


class Queue(Protocol):
    """The queues of open reconciliations."""

    def queued(
        self, queue: str, limit: int, cursor: str | None, *, newest_first: bool = False
    ) -> tuple[list[str], str | None]:
        """Return ids of a queue's tasks, oldest first by default, and where the next page begins."""


def list_tasks(
    desk: Desk, queue: Queue, ask: Ask, unit: str, limit: int, cursor: str | None, *, ended: bool = False
) -> tuple[list[Waiting], str | None]:
    """Return a unit's open reconciliations, oldest first, or the ended ones, the last one first: for those who end
    them. Money of unknown dossiers waits at the province."""
    if not _may(ask.actor, unit, ask):
        raise NotFound()
    name = payment_items.ended_queue(unit) if ended else payment_items.queue(unit)
    ids, further = queue.queued(name, limit, cursor, newest_first=ended)
    loaded = desk.dossiers.load("", extra=[payment_items.task_key(each) for each in ids])
    bodies = [payment_items.item(loaded, payment_items.task_key(each)) for each in ids]
    found = [payment_items.waiting_of(body) for body in bodies if body]
    return [one for one in found if (one.task.resolution is not None) is ended], further


def close_task(desk: Desk, ask: Ask, task_id: str) -> Waiting:
    """End a reconciliation once. `applied` settles open obligations of the dossier with exactly this money."""
    for turn in range(TRIES):
        rest(turn)
        loaded = desk.dossiers.load(
            ask.dossier_id, idem=ask.idem, extra=[payment_items.task_key(task_id), *list_frame_items(ask)]
        )
        before = _waiting(ask, loaded, task_id)
        if loaded.outcome is not None:
            return _first(ask, loaded.outcome)
        after, change = _closed(desk, ask, loaded, before)
        try:
            desk.dossiers.save(change, now=ask.real_now)
        except Conflict:
            continue
        return after
    raise Busy(retry_after=1)


def _waiting(ask: Ask, loaded: Loaded, task_id: str) -> Waiting:
    body = payment_items.item(loaded, payment_items.task_key(task_id))
    waiting = payment_items.waiting_of(body) if body else None
    if waiting is None or not _may(ask.actor, waiting.unit, ask):
        raise NotFound()
    return waiting


def _closed(desk: Desk, ask: Ask, loaded: Loaded, before: Waiting) -> tuple[Waiting, Change]:
    if ask.version != before.version:
        raise Stale(version=before.version)
    resolution = Resolution(ask.body["resolution"])
    task = allocation.close_task(before.task, resolution, ask.actor.sub, ask.real_now)
    after = replace(before, task=task, note=ask.body["note"])
    change = Change(dossier_id=ask.dossier_id, extras=(payment_items.waiting_put(after),))
    if resolution is Resolution.APPLIED:
        change = _applied(desk, ask, loaded, after)
    after = replace(after, version=before.version + 1)
    outcome = Outcome(ask.digest, {"waiting": pack(after)})
    return after, replace(change, idem=ask.idem, outcome=outcome)


def _applied(desk: Desk, ask: Ask, loaded: Loaded, after: Waiting) -> Change:
    """The person, not the system, says which open sums the money was meant for."""
    if after.task.reason in NEVER_APPLIED or after.money.currency != CURRENCY:
        vi, en = "Chưa rõ tiền này của ai; không thể ghi nộp.", "The owner of this money is not known."
        raise Invalid(fields=(FieldError("/resolution", "not_applicable", vi, en),))
    if ask.dossier_id != after.task.dossier_id:
        vi, en = "Tiền này thuộc hồ sơ khác.", "This money belongs to another dossier."
        raise Invalid(fields=(FieldError("/dossier_id", "other_dossier", vi, en),))
    dossier = require_current(loaded, replace(ask, version=None))
    _, role, unit = permit(ask.actor, dossier, Step.PAY, ask.now, "cash")
    require_outsider(desk, ask, loaded, dossier)
    paid = payment_items.settled(desk, dossier, ask.now, after.money, ask.body["obligations"], by_system=False)
    return write(desk, ask, dossier, Decision((paid,), extras=(payment_items.waiting_put(after),)), role, unit)


def _first(ask: Ask, first: Outcome) -> Waiting:
    if first.digest != ask.digest:
        raise KeyReused()
    waiting: Waiting = unpack(Waiting, first.result["waiting"])
    return waiting


def _may(actor: Actor, unit: str, ask: Ask) -> bool:
    return bool(actor.roles_in(unit, ask.now) & list_roles(UnitList.RECONCILIATION))
