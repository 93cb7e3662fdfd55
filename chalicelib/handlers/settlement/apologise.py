"""Prepare an apology."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.handlers.dossier.step import STEP_REFUSALS, build_ask, provide_desk, show_result
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import ApologyBody
from chalicelib.steps.dossier.guards import LimitReached
from chalicelib.steps.dossier.proposals import RequestPending
from chalicelib.steps.settlement import apologise as steps
from chalicelib.steps.settlement.appointments import DelayUncertain

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/apologise",
    step="apologise",
    access=OFFICER,
    body=ApologyBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(*STEP_REFUSALS, LimitReached, RequestPending, DelayUncertain),
)
def apologise(call: Call[ApologyBody]) -> DossierView:
    """Prepare the apology with its one new date."""
    return show_result(steps.prepare_apology(provide_desk(), build_ask(call, "apologise")), call)
