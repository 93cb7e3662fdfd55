"""Correct wrong entries of the reception."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.dossier.intake import ChannelOfAnotherRoute
from chalicelib.domain.dossier.refiling import PaymentTaken
from chalicelib.handlers.dossier.step import PLACE_REFUSALS, STEP_REFUSALS, build_ask, provide_desk, show_result
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.reception import CorrectReceptionBody
from chalicelib.steps.dossier.proposals import RequestPending
from chalicelib.steps.reception import correct_reception as steps

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/correct_reception",
    step="correct_reception",
    access=OFFICER,
    body=CorrectReceptionBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    refuses=(
        *STEP_REFUSALS,
        *PLACE_REFUSALS,
        steps.CorrectionEmpty,
        ChannelOfAnotherRoute,
        RequestPending,
        PaymentTaken,
    ),
)
def correct_reception(call: Call[CorrectReceptionBody]) -> DossierView:
    """Correct wrong entries of the reception, while the dossier is at the desk."""
    return show_result(steps.correct_reception(provide_desk(), build_ask(call, "correct_reception")), call)
