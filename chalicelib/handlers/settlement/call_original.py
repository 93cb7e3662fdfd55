"""Call for originals; record the comparison."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.dossier.originals import OriginalAwaited, OriginalNotCallable
from chalicelib.handlers.dossier.step import STEP_REFUSALS, build_ask, provide_desk, show_result
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import CallOriginalBody, CompareBody
from chalicelib.steps.settlement import call_original as steps

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/call_original",
    step="call_original",
    access=OFFICER,
    body=CallOriginalBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(*STEP_REFUSALS, OriginalNotCallable, OriginalAwaited),
)
def call_original(call: Call[CallOriginalBody]) -> DossierView:
    """Ask the applicant to show originals."""
    return show_result(steps.call_original(provide_desk(), build_ask(call, "call_original")), call)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/compare",
    step="compare",
    access=OFFICER,
    body=CompareBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=STEP_REFUSALS,
)
def compare(call: Call[CompareBody]) -> DossierView:
    """Record the result of the comparison with the originals."""
    return show_result(steps.compare_original(provide_desk(), build_ask(call, "compare")), call)
