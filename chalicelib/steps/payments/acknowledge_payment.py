"""Acknowledge a payment: the bank's signed voucher has arrived and the budget is credited (VL-16.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.domain.dossier.obligations import Obligation, ObligationState
from chalicelib.domain.dossier.transactions import Acknowledgement
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger import payloads
from chalicelib.domain.payments import allocation, fees
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.domain.time.officer_days import find_officer_day_fault
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import list_cites
from chalicelib.steps.payments import payment_items

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.money import PaymentAcknowledged
    from chalicelib.models.payments import AcknowledgeBody


def acknowledge_payment(deps: Dependencies, command: Command[AcknowledgeBody]) -> CommandResult:
    """Record voucher and credit on every obligation that the same transaction paid."""
    return run_step(deps, command, Step.ACKNOWLEDGE_PAYMENT, decide_acknowledgement)


def decide_acknowledgement(context: StepContext[AcknowledgeBody]) -> Decision:
    """Record a third fact next to transaction and obligation; where money blocks the next step, it
    removes the block."""
    paid = _require_settled(context)
    credited_at = context.body.credited_at
    if fault := find_officer_day_fault("credited", credited_at, context.command.real_now, "/credited_at"):
        raise Invalid(fields=(fault,))
    proof = Acknowledgement(paid.transactions[-1], context.body.voucher, credited_at)
    rule = payment_items.find_gate_rule(context.deps, context.dossier, context.now)
    data: PaymentAcknowledged = {
        "transaction": proof.transaction_ref,
        "voucher": proof.voucher,
        "credited_at": write_stamp(credited_at),
    }
    after = allocation.acknowledge_payment(context.dossier.obligations, proof)
    payment_items.state_owed(data, context.dossier, after, rule)
    return Decision((payloads.PAYMENT_ACKNOWLEDGED.build(data, law=list_cites(rule)),))


def _require_settled(context: StepContext[AcknowledgeBody]) -> Obligation:
    named = fees.select_obligations(context.dossier.obligations, [context.body.obligation])[0]
    if named.state is not ObligationState.SETTLED:
        vi, en = "Khoản thu này chưa được nộp.", "This obligation is not paid."
        raise Invalid(fields=(FieldError("/obligation", "not_paid", vi, en),))
    return named
