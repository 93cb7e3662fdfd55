"""Assign a unit's share to an officer."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.handlers._http import OFFICER, Call, operation
from chalicelib.handlers._step import STEP_REFUSALS, ask, desk, seen
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import AssignBody
from chalicelib.steps import assign as steps

bp = Blueprint(__name__)


@operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/assign",
    step="assign",
    access=OFFICER,
    body=AssignBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=STEP_REFUSALS,
)
def assign(call: Call[AssignBody]) -> DossierView:
    """Give the unit's share of the dossier to one of its case officers."""
    return seen(steps.assign(desk(), ask(call, "assign")), call)
