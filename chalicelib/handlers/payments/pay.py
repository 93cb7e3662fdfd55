"""Request sums, record and reverse payments, decide exemptions."""

from __future__ import annotations

from chalicelib.domain.catalogue.tariff import UnknownFeeLine
from chalicelib.domain.payments.allocation import NotCash
from chalicelib.domain.payments.fee_errors import AmountMismatch, ExemptionNotPending, NotReversible, ObligationNotOpen
from chalicelib.domain.payments.payment_ways import PaymentWayClosed
from chalicelib.handlers.dossier.step import Blueprint, Command, CommandResult, Dependencies, Step, step_operation
from chalicelib.handlers.http.guard import OFFICER
from chalicelib.models import payments as bodies
from chalicelib.steps.dossier.proposals import RequestPending
from chalicelib.steps.payments import acknowledge_payment, confirm_exemption, pay, request_payment, reverse_payment

bp = Blueprint(__name__)


@step_operation(bp, Step.REQUEST_PAYMENT, body=bodies.RequestPaymentBody, refuses=(
    ObligationNotOpen, UnknownFeeLine, request_payment.AlternativeTaken,
))  # fmt: skip
def demand_payment(deps: Dependencies, command: Command[bodies.RequestPaymentBody]) -> CommandResult:
    """Demand the sums without which the case cannot continue."""
    return request_payment.request_payment(deps, command)


@step_operation(bp, Step.PAY, access=OFFICER, body=bodies.CashBody, refuses=(
    ObligationNotOpen, AmountMismatch, PaymentWayClosed, pay.ReceiptUsed,
))  # fmt: skip
def pay_counter(deps: Dependencies, command: Command[bodies.CashBody]) -> CommandResult:
    """Accept cash at the counter, or record money paid another way, for exactly the sum owed."""
    return pay.pay_at_counter(deps, command)


@step_operation(bp, Step.CONFIRM_EXEMPTION, body=bodies.ExemptionBody, refuses=(ExemptionNotPending, ObligationNotOpen))
def decide_exemption(deps: Dependencies, command: Command[bodies.ExemptionBody]) -> CommandResult:
    """Decide an exemption claim."""
    return confirm_exemption.confirm_exemption(deps, command)


@step_operation(bp, Step.ACKNOWLEDGE_PAYMENT, body=bodies.AcknowledgeBody)
def record_credit(deps: Dependencies, command: Command[bodies.AcknowledgeBody]) -> CommandResult:
    """Record the signed voucher and the budget's credit."""
    return acknowledge_payment.acknowledge_payment(deps, command)


@step_operation(bp, Step.REVERSE_PAYMENT, body=bodies.ReverseBody, refuses=(NotReversible, NotCash, RequestPending))
def propose_reversal(deps: Dependencies, command: Command[bodies.ReverseBody]) -> CommandResult:
    """Propose to reverse cash booked wrongly; another person decides."""
    return reverse_payment.reverse_payment(deps, command)
