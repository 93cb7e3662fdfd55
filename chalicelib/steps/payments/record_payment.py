"""Record a payment: a genuine callback is stored once, in every state of the dossier, and never refused.

Money that matches an open obligation settles it. An attempt that failed or was cancelled is noted for the payer, who
may try again. Everything else opens a reconciliation for a person. The facts are the system's own, so they never make
an officer's version stale.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.domain.accounts.roles import SYSTEM
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.transactions import UNPAID_STATES, Callback, FailedAttempt, IntentState, Transaction
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.payments import allocation
from chalicelib.domain.payments.allocation import Effect, Reason, Reconcile, ReconciliationTask, Settles
from chalicelib.domain.shared.errors import Busy
from chalicelib.steps.dossier.command import TRIES, back_off, build_change
from chalicelib.steps.dossier.context import Command, Decision, Dependencies
from chalicelib.steps.dossier.items import IntentItem, ItemName, OpenIntentsItem, ReconciliationItem, TransactionItem
from chalicelib.steps.dossier.ports import Change, Conflict, ExtraPut, Loaded
from chalicelib.steps.payments import payment_items
from chalicelib.steps.payments.payment_items import Announced, OpenReconciliation

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.money import PaymentFailed


@dataclass(frozen=True, slots=True)
class Recorded:
    """Result of one callback; `reason` says why a person must look at it."""

    effect: Effect
    reason: Reason | None = None


def record_payment(deps: Dependencies, news: Callback | FailedAttempt, now: datetime, real_now: datetime) -> Recorded:
    """Record a callback whose signature has verified, or an attempt that a query showed.

    Raise Busy when the store cannot write; the gateway then reports it again.
    """
    reported = news if isinstance(news, FailedAttempt) else news.transaction
    command = Command(
        "record_payment", payment_items.parse_dossier_id(reported.intent_ref), SYSTEM, now, real_now, None
    )
    for turn in range(TRIES):
        back_off(turn)
        loaded = deps.dossiers.load(command.dossier_id, extra=_list_keys(reported, command))
        if isinstance(news, FailedAttempt):
            recorded, change = _decide_failure(deps, command, loaded, news)
        else:
            recorded, change = _decide_callback(deps, command, loaded, news)
        if change is None:
            return recorded
        try:
            deps.dossiers.save(change, now=real_now)
        except Conflict:
            continue
        return recorded
    raise Busy(retry_after=1)


def _list_keys(reported: Transaction | FailedAttempt, command: Command[object]) -> list[ItemName]:
    return [
        TransactionItem(reported.provider, reported.provider_txn_id),
        IntentItem(reported.intent_ref),
        OpenIntentsItem(command.dossier_id),
        ReconciliationItem(ReconciliationTask(reported.ref, Reason.CONFLICT, command.real_now).id),
    ]


def _decide_failure(
    deps: Dependencies, command: Command[object], loaded: Loaded, reported: FailedAttempt
) -> tuple[Recorded, Change | None]:
    """Record it once for each intent, which the payer may replace by a new one. Recorded money of this id is a
    contradiction, for a person."""
    known = loaded.extra.get(TransactionItem(reported.provider, reported.provider_txn_id))
    if known is not None:
        return _record_conflict(command, loaded, payment_items.unpack_transaction(known))
    stored = loaded.extra.get(IntentItem(reported.intent_ref))
    announced = _find_announced(loaded, reported)
    dossier = _find_dossier(loaded, reported)
    if stored is None or announced is None or dossier is None or announced.intent.state is not IntentState.CREATED:
        return Recorded(Effect.NOT_PAID), None
    after = Announced(allocation.mark_declined(announced.intent), announced.pay_url)
    data: PaymentFailed = {
        "intent": reported.intent_ref,
        "tried": list(after.intent.obligation_ids),
        "ended_as": reported.ended_as.value,
    }
    failed = payloads.PAYMENT_FAILED.build(data, by_system=True)
    puts = payment_items.list_ended_items(loaded, after, stored["version"], command.real_now)
    change = build_change(deps, command, dossier, Decision((failed,), extras=puts), None, "")
    return Recorded(Effect.NOT_PAID), change


def _decide_callback(
    deps: Dependencies, command: Command[object], loaded: Loaded, callback: Callback
) -> tuple[Recorded, Change | None]:
    reported = callback.transaction
    known = loaded.extra.get(TransactionItem(reported.provider, reported.provider_txn_id))
    if known is None:
        return _record_news(deps, command, loaded, callback)
    if allocation.is_repeat(payment_items.unpack_transaction(known), reported):
        return Recorded(Effect.REPEATED), None
    return _record_conflict(command, loaded, reported)


def _record_conflict(command: Command[object], loaded: Loaded, reported: Transaction) -> tuple[Recorded, Change | None]:
    """The id is known, but the reported money differs: one task for all repetitions."""
    recorded = Recorded(Effect.RECONCILE, Reason.CONFLICT)
    task = _build_task(reported, Reason.CONFLICT, command.real_now, _find_dossier(loaded, reported))
    if loaded.extra.get(ReconciliationItem(task.id)):
        return recorded, None
    waiting = _build_waiting_item(task, reported, _find_dossier(loaded, reported))
    return recorded, Change(dossier_id=command.dossier_id, extras=(waiting,))


def _record_news(
    deps: Dependencies, command: Command[object], loaded: Loaded, callback: Callback
) -> tuple[Recorded, Change]:
    reported, dossier = callback.transaction, _find_dossier(loaded, callback.transaction)
    announced = _find_announced(loaded, reported)
    state, owed = (dossier.state, dossier.obligations) if dossier else (None, ())
    found = allocation.match_callback(callback, announced.intent if announced else None, state, owed)
    extras = [
        payment_items.build_transaction_item(reported, dossier, dossier.one_stop if dossier else "", command.real_now)
    ]
    extras += _close_intent(loaded, reported, command.real_now)
    if isinstance(found, Reconcile):
        task = _build_task(reported, found.reason, command.real_now, dossier)
        extras.append(_build_waiting_item(task, reported, dossier))
        recorded = Recorded(Effect.RECONCILE, found.reason)
    else:
        recorded = Recorded(Effect.SETTLED)
    if dossier is None:
        return recorded, Change(dossier_id=command.dossier_id, extras=tuple(extras))
    facts = _build_facts(deps, command, dossier, reported, found)
    return recorded, build_change(deps, command, dossier, Decision(facts, extras=tuple(extras)), None, "")


def _build_facts(
    deps: Dependencies, command: Command[object], dossier: Dossier, reported: Transaction, found: Settles | Reconcile
) -> tuple[NewFact, ...]:
    if isinstance(found, Reconcile):
        return (payment_items.build_recorded_fact(reported, by_system=True, reason=found.reason.value),)
    paid = payment_items.build_paid_fact(deps, dossier, command.now, reported, found.obligation_ids, by_system=True)
    return payment_items.build_recorded_fact(reported, by_system=True), paid, *_cancel_requests(dossier, paid)


def _cancel_requests(dossier: Dossier, paid: NewFact) -> tuple[NewFact, ...]:
    """Leaving payment_requested cancels proposals in it; done by the system, like the payment."""
    if "to" not in payloads.PAID.read(paid):
        return ()
    return tuple(
        payloads.REQUEST_CANCELLED.build({"request": each.n, "kind": each.kind.value}, by_system=True)
        for each in dossier.requests
    )


def _close_intent(loaded: Loaded, reported: Transaction, real_now: datetime) -> tuple[ExtraPut, ...]:
    """An answered intent is not queried any more, and a new one may be made."""
    stored = loaded.extra.get(IntentItem(reported.intent_ref))
    announced = _find_announced(loaded, reported)
    if stored is None or announced is None or announced.intent.state not in UNPAID_STATES:
        return ()
    done = Announced(allocation.mark_answered(announced.intent), announced.pay_url)
    return payment_items.list_ended_items(loaded, done, stored["version"], real_now)


def _find_announced(loaded: Loaded, reported: Transaction | FailedAttempt) -> Announced | None:
    body = loaded.extra.get(IntentItem(reported.intent_ref))
    return payment_items.unpack_announced(body) if body else None


def _find_dossier(loaded: Loaded, reported: Transaction | FailedAttempt) -> Dossier | None:
    """Return the dossier of the money: only an intent of ours names it, never a reference alone."""
    return loaded.dossier if _find_announced(loaded, reported) else None


def _build_task(
    reported: Transaction, reason: Reason, opened_at: datetime, dossier: Dossier | None = None
) -> ReconciliationTask:
    return ReconciliationTask(reported.ref, reason, opened_at, dossier.id if dossier else "")


def _build_waiting_item(task: ReconciliationTask, reported: Transaction, dossier: Dossier | None) -> ExtraPut:
    return payment_items.build_waiting_item(
        OpenReconciliation(task, reported, dossier.one_stop if dossier else payment_items.PROVINCE_UNIT)
    )
