"""What the national portal has of a matter."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.shared.errors import NotFound
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.matters.portal_standing import PortalReceiptView, PortalStandingView
from chalicelib.steps.matters.read_portal_standing import read_portal_standing
from chalicelib.wiring.matters import provide_matter_dependencies
from chalicelib.wiring.sync import provide_positions

bp = Blueprint(__name__)


@register_operation(
    bp, "GET", "/api/matters/national/{matter_id}", access=OFFICER, answer=PortalStandingView, refuses=(NotFound,)
)
def portal_standing(call: Call) -> PortalStandingView:
    """Show the national portal's confirmations of a frequent question or feedback, and what waits to be sent there."""
    standing = read_portal_standing(
        provide_matter_dependencies(), provide_positions(), call.params["matter_id"], call.actor, call.now
    )
    return PortalStandingView(
        receipts=[
            PortalReceiptView(at=each.at, step=each.step or None, reference=each.reference)
            for each in standing.receipts
        ],
        waits=standing.waits,
        parked=standing.parked or None,
    )
