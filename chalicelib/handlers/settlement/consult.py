"""Consult another body; answer."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.handlers.dossier.step import (
    PAPER_REFUSALS,
    PLACE_REFUSALS,
    STEP_REFUSALS,
    build_ask,
    provide_desk,
    show_result,
)
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import ConsultBody, OpinionBody
from chalicelib.steps.settlement import consult as steps

bp = Blueprint(__name__)


@register_operation(
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
    return show_result(steps.request_opinion(provide_desk(), build_ask(call, "consult")), call)


@register_operation(
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
    return show_result(steps.give_opinion(provide_desk(), build_ask(call, "answer")), call)
