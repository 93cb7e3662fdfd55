"""Ask for a supplement."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.handlers.dossier.step import STEP_REFUSALS, build_ask, provide_desk, show_result
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import SupplementRequestBody
from chalicelib.steps.dossier.guards import LimitReached
from chalicelib.steps.dossier.proposals import RequestPending
from chalicelib.steps.settlement import request_supplement as steps

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/request_supplement",
    step="request_supplement",
    access=OFFICER,
    body=SupplementRequestBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(*STEP_REFUSALS, LimitReached, RequestPending),
)
def request_supplement(call: Call[SupplementRequestBody]) -> DossierView:
    """Ask for a supplement; after appraisal this only proposes it."""
    return show_result(steps.request_supplement(provide_desk(), build_ask(call, "request_supplement")), call)
