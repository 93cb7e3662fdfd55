"""Outages and late entries."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.catalogue.agencies import AgencyRetired, UnknownAgency
from chalicelib.domain.dossier.outages import Outage, OutageEnded, OutsideOutage
from chalicelib.domain.shared.errors import Busy, Forbidden, KeyReused, NotFound, Stale
from chalicelib.domain.supervision.use_findings import FindingKind, UseFinding
from chalicelib.handlers.dossier.lists import UnitQuery
from chalicelib.handlers.dossier.step import build_command, provide_dependencies
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.reception import (
    LateEntriesView,
    LateEntryView,
    OutageBody,
    OutageEndBody,
    OutagesView,
    OutageView,
)
from chalicelib.steps.filing import outages as steps
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/outages",
    access=OFFICER,
    body=OutageBody,
    answer=OutageView,
    keyed=True,
    status=201,
    refuses=(Forbidden, UnknownAgency, AgencyRetired, OutsideOutage, KeyReused, Busy),
)
def declare_outage(call: Call[OutageBody]) -> OutageView:
    """Declare that the system is down; until its end the desks write in the paper register."""
    return _view_outage(steps.declare_outage(provide_dependencies(), build_command(call, "declare_outage", "outage")))


@register_operation(
    bp,
    "POST",
    "/api/outages/{outage_id}/end",
    access=OFFICER,
    body=OutageEndBody,
    answer=OutageView,
    versioned=True,
    refuses=(Forbidden, NotFound, Stale, OutageEnded, OutsideOutage),
)
def end_outage(call: Call[OutageEndBody]) -> OutageView:
    """Record that the system works again."""
    number = call.params["outage_id"]
    return _view_outage(steps.end_outage(provide_dependencies(), build_command(call, "end_outage", number), number))


@register_operation(bp, "GET", "/api/outages", access=OFFICER, answer=OutagesView, refuses=(Forbidden,))
def outages(call: Call) -> OutagesView:
    """List declared outages, newest first: entries of the register name their ids."""
    found = steps.list_outages(wiring_steps.provide_registers(), call.actor, call.now)
    return OutagesView(items=[_view_outage(each) for each in found])


@register_operation(
    bp, "GET", "/api/late_entries", access=OFFICER, query=UnitQuery, answer=LateEntriesView, refuses=(NotFound,)
)
def late_entries(call: Call[None, UnitQuery]) -> LateEntriesView:
    """List what a unit entered or did late, newest first."""
    found = steps.list_late_entries(wiring_steps.provide_registers(), call.actor, call.query.unit, call.now)
    return LateEntriesView(items=[_view_late_entry(each) for each in found])


def _view_outage(each: Outage) -> OutageView:
    return OutageView(
        id=each.id, version=each.version, unit=each.unit or None, started_at=each.started_at, ended_at=each.ended_at,
        reason=each.reason, declared_by=each.declared_by,
    )  # fmt: skip


def _view_late_entry(each: UseFinding) -> LateEntryView:
    return LateEntryView(
        dossier_id=each.dossier_id or None, code=each.code or None, seq=each.seq, kind=each.kind,
        why=FindingKind(each.why), minutes=each.minutes,
        occurred_at=each.occurred_at, recorded_at=each.recorded_at, sub=each.sub, outage=each.outage or None,
    )  # fmt: skip
