"""Submit a draft."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.dossier.intake import ChannelOfAnotherRoute, TerritoryClosed
from chalicelib.domain.payments.fees import ExemptionNotOffered, ExemptionProofMissing
from chalicelib.domain.shared.errors import CitizenAccountNeeded
from chalicelib.handlers.dossier.step import (
    PAPER_REFUSALS,
    PLACE_REFUSALS,
    STEP_REFUSALS,
    build_ask,
    provide_desk,
    show_result,
)
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import SIGNED_IN, register_operation
from chalicelib.models.dossiers import DossierView
from chalicelib.models.steps import SubmitBody
from chalicelib.steps.filing import submit as steps
from chalicelib.steps.filing.drafts import ChannelNotOffered

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/dossiers/{dossier_id}/submit",
    step="submit",
    access=SIGNED_IN,
    body=SubmitBody,
    answer=DossierView,
    keyed=True,
    versioned=True,
    version_optional=True,
    refuses=(
        *STEP_REFUSALS,
        *PAPER_REFUSALS,
        *PLACE_REFUSALS,
        ChannelNotOffered,
        ChannelOfAnotherRoute,
        CitizenAccountNeeded,
        ExemptionNotOffered,
        ExemptionProofMissing,
        TerritoryClosed,
    ),
)
def submit(call: Call[SubmitBody]) -> DossierView:
    """File a draft: it becomes a dossier, acknowledged with its official reception time."""
    return show_result(steps.submit_draft(provide_desk(), build_ask(call, "submit")), call)
