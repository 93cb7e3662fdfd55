"""Transfer a dossier."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.handlers.dossier.step import PLACE_REFUSALS, STEP_REFUSALS, build_ask, provide_desk, show_result
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import EmptyBody
from chalicelib.steps.settlement import transfer as steps

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/transfer",
    step="transfer",
    access=OFFICER,
    body=EmptyBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(*STEP_REFUSALS, *PLACE_REFUSALS),
)
def transfer(call: Call[EmptyBody]) -> DossierView:
    """Transfer a received dossier to the agency that settles it."""
    return show_result(steps.transfer_dossier(provide_desk(), build_ask(call, "transfer")), call)
