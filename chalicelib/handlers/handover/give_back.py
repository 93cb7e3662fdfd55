"""Give back; close."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.dossier.handover import OriginalsKept, PaperUncompared, VisitNotNeeded, WayNotOffered
from chalicelib.domain.payments.fees import ObligationsOpen
from chalicelib.handlers.dossier.step import STEP_REFUSALS, build_ask, provide_desk, show_result
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.reception import GiveBackBody
from chalicelib.models.steps import EmptyBody
from chalicelib.steps.handover import give_back as steps

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/give_back",
    step="give_back",
    access=OFFICER,
    body=GiveBackBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(*STEP_REFUSALS, ObligationsOpen, WayNotOffered, VisitNotNeeded),
)
def give_back(call: Call[GiveBackBody]) -> DossierView:
    """Hand over the result, or the notice and originals."""
    return show_result(steps.give_back(provide_desk(), build_ask(call, "give_back")), call)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/close",
    step="close",
    access=OFFICER,
    body=EmptyBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(*STEP_REFUSALS, PaperUncompared, OriginalsKept),
)
def close(call: Call[EmptyBody]) -> DossierView:
    """Close a dossier after its handover."""
    return show_result(steps.close_dossier(provide_desk(), build_ask(call, "close")), call)
