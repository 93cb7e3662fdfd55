"""Uncollected post: invite, take back."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.dossier.handover import InvitationsMissing, InvitedTooSoon
from chalicelib.handlers.dossier.step import STEP_REFUSALS, ask, desk, seen
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import NoteBody
from chalicelib.steps.handover import invite as steps

bp = Blueprint(__name__)


@operation(
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
    return seen(steps.invite(desk(), ask(call, "invite")), call)


@operation(
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
    return seen(steps.take_back(desk(), ask(call, "take_back")), call)
