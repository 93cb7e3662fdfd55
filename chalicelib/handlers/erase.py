"""Erase a personal part."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.handlers._http import OFFICER, Call, operation
from chalicelib.handlers._step import STEP_REFUSALS, ask, desk, seen
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import EraseBody
from chalicelib.steps import erase as steps

bp = Blueprint(__name__)


@operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/erase",
    step="erase",
    access=OFFICER,
    body=EraseBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=STEP_REFUSALS,
)
def erase(call: Call[EraseBody]) -> DossierView:
    """Delete one personal part of a closed dossier."""
    return seen(steps.erase(desk(), ask(call, "erase")), call)
