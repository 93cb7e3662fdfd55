"""Submit a draft."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.handlers._http import SIGNED_IN, Call, operation
from chalicelib.handlers._step import STEP_REFUSALS, ask, desk, seen
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import SubmitBody
from chalicelib.steps import submit as steps

bp = Blueprint(__name__)


@operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/submit",
    step="submit",
    access=SIGNED_IN,
    body=SubmitBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    version_optional=True,
    refuses=STEP_REFUSALS,
)
def submit(call: Call[SubmitBody]) -> DossierView:
    """File a draft: it becomes a dossier, acknowledged with its official reception time."""
    return seen(steps.submit(desk(), ask(call, "submit")), call)
