"""Correct what was entered wrongly at the reception."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.intake import ChannelOfAnotherRoute
from chalicelib.domain.refiling import PaymentTaken
from chalicelib.handlers._http import OFFICER, Call, operation
from chalicelib.handlers._step import PLACE_REFUSALS, STEP_REFUSALS, ask, desk, seen
from chalicelib.models.dossiers import DossierView
from chalicelib.models.reception import CorrectReceptionBody
from chalicelib.steps import correct_reception as steps
from chalicelib.steps.propose import RequestPending

bp = Blueprint(__name__)


@operation(
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
    """Put right what was entered wrongly at the reception, while the dossier is at the desk."""
    return seen(steps.correct_reception(desk(), ask(call, "correct_reception")), call)
