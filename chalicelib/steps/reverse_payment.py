"""Reverse a payment: cash booked wrongly goes back. One person proposes, another decides."""

from __future__ import annotations

from chalicelib.domain import fees, payments
from chalicelib.domain.codec import pack
from chalicelib.domain.flow import RequestKind, Step
from chalicelib.steps import money
from chalicelib.steps.act import Answer, Ask, Decision, Desk, Moment, take
from chalicelib.steps.pay import receipt_keys
from chalicelib.steps.propose import opened
from chalicelib.steps.rules import part


def reverse_payment(desk: Desk, ask: Ask) -> Answer:
    """Propose to reverse the receipt of this number; what it paid stays paid until somebody else agrees."""
    keys = receipt_keys(ask, ask.body["receipt_number"])
    return take(desk, ask, Step.REVERSE_PAYMENT, decide, extra=keys)


def decide(m: Moment) -> Decision:
    """Open the request, holding the transaction as it was recorded: who took the money may not decide."""
    kept = money.item(m.loaded, money.transaction_key(payments.counter(m.unit), m.body["receipt_number"]))
    taken = money.transaction_of(kept) if kept else None
    if taken is None or not fees.paid_by(m.dossier.obligations, taken.ref):
        raise fees.NotReversible()
    if not taken.cashier:
        raise payments.NotCash()
    about = {"transaction": pack(taken)}
    return Decision((opened(m, RequestKind.REVERSAL, about, part(m, "reason")),))
