"""Resolve; correct."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.dossier.originals import OriginalAwaited
from chalicelib.handlers.dossier.step import PAPER_REFUSALS, STEP_REFUSALS, build_ask, provide_desk, show_result
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import CorrectBody, ResolveBody
from chalicelib.steps.settlement import resolve as steps
from chalicelib.steps.settlement.finish_task import TasksOpen

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/resolve",
    step="resolve",
    access=OFFICER,
    body=ResolveBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(
        *STEP_REFUSALS, *PAPER_REFUSALS, steps.NotDelegated, steps.ProposalNeeded, steps.PaymentBlocks, TasksOpen,
        OriginalAwaited,
    ),
)  # fmt: skip
def resolve(call: Call[ResolveBody]) -> DossierView:
    """Grant with a result, or not, with a ground."""
    return show_result(steps.resolve_dossier(provide_desk(), build_ask(call, "resolve")), call)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/correct",
    step="correct",
    access=OFFICER,
    body=CorrectBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(*STEP_REFUSALS, *PAPER_REFUSALS),
)
def correct(call: Call[CorrectBody]) -> DossierView:
    """Replace a wrong result."""
    return show_result(steps.correct_result(provide_desk(), build_ask(call, "correct")), call)
