"""Submit an outcome to its signers."""

from __future__ import annotations

from chalicelib.domain.dossier.originals import OriginalAwaited
from chalicelib.handlers.dossier.step import Blueprint, Command, CommandResult, Dependencies, Step, step_operation
from chalicelib.handlers.dossier.step_refusals import PAPER_REFUSALS
from chalicelib.models.steps import ProposeBody
from chalicelib.steps.approvals.propose_outcome import AnsweredByAnother, submit_proposal
from chalicelib.steps.dossier.proposals import RequestPending
from chalicelib.steps.settlement.finish_task import TasksOpen
from chalicelib.steps.settlement.resolve import PaymentBlocks

bp = Blueprint(__name__)


@step_operation(bp, Step.PROPOSE, body=ProposeBody, refuses=(
    *PAPER_REFUSALS, RequestPending, AnsweredByAnother, PaymentBlocks, TasksOpen, OriginalAwaited,
))  # fmt: skip
def propose_outcome(deps: Dependencies, command: Command[ProposeBody]) -> CommandResult:
    """Submit the outcome to its signers, or answer their remarks."""
    return submit_proposal(deps, command)
