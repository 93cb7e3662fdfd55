"""Reverse a payment: cash booked wrongly is undone. One person proposes, another decides."""

from __future__ import annotations

from chalicelib.domain.flow.transitions import RequestKind, Step
from chalicelib.domain.payments import allocation, fees
from chalicelib.domain.shared.serialization import pack
from chalicelib.steps.dossier.command import Answer, take
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Moment
from chalicelib.steps.dossier.guards import part
from chalicelib.steps.dossier.proposals import opened
from chalicelib.steps.payments import payment_items
from chalicelib.steps.payments.pay import receipt_keys


def reverse_payment(desk: Desk, ask: Ask) -> Answer:
    """Propose to reverse the receipt of this number; its obligations stay paid until somebody else agrees."""
    keys = receipt_keys(ask, ask.body["receipt_number"])
    return take(desk, ask, Step.REVERSE_PAYMENT, decide, extra=keys)


def decide(m: Moment) -> Decision:
    """Open the request, with the transaction as it was recorded: the cashier who took the money may not decide."""
    kept = payment_items.item(
        m.loaded, payment_items.transaction_key(allocation.counter(m.unit), m.body["receipt_number"])
    )
    taken = payment_items.transaction_of(kept) if kept else None
    if taken is None or not fees.paid_by(m.dossier.obligations, taken.ref):
        raise fees.NotReversible()
    if not taken.cashier:
        raise allocation.NotCash()
    about = {"transaction": pack(taken)}
    return Decision((opened(m, RequestKind.REVERSAL, about, part(m, "reason")),))
