"""Decide a request beside the state: approve or decline it."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.errors import NotFound
from chalicelib.domain.fees import NotReversible
from chalicelib.handlers._http import OFFICER, Call, operation
from chalicelib.handlers._step import STEP_REFUSALS, ask, desk, seen
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import DecisionBody
from chalicelib.steps import decide_request as steps
from chalicelib.steps.appointments import DateOvertaken, DelayUncertain
from chalicelib.steps.rules import LimitReached

bp = Blueprint(__name__)


@operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/requests/{number}/approve",
    step="approve",
    access=OFFICER,
    body=DecisionBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(*STEP_REFUSALS, LimitReached, NotReversible, DateOvertaken, DelayUncertain),
)
def approve(call: Call[DecisionBody]) -> DossierView:
    """Agree to a request; only the last approval moves state and clocks."""
    number = request_number(call)
    return seen(steps.approve(desk(), ask(call, f"approve-{number}"), number), call)


@operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/requests/{number}/decline",
    step="decline",
    access=OFFICER,
    body=DecisionBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=STEP_REFUSALS,
)
def decline(call: Call[DecisionBody]) -> DossierView:
    """Turn a request down."""
    number = request_number(call)
    return seen(steps.decline(desk(), ask(call, f"decline-{number}"), number), call)


def request_number(call: Call[DecisionBody]) -> int:
    """The request's number in the path; what is no number is no request."""
    text = call.params["number"]
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        raise NotFound()
    return int(text)
