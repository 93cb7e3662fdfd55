"""Stop a dossier."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.handlers.dossier.step import STEP_REFUSALS, build_ask, provide_desk, show_result
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import GroundBody
from chalicelib.steps.handover import stop as steps

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/stop",
    step="stop",
    access=OFFICER,
    body=GroundBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=STEP_REFUSALS,
)
def stop(call: Call[GroundBody]) -> DossierView:
    """Stop the settlement, for a coded ground."""
    return show_result(steps.stop_dossier(provide_desk(), build_ask(call, "stop")), call)
