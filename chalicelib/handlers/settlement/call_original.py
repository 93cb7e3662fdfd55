"""Call for originals; record the comparison."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.dossier.originals import OriginalAwaited, OriginalNotCallable
from chalicelib.handlers.dossier.step import STEP_REFUSALS, ask, desk, seen
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import CallOriginalBody, CompareBody
from chalicelib.steps.settlement import call_original as steps

bp = Blueprint(__name__)


@operation(
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
    return seen(steps.call_original(desk(), ask(call, "call_original")), call)


@operation(
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
    return seen(steps.compare(desk(), ask(call, "compare")), call)
