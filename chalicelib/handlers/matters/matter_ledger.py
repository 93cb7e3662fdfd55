"""The exported ledger of a matter of any kind."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import SIGNED_IN, register_operation
from chalicelib.handlers.matters.matter_record import build_view_record
from chalicelib.models.timelines import LedgerView
from chalicelib.steps.matters.export_matter import export_matter
from chalicelib.wiring.matters import provide_matter_dependencies

bp = Blueprint(__name__)


@register_operation(bp, "GET", "/api/matters/ledger/{matter_id}", access=SIGNED_IN, answer=LedgerView)
def matter_ledger(call: Call) -> LedgerView:
    """Export the chained ledger of a matter, for the offline verifier."""
    return LedgerView(
        **export_matter(
            provide_matter_dependencies(), call.params["matter_id"], call.actor, call.now, build_view_record(call)
        )
    )
