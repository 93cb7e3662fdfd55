"""Record a payment: a genuine callback is stored once, in every state of the dossier, and never refused.

Money that matches an open obligation settles it. An attempt that failed or was cancelled is noted for the payer, who
may try again. Everything else opens a reconciliation for a person. The facts are the system's own, so they never make
an officer's version stale.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.accounts.roles import SYSTEM
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.transactions import UNPAID_STATES, Callback, FailedAttempt, IntentState, Transaction
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.payments import allocation
from chalicelib.domain.payments.allocation import Reason, Reconcile, ReconciliationTask, Settles
from chalicelib.domain.shared.errors import Busy
from chalicelib.steps.dossier.command import TRIES, rest, write
from chalicelib.steps.dossier.context import Ask, Decision, Desk
from chalicelib.steps.dossier.ports import Change, Conflict, ExtraPut, Loaded
from chalicelib.steps.payments import payment_items
from chalicelib.steps.payments.payment_items import Announced, Waiting


class Effect(StrEnum):
    """Effect of a callback."""

    SETTLED = "settled"
    REPEATED = "repeated"
    RECONCILE = "reconcile"
    NOT_PAID = "not_paid"


@dataclass(frozen=True, slots=True)
class Recorded:
    """Result of one callback; `reason` says why a person must look at it."""

    effect: Effect
    reason: Reason | None = None


def record_payment(desk: Desk, news: Callback | FailedAttempt, now: datetime, real_now: datetime) -> Recorded:
    """Record a callback whose signature has verified, or an attempt that a query showed.

    Raise Busy when the store cannot write; the gateway then reports it again.
    """
    reported = news if isinstance(news, FailedAttempt) else news.transaction
    ask = Ask("record_payment", payment_items.dossier_of(reported.intent_ref), SYSTEM, now, real_now)
    for turn in range(TRIES):
        rest(turn)
        loaded = desk.dossiers.load(ask.dossier_id, extra=_keys(reported, ask))
        if isinstance(news, FailedAttempt):
            recorded, change = _decide_failure(desk, ask, loaded, news)
        else:
            recorded, change = _decide(desk, ask, loaded, news)
        if change is None:
            return recorded
        try:
            desk.dossiers.save(change, now=real_now)
        except Conflict:
            continue
        return recorded
    raise Busy(retry_after=1)


def _keys(reported: Transaction | FailedAttempt, ask: Ask) -> list[payment_items.Key]:
    return [
        payment_items.transaction_key(reported.provider, reported.provider_txn_id),
        payment_items.intent_key(reported.intent_ref),
        payment_items.live_key(ask.dossier_id),
        payment_items.task_key(ReconciliationTask(reported.ref, Reason.CONFLICT, ask.real_now).id),
    ]


def _decide_failure(desk: Desk, ask: Ask, loaded: Loaded, reported: FailedAttempt) -> tuple[Recorded, Change | None]:
    """Record it once for each intent, which the payer may replace by a new one. Recorded money of this id is a
    contradiction, for a person."""
    known = payment_items.item(loaded, payment_items.transaction_key(reported.provider, reported.provider_txn_id))
    if known is not None:
        return _conflict(ask, loaded, payment_items.transaction_of(known))
    body = payment_items.item(loaded, payment_items.intent_key(reported.intent_ref))
    announced = _announced(loaded, reported)
    dossier = _dossier(loaded, reported)
    if body is None or announced is None or dossier is None or announced.intent.state is not IntentState.CREATED:
        return Recorded(Effect.NOT_PAID), None
    after = Announced(allocation.declined(announced.intent), announced.pay_url)
    data = {
        "intent": reported.intent_ref,
        "tried": list(after.intent.obligation_ids),
        "ended_as": reported.ended_as.value,
    }
    failed = NewFact("payment_failed", data, by_system=True)
    puts = payment_items.ended_puts(loaded, after, body["version"], ask.real_now)
    change = write(desk, ask, dossier, Decision((failed,), extras=puts), None, "")
    return Recorded(Effect.NOT_PAID), change


def _decide(desk: Desk, ask: Ask, loaded: Loaded, callback: Callback) -> tuple[Recorded, Change | None]:
    reported = callback.transaction
    known = payment_items.item(loaded, payment_items.transaction_key(reported.provider, reported.provider_txn_id))
    if known is None:
        return _news(desk, ask, loaded, callback)
    if allocation.repeats(payment_items.transaction_of(known), reported):
        return Recorded(Effect.REPEATED), None
    return _conflict(ask, loaded, reported)


def _conflict(ask: Ask, loaded: Loaded, reported: Transaction) -> tuple[Recorded, Change | None]:
    """The id is known, but the reported money differs: one task for all repetitions."""
    recorded = Recorded(Effect.RECONCILE, Reason.CONFLICT)
    task = _task(reported, Reason.CONFLICT, ask.real_now, _dossier(loaded, reported))
    if payment_items.item(loaded, payment_items.task_key(task.id)):
        return recorded, None
    waiting = _waiting(task, reported, _dossier(loaded, reported))
    return recorded, Change(dossier_id=ask.dossier_id, extras=(waiting,))


def _news(desk: Desk, ask: Ask, loaded: Loaded, callback: Callback) -> tuple[Recorded, Change]:
    reported, dossier = callback.transaction, _dossier(loaded, callback.transaction)
    announced = _announced(loaded, reported)
    state, owed = (dossier.state, dossier.obligations) if dossier else (None, ())
    found = allocation.match(callback, announced.intent if announced else None, state, owed)
    extras = [payment_items.transaction_put(reported, dossier, dossier.one_stop if dossier else "", ask.real_now)]
    extras += _answered(loaded, reported, ask.real_now)
    if isinstance(found, Reconcile):
        task = _task(reported, found.reason, ask.real_now, dossier)
        extras.append(_waiting(task, reported, dossier))
        recorded = Recorded(Effect.RECONCILE, found.reason)
    else:
        recorded = Recorded(Effect.SETTLED)
    if dossier is None:
        return recorded, Change(dossier_id=ask.dossier_id, extras=tuple(extras))
    facts = _facts(desk, ask, dossier, reported, found)
    return recorded, write(desk, ask, dossier, Decision(facts, extras=tuple(extras)), None, "")


def _facts(
    desk: Desk, ask: Ask, dossier: Dossier, reported: Transaction, found: Settles | Reconcile
) -> tuple[NewFact, ...]:
    if isinstance(found, Reconcile):
        return (payment_items.recorded(reported, by_system=True, reason=found.reason.value),)
    paid = payment_items.settled(desk, dossier, ask.now, reported, found.obligation_ids, by_system=True)
    return payment_items.recorded(reported, by_system=True), paid, *_cancelled(dossier, paid)


def _cancelled(dossier: Dossier, paid: NewFact) -> tuple[NewFact, ...]:
    """Leaving payment_requested cancels proposals in it; done by the system, like the payment."""
    if "to" not in paid.data:
        return ()
    return tuple(
        NewFact("request_cancelled", {"request": each.n, "kind": each.kind.value}, by_system=True)
        for each in dossier.requests
    )


def _answered(loaded: Loaded, reported: Transaction, real_now: datetime) -> tuple[ExtraPut, ...]:
    """An answered intent is not queried any more, and a new one may be made."""
    body = payment_items.item(loaded, payment_items.intent_key(reported.intent_ref))
    announced = _announced(loaded, reported)
    if body is None or announced is None or announced.intent.state not in UNPAID_STATES:
        return ()
    done = Announced(allocation.answered(announced.intent), announced.pay_url)
    return payment_items.ended_puts(loaded, done, body["version"], real_now)


def _announced(loaded: Loaded, reported: Transaction | FailedAttempt) -> Announced | None:
    body = payment_items.item(loaded, payment_items.intent_key(reported.intent_ref))
    return payment_items.announced_of(body) if body else None


def _dossier(loaded: Loaded, reported: Transaction | FailedAttempt) -> Dossier | None:
    """Return the dossier of the money: only an intent of ours names it, never a reference alone."""
    return loaded.dossier if _announced(loaded, reported) else None


def _task(
    reported: Transaction, reason: Reason, opened_at: datetime, dossier: Dossier | None = None
) -> ReconciliationTask:
    return ReconciliationTask(reported.ref, reason, opened_at, dossier.id if dossier else "")


def _waiting(task: ReconciliationTask, reported: Transaction, dossier: Dossier | None) -> ExtraPut:
    return payment_items.waiting_put(
        Waiting(task, reported, dossier.one_stop if dossier else payment_items.PROVINCE_UNIT)
    )
