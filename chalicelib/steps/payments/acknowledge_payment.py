"""Acknowledge a payment: the bank's signed voucher has arrived and the budget is credited (VL-16.2)."""

from __future__ import annotations

from chalicelib.domain.dossier.obligations import Obligation, ObligationState
from chalicelib.domain.dossier.transactions import Acknowledgement
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.payments import allocation, fees
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.domain.shared.timezone import stamp
from chalicelib.domain.time.officer_days import find_officer_day_fault
from chalicelib.steps.dossier.command import Answer, take
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Moment
from chalicelib.steps.dossier.guards import cited
from chalicelib.steps.payments import payment_items


def acknowledge_payment(desk: Desk, ask: Ask) -> Answer:
    """Record voucher and credit on every obligation that the same transaction paid."""
    return take(desk, ask, Step.ACKNOWLEDGE_PAYMENT, decide)


def decide(m: Moment) -> Decision:
    """Record a third fact next to transaction and obligation; where money blocks the next step, it
    removes the block."""
    paid = _settled(m)
    credited_at = m.body["credited_at"]
    if fault := find_officer_day_fault("credited", credited_at, m.ask.real_now, "/credited_at"):
        raise Invalid(fields=(fault,))
    proof = Acknowledgement(paid.transactions[-1], m.body["voucher"], credited_at)
    rule = payment_items.gate(m.desk, m.dossier, m.now)
    data = {
        "transaction": proof.transaction_ref, "voucher": proof.voucher, "credited_at": stamp(credited_at),
        **payment_items.owed_now(m.dossier, allocation.acknowledge(m.dossier.obligations, proof), rule),
    }  # fmt: skip
    return Decision((NewFact("payment_acknowledged", data, law=cited(rule)),))


def _settled(m: Moment) -> Obligation:
    named = fees.select(m.dossier.obligations, [m.body["obligation"]])[0]
    if named.state is not ObligationState.SETTLED:
        vi, en = "Khoản thu này chưa được nộp.", "This obligation is not paid."
        raise Invalid(fields=(FieldError("/obligation", "not_paid", vi, en),))
    return named
