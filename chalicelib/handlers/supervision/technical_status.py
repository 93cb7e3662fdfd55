"""The technical status of the system, for operators and for the technical accounts of vendors (LC-2.5)."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.accounts.tasks.technical_account import require_status_reader
from chalicelib.domain.shared.errors import Forbidden
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.accounts.technical_status import IncidentView, NightView, TechnicalStatusView
from chalicelib.steps.filing.outages import list_outages
from chalicelib.wiring import core as wiring
from chalicelib.wiring import steps as wiring_steps
from chalicelib.wiring import sync as wiring_sync

bp = Blueprint(__name__)

MOST = 100
NIGHTS = 7


@register_operation(
    bp, "GET", "/api/technical-status", access=OFFICER, answer=TechnicalStatusView, refuses=(Forbidden,), technical=True
)
def read_technical_status(call: Call) -> TechnicalStatusView:
    """Show incidents and the state of the link to the national portal, in numbers and without any dossier."""
    require_status_reader(call.actor, call.now)
    positions = wiring_sync.provide_positions()
    parked, further = positions.list_parked(MOST, None)
    circuit = positions.load_circuit()
    outages = list_outages(wiring_steps.provide_registers(), call.actor, call.now)
    return TechnicalStatusView(
        law=wiring.provide_rules().digest,
        portal_failures=circuit.failures,
        portal_paused_until=circuit.open_until if circuit.is_open(call.real_now) else None,
        parked=len(parked),
        parked_more=further is not None,
        nights=[
            NightView(day=each["day"], dossiers=each["dossiers"], counts=each["counts"])
            for each in wiring_sync.provide_days().list_reports(NIGHTS)
        ],
        incidents=[
            IncidentView(id=each.id, unit=each.unit, started_at=each.started_at, ended_at=each.ended_at)
            for each in outages[:MOST]
        ],
    )
