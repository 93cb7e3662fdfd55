"""Request payment: the next step waits for money."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.catalogue.tariff import UnknownFeeLine
from chalicelib.domain.payments.fees import ObligationNotOpen
from chalicelib.handlers.dossier.step import STEP_REFUSALS, build_ask, provide_desk, show_result
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.payments import RequestPaymentBody
from chalicelib.steps.payments import request_payment as steps

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/request_payment",
    step="request_payment",
    access=OFFICER,
    body=RequestPaymentBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(*STEP_REFUSALS, ObligationNotOpen, UnknownFeeLine, steps.AlternativeTaken),
)
def request_payment(call: Call[RequestPaymentBody]) -> DossierView:
    """Demand the sums without which the case cannot continue."""
    return show_result(steps.request_payment(provide_desk(), build_ask(call, "request_payment")), call)
