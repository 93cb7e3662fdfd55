"""Decide an approval request alongside the state: approve it, decline it or send it back."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint

from chalicelib.domain.dossier.originals import OriginalAwaited
from chalicelib.domain.dossier.refiling import PaymentTaken
from chalicelib.domain.payments.fees import NotReversible
from chalicelib.domain.shared.errors import NotFound
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
from chalicelib.models.steps import ApprovalBody, DecisionBody, RemarksBody
from chalicelib.steps.approvals import decide_request as steps
from chalicelib.steps.approvals.send_back import NotSentBack
from chalicelib.steps.approvals.send_back import send_back as _send_back
from chalicelib.steps.dossier.guards import LimitReached
from chalicelib.steps.reception.correct_reception import CorrectionEmpty
from chalicelib.steps.settlement.appointments import DateOvertaken, DelayUncertain
from chalicelib.steps.settlement.finish_task import TasksOpen
from chalicelib.steps.settlement.resolve import PaymentBlocks
from chalicelib.wiring import core as wiring

bp = Blueprint(__name__)


@register_operation(
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
    """Approve a request; only the last approval changes state and clocks."""
    number = request_number(call)
    return show_result(steps.approve_request(provide_desk(), build_ask(call, f"approve-{number}"), number), call)


@register_operation(
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
    """Decline a request."""
    number = request_number(call)
    return show_result(steps.decline_request(provide_desk(), build_ask(call, f"decline-{number}"), number), call)


@register_operation(
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
    """Return a proposed outcome with remarks to the officer responsible for it."""
    number = request_number(call)
    return show_result(
        _send_back(provide_desk(), build_ask(call, f"send_back-{number}"), number, wiring.provide_people()), call
    )


def request_number(call: Call[Any]) -> int:
    """Return the request's number in the path; a non-numeric one is "not found"."""
    text = call.params["number"]
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        raise NotFound()
    return int(text)
