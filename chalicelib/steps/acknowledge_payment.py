"""Acknowledge a payment: the bank's signed voucher is there and the budget is credited (VL-16.2)."""

from __future__ import annotations

from chalicelib.domain import fees, payments
from chalicelib.domain.errors import FieldError, Invalid
from chalicelib.domain.flow import Step
from chalicelib.domain.ledger import NewFact
from chalicelib.domain.obligations import Obligation, ObligationState
from chalicelib.domain.officer_days import find_officer_day_fault
from chalicelib.domain.timezone import stamp
from chalicelib.domain.transactions import Acknowledgement
from chalicelib.steps import money
from chalicelib.steps.act import Answer, Ask, Decision, Desk, Moment, take
from chalicelib.steps.rules import cited


def acknowledge_payment(desk: Desk, ask: Ask) -> Answer:
    """Note voucher and credit on every obligation that the same transaction paid."""
    return take(desk, ask, Step.ACKNOWLEDGE_PAYMENT, decide)


def decide(m: Moment) -> Decision:
    """A third fact beside transaction and obligation; where money blocks the next step, it frees it."""
    paid = _settled(m)
    credited_at = m.body["credited_at"]
    if fault := find_officer_day_fault("credited", credited_at, m.ask.real_now, "/credited_at"):
        raise Invalid(fields=(fault,))
    proof = Acknowledgement(paid.transactions[-1], m.body["voucher"], credited_at)
    rule = money.gate(m.desk, m.dossier, m.now)
    data = {
        "transaction": proof.transaction_ref, "voucher": proof.voucher, "credited_at": stamp(credited_at),
        **money.owed_now(m.dossier, payments.acknowledge(m.dossier.obligations, proof), rule),
    }  # fmt: skip
    return Decision((NewFact("payment_acknowledged", data, law=cited(rule)),))


def _settled(m: Moment) -> Obligation:
    named = fees.select(m.dossier.obligations, [m.body["obligation"]])[0]
    if named.state is not ObligationState.SETTLED:
        vi, en = "Khoản thu này chưa được nộp.", "This obligation is not paid."
        raise Invalid(fields=(FieldError("/obligation", "not_paid", vi, en),))
    return named
