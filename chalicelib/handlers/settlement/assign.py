"""Holder of a unit's task: assign, claim, hand over."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.handlers.dossier.step import STEP_REFUSALS, build_ask, provide_desk, show_result
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import AssignBody, EmptyBody, HandOverBody
from chalicelib.steps.settlement import assign as steps

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/assign",
    step="assign",
    access=OFFICER,
    body=AssignBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(*STEP_REFUSALS, steps.HolderChanged),
)
def assign(call: Call[AssignBody]) -> DossierView:
    """Assign the unit's task in the dossier to one of its case officers."""
    return show_result(steps.assign_officer(provide_desk(), build_ask(call, "assign")), call)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/claim",
    step="claim",
    access=OFFICER,
    body=EmptyBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(*STEP_REFUSALS, steps.AlreadyHeld),
)
def claim(call: Call[EmptyBody]) -> DossierView:
    """Claim a task of the unit that nobody holds yet."""
    return show_result(steps.claim_share(provide_desk(), build_ask(call, "claim")), call)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/hand_over",
    step="hand_over",
    access=OFFICER,
    body=HandOverBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(*STEP_REFUSALS, steps.NotHolder),
)
def hand_over(call: Call[HandOverBody]) -> DossierView:
    """Hand one's own task over to a colleague of the unit."""
    return show_result(steps.give_share(provide_desk(), build_ask(call, "hand_over")), call)
