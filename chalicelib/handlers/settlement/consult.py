"""Consult another body; answer."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.handlers.dossier.step import PAPER_REFUSALS, PLACE_REFUSALS, STEP_REFUSALS, ask, desk, seen
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import ConsultBody, OpinionBody
from chalicelib.steps.settlement import consult as steps

bp = Blueprint(__name__)


@operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/consult",
    step="consult",
    access=OFFICER,
    body=ConsultBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(*STEP_REFUSALS, *PLACE_REFUSALS, *PAPER_REFUSALS),
)
def consult(call: Call[ConsultBody]) -> DossierView:
    """Ask another body for its opinion."""
    return seen(steps.consult(desk(), ask(call, "consult")), call)


@operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/answer",
    step="answer",
    access=OFFICER,
    body=OpinionBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(*STEP_REFUSALS, *PAPER_REFUSALS),
)
def answer(call: Call[OpinionBody]) -> DossierView:
    """Give the opinion that was asked."""
    return seen(steps.answer(desk(), ask(call, "answer")), call)
