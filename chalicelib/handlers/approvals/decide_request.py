"""Approve a request, decline it, or send it back with remarks."""

from __future__ import annotations

from chalicelib.domain.dossier.originals import OriginalAwaited
from chalicelib.domain.dossier.refiling import PaymentTaken
from chalicelib.domain.payments.fee_errors import NotReversible
from chalicelib.handlers.dossier.step import Blueprint, Command, CommandResult, Dependencies, verdict_operation
from chalicelib.handlers.dossier.step_refusals import PAPER_REFUSALS, PLACE_REFUSALS
from chalicelib.models.steps import ApprovalBody, DecisionBody, RemarksBody
from chalicelib.steps.approvals import decide_request as steps
from chalicelib.steps.approvals.send_back import NotSentBack, send_back
from chalicelib.steps.dossier.guards import LimitReached
from chalicelib.steps.reception.correct_reception import CorrectionEmpty
from chalicelib.steps.settlement.appointments import DateOvertaken, DelayUncertain
from chalicelib.steps.settlement.finish_task import TasksOpen
from chalicelib.steps.settlement.resolve import PaymentBlocks
from chalicelib.wiring import core as wiring

bp = Blueprint(__name__)


@verdict_operation(bp, "approve", body=ApprovalBody, refuses=(
    *PAPER_REFUSALS, LimitReached, NotReversible, DateOvertaken, DelayUncertain, PaymentBlocks, TasksOpen,
    OriginalAwaited, steps.ProposalSentBack, CorrectionEmpty, PaymentTaken, *PLACE_REFUSALS,
))  # fmt: skip
def approve_request(deps: Dependencies, command: Command[ApprovalBody], number: int) -> CommandResult:
    """Approve a request; only the last approval changes state and clocks."""
    return steps.approve_request(deps, command, number)


@verdict_operation(bp, "decline", body=DecisionBody, refuses=(steps.ProposalSentBack,))
def decline_request(deps: Dependencies, command: Command[DecisionBody], number: int) -> CommandResult:
    """Decline a request."""
    return steps.decline_request(deps, command, number)


@verdict_operation(bp, "send_back", body=RemarksBody, refuses=(steps.ProposalSentBack, NotSentBack))
def return_proposal(deps: Dependencies, command: Command[RemarksBody], number: int) -> CommandResult:
    """Return a proposed outcome with remarks to the officer responsible for it."""
    return send_back(deps, command, number, wiring.provide_people())
