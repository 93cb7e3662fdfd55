"""Uncollected post: invite, take back."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.dossier.handover import InvitationsMissing, InvitedTooSoon
from chalicelib.handlers.dossier.step import STEP_REFUSALS, build_ask, provide_desk, show_result
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import NoteBody
from chalicelib.steps.handover import invite as steps

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/invite",
    step="invite",
    access=OFFICER,
    body=NoteBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(*STEP_REFUSALS, InvitedTooSoon),
)
def invite(call: Call[NoteBody]) -> DossierView:
    """Record that the postal operator invited the applicant to collect."""
    return show_result(steps.invite_applicant(provide_desk(), build_ask(call, "invite")), call)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/take_back",
    step="take_back",
    access=OFFICER,
    body=NoteBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(*STEP_REFUSALS, InvitationsMissing),
)
def take_back(call: Call[NoteBody]) -> DossierView:
    """Take uncollected post back, to be handed over again."""
    return show_result(steps.take_back(provide_desk(), build_ask(call, "take_back")), call)
