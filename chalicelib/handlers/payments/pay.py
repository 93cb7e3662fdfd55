"""Payment at the counter, and officers' decisions on sums owed: exemption, acknowledgement, reversal."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.payments import fees
from chalicelib.domain.payments.allocation import NotCash
from chalicelib.domain.payments.payment_ways import PaymentWayClosed
from chalicelib.handlers.dossier.step import STEP_REFUSALS, build_ask, provide_desk, show_result
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.payments import AcknowledgeBody, CashBody, ExemptionBody, ReverseBody
from chalicelib.steps.dossier.proposals import RequestPending
from chalicelib.steps.payments import acknowledge_payment as acknowledging
from chalicelib.steps.payments import confirm_exemption as exempting
from chalicelib.steps.payments import pay as steps
from chalicelib.steps.payments import reverse_payment as reversing

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/pay",
    step="pay",
    access=OFFICER,
    body=CashBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(*STEP_REFUSALS, fees.ObligationNotOpen, fees.AmountMismatch, PaymentWayClosed, steps.ReceiptUsed),
)
def pay(call: Call[CashBody]) -> DossierView:
    """Accept cash at the counter, or record money paid another way, for exactly the sum owed."""
    return show_result(steps.pay_at_counter(provide_desk(), build_ask(call, "pay")), call)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/confirm_exemption",
    step="confirm_exemption",
    access=OFFICER,
    body=ExemptionBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(*STEP_REFUSALS, fees.ExemptionNotPending, fees.ObligationNotOpen),
)
def confirm_exemption(call: Call[ExemptionBody]) -> DossierView:
    """Decide an exemption claim."""
    return show_result(exempting.confirm_exemption(provide_desk(), build_ask(call, "confirm_exemption")), call)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/acknowledge_payment",
    step="acknowledge_payment",
    access=OFFICER,
    body=AcknowledgeBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=STEP_REFUSALS,
)
def acknowledge_payment(call: Call[AcknowledgeBody]) -> DossierView:
    """Record the signed voucher and the budget's credit."""
    return show_result(acknowledging.acknowledge_payment(provide_desk(), build_ask(call, "acknowledge_payment")), call)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/reverse_payment",
    step="reverse_payment",
    access=OFFICER,
    body=ReverseBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(*STEP_REFUSALS, fees.NotReversible, NotCash, RequestPending),
)
def reverse_payment(call: Call[ReverseBody]) -> DossierView:
    """Propose to reverse cash booked wrongly; another person decides."""
    return show_result(reversing.reverse_payment(provide_desk(), build_ask(call, "reverse_payment")), call)
