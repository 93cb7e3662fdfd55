"""Submit a draft."""

from __future__ import annotations

from chalicelib.domain.accounts.acting_for import AuthorisationTooNarrow
from chalicelib.domain.accounts.identity_level import IdentityLevelNeeded
from chalicelib.domain.accounts.profile_changes import UpdateNeeded
from chalicelib.domain.dossier.intake import ChannelOfAnotherRoute, TerritoryClosed
from chalicelib.domain.payments.fee_errors import ExemptionNotOffered, ExemptionProofMissing
from chalicelib.domain.shared.errors import CitizenAccountNeeded
from chalicelib.handlers.dossier.step import Blueprint, Command, CommandResult, Dependencies, Step, step_operation
from chalicelib.handlers.dossier.step_refusals import PAPER_REFUSALS, PLACE_REFUSALS
from chalicelib.models.steps import SubmitBody
from chalicelib.steps.filing import submit
from chalicelib.steps.filing.drafts import ChannelNotOffered

bp = Blueprint(__name__)


@step_operation(bp, Step.SUBMIT, body=SubmitBody, refuses=(
    *PAPER_REFUSALS, *PLACE_REFUSALS, ChannelNotOffered, ChannelOfAnotherRoute, CitizenAccountNeeded,
    ExemptionNotOffered, ExemptionProofMissing, TerritoryClosed, AuthorisationTooNarrow, UpdateNeeded,
    IdentityLevelNeeded,
))  # fmt: skip
def submit_draft(deps: Dependencies, command: Command[SubmitBody]) -> CommandResult:
    """File a draft: it becomes a dossier, acknowledged with its official reception time."""
    return submit.submit_draft(deps, command)
