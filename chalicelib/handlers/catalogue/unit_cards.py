"""What officers read of a unit: its competence on a day, and the decided changes with the matters that decided them."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.catalogue.agencies import UnknownAgency
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.handlers.catalogue.territory import TerritoryQuery
from chalicelib.handlers.catalogue.unit_views import view_unit_card
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.territory import UnitCardView
from chalicelib.wiring import core as wiring

bp = Blueprint(__name__)


@register_operation(
    bp, "GET", "/api/units/{unit_id}", access=OFFICER, query=TerritoryQuery, answer=UnitCardView,
    refuses=(UnknownAgency,),
)  # fmt: skip
def read_unit(call: Call[None, TerritoryQuery]) -> UnitCardView:
    """Show what a unit is competent for on a day, which units it follows and which follows it, and what was decided
    about it, with the matters that decided it."""
    # Those who change the organisation see what was decided a moment ago: this also renews the tree of the function.
    wiring.provide_units().load()
    on = call.query.date or call.now.astimezone(VIETNAM).date()
    return view_unit_card(call.params["unit_id"], on, with_matters=True)
