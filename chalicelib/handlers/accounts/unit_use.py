"""The use of the system in a unit, for its IT officer, and units without one, for the provincial office."""

from __future__ import annotations

from dataclasses import asdict

from chalice.app import Blueprint

from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.shared.errors import Forbidden
from chalicelib.handlers.dossier.reader import build_reader
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.accounts.unit_use import (
    MissingTaskQuery,
    MissingTaskView,
    MonitoredQuery,
    MonitoredUnitView,
    OfficerUseView,
)
from chalicelib.steps.accounts import unit_use as steps
from chalicelib.wiring import core as wiring
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)


@register_operation(
    bp, "GET", "/api/unit-use", access=OFFICER, query=MonitoredQuery, answer=MonitoredUnitView, refuses=(Forbidden,)
)
def read_unit_use(call: Call[None, MonitoredQuery]) -> MonitoredUnitView:
    """Show sign-ins and open work of the officers of the caller's unit, for its IT officer."""
    found = steps.read_unit_use(build_reader(call), wiring_steps.provide_lists(), call.query.unit)
    items = [
        OfficerUseView(
            sub=each.member.sub, name=each.member.name, title=each.member.title, roles=each.member.roles,
            last_sign_in=each.last_sign_in, sign_ins=each.sign_ins, sign_ins_before=each.sign_ins_before,
            **asdict(each.member.load),
        )
        for each in found
    ]  # fmt: skip
    return MonitoredUnitView(unit=call.query.unit, items=items)


@register_operation(
    bp, "GET", "/api/missing-tasks", access=OFFICER, query=MissingTaskQuery, answer=MissingTaskView,
    refuses=(Forbidden,),
)  # fmt: skip
def list_missing_tasks(call: Call[None, MissingTaskQuery]) -> MissingTaskView:
    """List the units in which nobody has a special task that each unit gives, for those who grant and audit rights."""
    rule, task = wiring_steps.provide_reference().find_rule("roles.special", CaseDates(call.now)), call.query.task
    units = steps.list_units_without(
        wiring.provide_officer_directory(), wiring.provide_agencies(), call.actor, task, call.now
    )
    known = task in rule.list_words()
    return MissingTaskView(
        task=task, known=known, article=str(rule.cite["article"]) if known else "", units=list(units) if known else []
    )
