"""Prepare an apology."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.handlers._http import OFFICER, Call, operation
from chalicelib.handlers._step import STEP_REFUSALS, ask, desk, seen
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import ApologyBody
from chalicelib.steps import apologise as steps
from chalicelib.steps.appointments import DelayUncertain
from chalicelib.steps.propose import RequestPending
from chalicelib.steps.rules import LimitReached

bp = Blueprint(__name__)


@operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/apologise",
    step="apologise",
    access=OFFICER,
    body=ApologyBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(*STEP_REFUSALS, LimitReached, RequestPending, DelayUncertain),
)
def apologise(call: Call[ApologyBody]) -> DossierView:
    """Prepare the apology with its one new date."""
    return seen(steps.apologise(desk(), ask(call, "apologise")), call)
