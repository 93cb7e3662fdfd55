"""Ask for an extension."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.handlers.dossier.step import STEP_REFUSALS, build_ask, provide_desk, show_result
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import ExtendBody
from chalicelib.steps.dossier.guards import LimitReached
from chalicelib.steps.dossier.proposals import RequestPending
from chalicelib.steps.settlement import extend as steps

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/extend",
    step="extend",
    access=OFFICER,
    body=ExtendBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(*STEP_REFUSALS, LimitReached, RequestPending, steps.DuePassed),
)
def extend(call: Call[ExtendBody]) -> DossierView:
    """Ask for more time."""
    return show_result(steps.request_extension(provide_desk(), build_ask(call, "extend")), call)
