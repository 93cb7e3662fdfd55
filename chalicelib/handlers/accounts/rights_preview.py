"""The effect of a request for rights, before it is sent and before it is granted."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from chalice.app import Blueprint

from chalicelib.domain.accounts.roles import Assignment
from chalicelib.domain.shared.errors import Forbidden
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.accounts.rights_preview import ClashView, RightsPreviewBody, RightsPreviewView
from chalicelib.models.officers import AssignmentView
from chalicelib.steps.matters.requests.apply_account_request import build_request
from chalicelib.steps.matters.requests.preview_rights import preview_rights
from chalicelib.wiring import core as wiring
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)


@register_operation(
    bp, "POST", "/api/officers/preview", access=OFFICER, body=RightsPreviewBody, answer=RightsPreviewView,
    refuses=(Forbidden,),
)  # fmt: skip
def preview_request(call: Call[RightsPreviewBody]) -> RightsPreviewView:
    """Show which rights a request would give and end, and which duties it would join that are kept apart."""
    request = build_request(call.body.model_dump(mode="json", exclude_none=True), "", "")
    superiors = wiring_steps.provide_reference().find_superiors
    shown = preview_rights(wiring.provide_officers(), superiors, call.actor, request, call.now)
    return RightsPreviewView(
        name=shown.person.name,
        title=shown.person.title,
        known=shown.person.version > 0,
        kept=_view_rights(shown.kept, call.now),
        given=_view_rights(shown.given, call.now),
        ended=_view_rights(shown.ended, call.now),
        clash=ClashView(role=shown.clash[0], other=shown.clash[1]) if shown.clash else None,
        own=shown.own,
    )


def _view_rights(rights: tuple[Assignment, ...], now: datetime) -> tuple[AssignmentView, ...]:
    return tuple(AssignmentView(**asdict(each), in_force=each.is_in_force(now)) for each in rights)
