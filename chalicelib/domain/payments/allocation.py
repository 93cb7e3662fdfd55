"""Money received, and the obligations it may settle.

Three separate facts: the *transaction* (money moved), the *obligation* (a debt ended) and the agency's
*acknowledgement* (the budget has it). A genuine callback always becomes a transaction, once, in any state of the
dossier; it settles only open obligations that it matches exactly. A person reconciles everything else; the system never
guesses. Times here are real time, not the simulated clock, because they are compared with the gateway's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.dossier.code_words import OBLIGATION_WORDS
from chalicelib.domain.dossier.obligations import Method, Obligations, ObligationState, require_whole_sums
from chalicelib.domain.dossier.transactions import (
    CURRENCY,
    UNPAID_STATES,
    Acknowledgement,
    Callback,
    Intent,
    IntentState,
    Transaction,
)
from chalicelib.domain.flow import transitions
from chalicelib.domain.payments import fee_errors, fees
from chalicelib.domain.shared.errors import FieldError, Forbidden, Invalid, NotFound, OwnProposal, Refusal, RefusalKind

INTENT_LIFE = timedelta(minutes=30)
QUERY_AFTER = timedelta(minutes=2)
"""How long an intent may stay unanswered before the scheduled job asks the gateway."""

GRACE = timedelta(minutes=10)
"""How long after its end an unanswered intent is still queried before it counts as expired."""

_RECEIPT = re.compile(r"[A-Z0-9][A-Z0-9./-]{0,31}")


class Reason(StrEnum):
    """Why a transaction settled nothing."""

    UNREADABLE = "unreadable"
    CONFLICT = "conflict"
    UNKNOWN_INTENT = "unknown_intent"
    OTHER_CURRENCY = "other_currency"
    OTHER_AMOUNT = "other_amount"
    SECOND = "second"
    CLOSED_DOSSIER = "closed_dossier"
    LATE = "late"
    OBLIGATION_NOT_OPEN = "obligation_not_open"


class Resolution(StrEnum):
    """How a person ended a reconciliation."""

    REFUNDED = "refunded"
    APPLIED = "applied"
    NO_MONEY = "no_money"


class GatewayUnavailable(Refusal):
    """The gateway gave no usable answer; `reason` is our own code (timeout, status), never its text."""

    code = "gateway_unavailable"
    kind = RefusalKind.UNAVAILABLE
    vi = "Cổng thanh toán chưa trả lời. Hãy thử lại sau ít phút hoặc nộp tại quầy."
    en = "The payment gateway is not answering. Try again in a few minutes, or pay at the counter."


class NotCash(Refusal):
    """Only money that a cashier recorded is reversed there; other money is returned by a refund decision."""

    code = "not_cash"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Chỉ hủy được khoản do người thu phí ghi nhận; khoản khác hoàn trả theo quyết định."
    en = "Only a payment that a cashier recorded can be reversed; other money is refunded by decision."


class TaskClosed(Refusal):
    """The reconciliation has already ended."""

    code = "reconciliation_closed"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Việc đối soát này đã kết thúc."
    en = "This reconciliation is already closed."


@dataclass(frozen=True, slots=True)
class Settles:
    """The transaction pays exactly these open obligations."""

    obligation_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reconcile:
    """The transaction settles nothing by itself; a person finds out why."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class ReconciliationTask:
    """A transaction waiting for a person; one per transaction and reason, so repeats make no second one."""

    transaction_ref: str
    reason: Reason
    opened_at: datetime
    dossier_id: str = ""
    resolution: Resolution | None = None
    closed_by: str = ""
    closed_at: datetime | None = None

    @property
    def id(self) -> str:
        """Derived, not generated: the same transaction and reason give the same task."""
        return hashlib.sha256(f"{self.transaction_ref}\n{self.reason}".encode()).hexdigest()[:26]


def match_callback(
    callback: Callback, intent: Intent | None, state: transitions.State | None, obligations: Obligations
) -> Settles | Reconcile:
    """Return the effect of a newly recorded transaction. `state` and `obligations` are those of the intent's dossier.

    Settles only if intent, currency and amount agree, the money came within the intent's life, the dossier still takes
    payments, and every obligation named is open for exactly that sum. The first condition that fails is the reason.
    """
    if not callback.readable:
        return Reconcile(Reason.UNREADABLE)
    if intent is None or intent.ref != callback.transaction.intent_ref:
        return Reconcile(Reason.UNKNOWN_INTENT)
    reason = _check_against_intent(callback.transaction, intent) or _check_against_dossier(intent, state, obligations)
    return Reconcile(reason) if reason else Settles(intent.obligation_ids)


def is_repeat(first: Transaction, again: Transaction) -> bool:
    """Return whether a delivery under a known id states the same; if not, reconcile it as `Reason.CONFLICT`.

    The bytes may differ (another time of sending), the money may not.
    """
    return replace(first, evidence="") == replace(again, evidence="")


def open_intent(ref: str, dossier_id: str, obligations: Obligations, ids: Iterable[str], now: datetime) -> Intent:
    """Return an intent to pay the named open obligations together; refuse if one of them is not open."""
    chosen = fees.select_obligations(obligations, ids)
    for one in chosen:
        if one.state is not ObligationState.OPEN:
            raise fee_errors.ObligationNotOpen(obligation=one.id, state=OBLIGATION_WORDS[one.state])
    names = tuple(one.id for one in chosen)
    return Intent(ref, dossier_id, names, fees.total_due(chosen), now, now + INTENT_LIFE)


def needs_query(intent: Intent, now: datetime) -> bool:
    """Return whether the scheduled job should ask the gateway: no answer for a while."""
    return intent.state in UNPAID_STATES and now >= intent.created_at + QUERY_AFTER


def apply_query_answer(intent: Intent, known: bool, now: datetime) -> Intent:
    """Return the intent after the gateway reported no money for it.

    An intent unknown to the gateway has failed once it has ended; a known one expires after the grace.
    """
    if intent.state not in UNPAID_STATES or now < intent.expires_at + GRACE:
        return intent
    return replace(intent, state=IntentState.EXPIRED if known else IntentState.FAILED)


def mark_answered(intent: Intent) -> Intent:
    """Return the intent after money arrived for it, settled or not; it is not queried any more.

    It may still be paid exactly afterwards: only the obligation says whether a debt is open.
    """
    return replace(intent, state=IntentState.ANSWERED)


def mark_declined(intent: Intent) -> Intent:
    """Return the intent after an attempt that took no money. It is still queried, since its page may be paid again, but
    it no longer prevents a new intent."""
    return replace(intent, state=IntentState.DECLINED)


def build_cash_transaction(
    number: str, unit: str, cashier: str, amount: int, now: datetime, method: Method = Method.CASH
) -> Transaction:
    """Return money that a cashier of `unit` records, taken at the counter or brought in another way, identified by the
    number of the receipt or voucher: the same number counts once."""
    if not _RECEIPT.fullmatch(number):
        vi, en = (
            "Số biên lai gồm A–Z, 0–9, dấu chấm, gạch.",
            "A receipt number is A–Z, 0–9, dot, slash, dash.",
        )
        raise Invalid(fields=(FieldError("/receipt_number", "pattern", vi, en),))
    require_whole_sums(amount)
    return Transaction(name_counter(unit), number, amount, now, method, cashier=cashier)


def name_counter(unit: str) -> str:
    """Return the provider name of a unit's counter."""
    return f"counter-{unit}"


def check_reversal(transaction: Transaction, proposer: str, approver: str) -> None:
    """Refuse a reversal without two people: the cashier who recorded the money may propose, but never approve."""
    if not transaction.cashier:
        raise NotCash
    if proposer == approver:
        raise OwnProposal
    if approver == transaction.cashier:
        raise Forbidden


def reverse_cash(
    obligations: Obligations, transaction: Transaction, proposer: str, approver: str, reversal_ref: str
) -> Obligations:
    """Reverse a wrongly booked receipt with every obligation it paid: those sums are owed again."""
    check_reversal(transaction, proposer, approver)
    paid = fees.select_paid_by(obligations, transaction.ref)
    if not paid:
        raise fee_errors.NotReversible
    return fees.replace_obligations(
        obligations, (fees.reverse_payment(one, transaction.ref, reversal_ref) for one in paid)
    )


def acknowledge_payment(obligations: Obligations, acknowledgement: Acknowledgement) -> Obligations:
    """Record on every obligation the transaction paid that voucher and budget credit have arrived (VL-16.2)."""
    paid = fees.select_paid_by(obligations, acknowledgement.transaction_ref)
    if not paid:
        raise NotFound
    return fees.replace_obligations(obligations, (replace(one, voucher=acknowledgement.voucher) for one in paid))


def close_task(task: ReconciliationTask, resolution: Resolution, officer: str, now: datetime) -> ReconciliationTask:
    """End a reconciliation by a person, once."""
    if task.resolution is not None:
        raise TaskClosed
    return replace(task, resolution=resolution, closed_by=officer, closed_at=now)


def _check_against_intent(money: Transaction, intent: Intent) -> Reason | None:
    if money.currency != CURRENCY:
        return Reason.OTHER_CURRENCY
    if money.amount != intent.amount:
        return Reason.OTHER_AMOUNT
    ended = intent.state in (IntentState.EXPIRED, IntentState.FAILED)
    return Reason.LATE if ended or money.paid_at > intent.expires_at else None


def _check_against_dossier(intent: Intent, state: transitions.State | None, obligations: Obligations) -> Reason | None:
    if state is None or transitions.find_transition(state, transitions.Step.PAY, "online") is None:
        return Reason.CLOSED_DOSSIER
    named = tuple(one for one in obligations if one.id in intent.obligation_ids)
    if any(one.state is ObligationState.SETTLED for one in named):
        return Reason.SECOND
    if len(named) < len(intent.obligation_ids) or any(one.state is not ObligationState.OPEN for one in named):
        return Reason.OBLIGATION_NOT_OPEN
    return None if fees.total_due(named) == intent.amount else Reason.OTHER_AMOUNT


class Effect(StrEnum):
    """Effect of a callback."""

    SETTLED = "settled"
    REPEATED = "repeated"
    RECONCILE = "reconcile"
    NOT_PAID = "not_paid"
