"""Confirm that a dossier is complete and valid."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.handlers.dossier.step import STEP_REFUSALS, build_ask, provide_desk, show_result
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import EmptyBody
from chalicelib.steps.settlement import confirm_complete as steps

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/confirm_complete",
    step="confirm_complete",
    access=OFFICER,
    body=EmptyBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=STEP_REFUSALS,
)
def confirm_complete(call: Call[EmptyBody]) -> DossierView:
    """Confirm that the dossier is complete and valid; the appraisal continues."""
    return show_result(steps.confirm_complete(provide_desk(), build_ask(call, "confirm_complete")), call)
