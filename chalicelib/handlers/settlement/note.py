"""Write an internal note."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.handlers.dossier.step import PAPER_REFUSALS, STEP_REFUSALS, build_ask, provide_desk, show_result
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import InternalNoteBody
from chalicelib.steps.settlement import note as steps

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/note",
    step="note",
    access=OFFICER,
    body=InternalNoteBody,
    answer=DossierView,
    keyed=True,
    refuses=(*STEP_REFUSALS, *PAPER_REFUSALS),
)
def note(call: Call[InternalNoteBody]) -> DossierView:
    """Write to officers who work on the dossier. A note changes nothing that others decide on, so it
    needs no version."""
    return show_result(steps.add_note(provide_desk(), build_ask(call, "note")), call)
