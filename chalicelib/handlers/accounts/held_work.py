"""Somebody's open work, as it is read before it is handed over."""

from __future__ import annotations

from dataclasses import asdict

from chalice.app import Blueprint

from chalicelib.domain.shared.errors import Forbidden
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.handlers.http.officer_names import find_officer_name
from chalicelib.models.accounts.held_work import HeldSharesView, HeldWorkView
from chalicelib.models.officers import AssignmentView
from chalicelib.steps.accounts.leaving import read_open_work
from chalicelib.wiring import core as wiring
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)


@register_operation(bp, "GET", "/api/officers/{sub}/work", access=OFFICER, answer=HeldWorkView, refuses=(Forbidden,))
def read_held_work(call: Call) -> HeldWorkView:
    """Show the dossiers that somebody has open, by unit, and the rights that need a successor."""
    officer = wiring.provide_officers().load(call.params["sub"])
    held = read_open_work(wiring_steps.provide_leaving_desk(), call.actor, officer, call.now)
    return HeldWorkView(
        sub=officer.sub,
        name=officer.name,
        title=officer.title,
        shares=tuple(
            HeldSharesView(
                unit=each.unit,
                open=each.load.open,
                overdue=each.load.overdue,
                has_right=each.has_right,
                until=each.until,
                backup=each.backup,
                backup_name=find_officer_name(each.backup, call.real_now),
            )
            for each in held.units
        ),
        duties=tuple(AssignmentView(**asdict(each), in_force=each.is_in_force(call.now)) for each in held.duties),
    )
