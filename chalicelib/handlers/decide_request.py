"""Decide a request beside the state: approve it, decline it or send it back."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint

from chalicelib import wiring
from chalicelib.domain.errors import NotFound
from chalicelib.domain.fees import NotReversible
from chalicelib.domain.originals import OriginalAwaited
from chalicelib.domain.refiling import PaymentTaken
from chalicelib.handlers._http import OFFICER, Call, operation
from chalicelib.handlers._step import PAPER_REFUSALS, PLACE_REFUSALS, STEP_REFUSALS, ask, desk, seen
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import ApprovalBody, DecisionBody, RemarksBody
from chalicelib.steps import decide_request as steps
from chalicelib.steps.appointments import DateOvertaken, DelayUncertain
from chalicelib.steps.correct_reception import CorrectionEmpty
from chalicelib.steps.finish_task import TasksOpen
from chalicelib.steps.resolve import PaymentBlocks
from chalicelib.steps.rules import LimitReached
from chalicelib.steps.send_back import NotSentBack
from chalicelib.steps.send_back import send_back as _send_back

bp = Blueprint(__name__)


@operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/requests/{number}/approve",
    step="approve",
    access=OFFICER,
    body=ApprovalBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(
        *STEP_REFUSALS, *PAPER_REFUSALS, LimitReached, NotReversible, DateOvertaken, DelayUncertain, PaymentBlocks,
        TasksOpen, OriginalAwaited, steps.ProposalSentBack, CorrectionEmpty, PaymentTaken, *PLACE_REFUSALS,
    ),
)  # fmt: skip
def approve(call: Call[ApprovalBody]) -> DossierView:
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
    refuses=(*STEP_REFUSALS, steps.ProposalSentBack),
)
def decline(call: Call[DecisionBody]) -> DossierView:
    """Turn a request down."""
    number = request_number(call)
    return seen(steps.decline(desk(), ask(call, f"decline-{number}"), number), call)


@operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/requests/{number}/send_back",
    step="send_back",
    access=OFFICER,
    body=RemarksBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(*STEP_REFUSALS, steps.ProposalSentBack, NotSentBack),
)
def send_back(call: Call[RemarksBody]) -> DossierView:
    """Return a proposed outcome with remarks to the officer who answers for it."""
    number = request_number(call)
    return seen(_send_back(desk(), ask(call, f"send_back-{number}"), number, wiring.people()), call)


def request_number(call: Call[Any]) -> int:
    """The request's number in the path; what is no number is no request."""
    text = call.params["number"]
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        raise NotFound()
    return int(text)
