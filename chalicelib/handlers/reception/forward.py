"""Forward a filing."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.handlers.dossier.step import PLACE_REFUSALS, STEP_REFUSALS, build_ask, provide_desk, show_result
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.reception import ForwardBody
from chalicelib.steps.reception import forward as steps

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/forward",
    step="forward",
    access=OFFICER,
    body=ForwardBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(*STEP_REFUSALS, *PLACE_REFUSALS),
)
def forward(call: Call[ForwardBody]) -> DossierView:
    """Forward a filing to the one-stop unit it belongs to."""
    return show_result(steps.forward_dossier(provide_desk(), build_ask(call, "forward")), call)
