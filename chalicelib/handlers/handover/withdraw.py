"""Withdraw a dossier."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.handlers.dossier.step import STEP_REFUSALS, build_ask, provide_desk, show_result
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import SIGNED_IN, register_operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import WithdrawBody
from chalicelib.steps.dossier.proposals import RequestPending
from chalicelib.steps.handover import withdraw as steps

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/withdraw",
    step="withdraw",
    access=SIGNED_IN,
    body=WithdrawBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    version_optional=True,
    refuses=(*STEP_REFUSALS, RequestPending),
)
def withdraw(call: Call[WithdrawBody]) -> DossierView:
    """Withdraw one's own dossier."""
    return show_result(steps.withdraw_dossier(provide_desk(), build_ask(call, "withdraw")), call)
