"""Finish a task."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.handlers.dossier.step import STEP_REFUSALS, build_ask, provide_desk, show_result
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import NoteBody
from chalicelib.steps.settlement import finish_task as steps

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/finish_task",
    step="finish_task",
    access=OFFICER,
    body=NoteBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(*STEP_REFUSALS, steps.LeadTask),
)
def finish_task(call: Call[NoteBody]) -> DossierView:
    """Report a partner agency's task as done."""
    return show_result(steps.finish_task(provide_desk(), build_ask(call, "finish_task")), call)
