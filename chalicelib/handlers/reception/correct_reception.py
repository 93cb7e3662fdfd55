"""Correct wrong entries of the reception."""

from __future__ import annotations

from chalicelib.domain.dossier.intake import ChannelOfAnotherRoute
from chalicelib.domain.dossier.refiling import PaymentTaken
from chalicelib.handlers.dossier.step import Blueprint, Command, CommandResult, Dependencies, Step, step_operation
from chalicelib.handlers.dossier.step_refusals import PLACE_REFUSALS
from chalicelib.models.reception import CorrectReceptionBody
from chalicelib.steps.dossier.proposals import RequestPending
from chalicelib.steps.reception import correct_reception as steps

bp = Blueprint(__name__)


@step_operation(bp, Step.CORRECT_RECEPTION, body=CorrectReceptionBody, refuses=(
    *PLACE_REFUSALS, steps.CorrectionEmpty, ChannelOfAnotherRoute, RequestPending, PaymentTaken,
))  # fmt: skip
def correct_reception(deps: Dependencies, command: Command[CorrectReceptionBody]) -> CommandResult:
    """Correct wrong entries of the reception, while the dossier is at the desk."""
    return steps.correct_reception(deps, command)
