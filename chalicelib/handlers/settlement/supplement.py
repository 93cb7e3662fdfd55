"""Supplement a dossier."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.handlers.dossier.step import PAPER_REFUSALS, STEP_REFUSALS, build_ask, provide_desk, show_result
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import SIGNED_IN, register_operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import SupplementBody
from chalicelib.steps.settlement import supplement as steps

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/supplement",
    step="supplement",
    access=SIGNED_IN,
    body=SupplementBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    version_optional=True,
    refuses=(*STEP_REFUSALS, *PAPER_REFUSALS, steps.OnDemandOnly),
)
def supplement(call: Call[SupplementBody]) -> DossierView:
    """Add requested papers; or others on one's own initiative, where the rules allow it."""
    return show_result(steps.supplement_dossier(provide_desk(), build_ask(call, "supplement")), call)
