"""Receive a filing."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.dossier.codes import CodeMalformed, CodesExhausted, UnitWithoutCode
from chalicelib.domain.dossier.intake import FiledElsewhere
from chalicelib.domain.dossier.outages import RegisterNumberUsed, RegisterNumberWrong
from chalicelib.domain.dossier.refiling import RefilingIncomplete
from chalicelib.domain.payments.fees import ObligationsOpen
from chalicelib.handlers.dossier.step import PLACE_REFUSALS, STEP_REFUSALS, build_ask, provide_desk, show_result
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.reception import ReceiveBody
from chalicelib.steps.reception import receive as steps

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/receive",
    step="receive",
    access=OFFICER,
    body=ReceiveBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(
        *STEP_REFUSALS,
        *PLACE_REFUSALS,
        CodeMalformed,
        CodesExhausted,
        UnitWithoutCode,
        ObligationsOpen,
        FiledElsewhere,
        RefilingIncomplete,
        RegisterNumberUsed,
        RegisterNumberWrong,
    ),
)
def receive(call: Call[ReceiveBody]) -> DossierView:
    """Receive a complete filing: dossier code, receipt, appointment."""
    return show_result(steps.receive_dossier(provide_desk(), build_ask(call, "receive")), call)
