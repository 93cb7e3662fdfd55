"""Propose the outcome for signature."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.dossier.originals import OriginalAwaited
from chalicelib.handlers.dossier.step import PAPER_REFUSALS, STEP_REFUSALS, build_ask, provide_desk, show_result
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import ProposeBody
from chalicelib.steps.approvals import propose_outcome as steps
from chalicelib.steps.dossier.proposals import RequestPending
from chalicelib.steps.settlement.finish_task import TasksOpen
from chalicelib.steps.settlement.resolve import PaymentBlocks

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/propose",
    step="propose",
    access=OFFICER,
    body=ProposeBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(
        *STEP_REFUSALS, *PAPER_REFUSALS, RequestPending, steps.AnsweredByAnother, PaymentBlocks, TasksOpen,
        OriginalAwaited,
    ),
)  # fmt: skip
def propose(call: Call[ProposeBody]) -> DossierView:
    """Submit the outcome to its signers, or answer their remarks."""
    return show_result(steps.submit_proposal(provide_desk(), build_ask(call, "propose")), call)
