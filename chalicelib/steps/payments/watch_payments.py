"""Watch payments: query the gateway about unanswered intents. Real time only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from chalicelib.domain.dossier.obligations import Method
from chalicelib.domain.dossier.transactions import Callback, FailedAttempt, Intent, IntentState, Transaction
from chalicelib.domain.payments import allocation
from chalicelib.domain.payments.allocation import Effect, GatewayUnavailable
from chalicelib.domain.shared.errors import Busy
from chalicelib.steps.dossier.context import Dependencies
from chalicelib.steps.dossier.items import IntentItem, ListName, OpenIntentsItem, UnansweredIntents
from chalicelib.steps.dossier.ports import Change, Conflict, Loaded
from chalicelib.steps.payments import payment_items
from chalicelib.steps.payments.payment_items import Announced
from chalicelib.steps.payments.record_payment import record_payment

MOST = 200
"""Intents queried in one run; the next run continues with the rest."""

GIVE_UP_AFTER = 3
"""So many failures in a row mean that the gateway is down, not that one intent is broken."""


class Answered(Protocol):
    """The gateway's answer about an intent."""

    @property
    def transactions(self) -> tuple[Transaction, ...]:
        """Every payment taken for it."""

    @property
    def unreadable(self) -> int:
        """Unreadable entries."""

    @property
    def failed(self) -> tuple[FailedAttempt, ...]:
        """Attempts that took no money."""


class Queries(Protocol):
    """The gateway's port for queries."""

    @property
    def provider(self) -> str:
        """Its name on every transaction."""

    def query(self, ref: str) -> Answered | None:
        """Return its answer about an intent, None for none. Raise `GatewayUnavailable`."""


class Unanswered(Protocol):
    """The list of unanswered intents."""

    def list_due(self, shards: Sequence[ListName], until: datetime, limit: int) -> Sequence[str]:
        """Return references of intents that may be queried at `until`, oldest first."""


@dataclass(frozen=True, slots=True)
class PaymentRunReport:
    """Result of one run, for its log line and its alarms."""

    asked: int = 0
    settled: int = 0
    reconcile: int = 0
    ended: int = 0
    unreadable: int = 0
    failed: int = 0

    def add_counts(self, **more: int) -> PaymentRunReport:
        """Return the result with more counted."""
        return replace(self, **{name: getattr(self, name) + count for name, count in more.items()})


def watch_payments(
    deps: Dependencies, gateway: Queries, waiting: Unanswered, now: datetime, real_now: datetime
) -> PaymentRunReport:
    """Query each unanswered intent; its transactions are processed like callbacks."""
    seen, in_a_row = PaymentRunReport(), 0
    shards = [UnansweredIntents(number) for number in range(payment_items.INTENT_SHARDS)]
    for ref in waiting.list_due(shards, real_now, MOST):
        try:
            seen, in_a_row = _query_intent(deps, gateway, ref, now, real_now, seen), 0
        except (GatewayUnavailable, Busy):
            seen, in_a_row = seen.add_counts(failed=1), in_a_row + 1
        if in_a_row == GIVE_UP_AFTER:
            break
    return seen


def _query_intent(
    deps: Dependencies, gateway: Queries, ref: str, now: datetime, real_now: datetime, seen: PaymentRunReport
) -> PaymentRunReport:
    dossier_id = payment_items.parse_dossier_id(ref)
    loaded = deps.dossiers.load(dossier_id, extra=[IntentItem(ref), OpenIntentsItem(dossier_id)])
    body = loaded.extra.get(IntentItem(ref))
    # The list may be stale: the intent itself says whether it still waits.
    if body is None or not allocation.needs_query(payment_items.unpack_announced(body).intent, real_now):
        return seen
    intent = payment_items.unpack_announced(body).intent
    answer = gateway.query(ref)
    seen = seen.add_counts(asked=1, unreadable=answer.unreadable if answer else 0)
    news = _read_news(intent, gateway.provider, answer)
    for callback in news:
        effect = record_payment(deps, callback, now, real_now).effect
        seen = seen.add_counts(settled=effect is Effect.SETTLED, reconcile=effect is Effect.RECONCILE)
    if news:
        return seen
    if answer and answer.failed and intent.state is IntentState.CREATED:
        record_payment(deps, answer.failed[-1], now, real_now)
        return seen
    return seen.add_counts(
        ended=_end_unpaid(deps, loaded, payment_items.unpack_announced(body), answer is not None, real_now)
    )


def _read_news(intent: Intent, provider: str, answer: Answered | None) -> list[Callback]:
    """Return the listed payments. Unreadable entries are money for a person, under one id of ours."""
    if answer is None:
        return []
    news = [Callback(each) for each in answer.transactions]
    if answer.unreadable:
        number = f"query-{intent.ref}"
        unread = Transaction(provider, number, 0, intent.created_at, Method.ONLINE, intent.ref)
        news.append(Callback(unread, readable=False))
    return news


def _end_unpaid(deps: Dependencies, loaded: Loaded, announced: Announced, known: bool, real_now: datetime) -> int:
    """No money came: once the grace is over the intent expires, or has failed. Return 1 when it ended now."""
    after = allocation.apply_query_answer(announced.intent, known, real_now)
    stored = loaded.extra.get(IntentItem(announced.intent.ref))
    if after == announced.intent or stored is None:
        return 0
    puts = payment_items.list_ended_items(loaded, Announced(after, announced.pay_url), stored["version"], real_now)
    try:
        deps.dossiers.save(Change(dossier_id=after.dossier_id, extras=puts), now=real_now)
    except Conflict:
        return 0  # an answer came meanwhile; the next run sees it
    return 1
