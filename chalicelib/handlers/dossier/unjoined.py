"""Dossiers that name the signed-in person and are in nobody's account."""

from __future__ import annotations

from chalicelib.domain.dossier.permission import AlreadyInAccount
from chalicelib.handlers.dossier.step import (
    Blueprint,
    Command,
    CommandResult,
    Dependencies,
    Step,
    step_operation,
)
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import SIGNED_IN, register_operation
from chalicelib.models.lists import UnjoinedLine, UnjoinedView
from chalicelib.models.steps import EmptyBody
from chalicelib.steps.search import unjoined
from chalicelib.wiring import lookup as wiring_lookup

bp = Blueprint(__name__)


@register_operation(bp, "GET", "/api/me/unjoined", access=SIGNED_IN, answer=UnjoinedView, reading_own=True)
def list_unjoined(call: Call) -> UnjoinedView:
    """List dossiers that name me by the number and name that my sign-in has proved, and that are in no account."""
    found = wiring_lookup.provide_named(call.real_now).list_naming(call.actor, call.real_now)
    return UnjoinedView(
        items=[
            UnjoinedLine(
                dossier_id=each.dossier.id,
                code=each.dossier.code or None,
                receipt_no=each.dossier.receipt_no,
                procedure=each.dossier.procedure,
                unit=each.dossier.one_stop,
                filed_at=each.dossier.filed_at,
                represented=each.part == unjoined.REPRESENTED,
            )
            for each in found
        ]
    )


@step_operation(bp, Step.JOIN_ACCOUNT, body=EmptyBody, refuses=(AlreadyInAccount,))
def join_account(deps: Dependencies, command: Command[EmptyBody]) -> CommandResult:
    """Take a dossier that names me and is in nobody's account into mine."""
    return unjoined.join_account(deps, wiring_lookup.provide_named(command.real_now), command)
