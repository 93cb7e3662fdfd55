"""Statistics of matters, for their units and for those who supervise the province."""

from __future__ import annotations

from dataclasses import asdict

from chalice.app import Blueprint

from chalicelib.domain.matters.kind_table import KINDS
from chalicelib.domain.matters.matter_statistics import MatterFigures
from chalicelib.domain.shared.errors import Invalid, NotFound
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.http.base import NamedView
from chalicelib.models.matters.statistics import (
    CountedGroupView,
    CountedMonthView,
    MatterFiguresView,
    MatterFlowView,
    MatterStatisticsQuery,
    MatterStatisticsView,
    RejectionView,
)
from chalicelib.steps.matters.read_statistics import StatisticsWish, read_matter_statistics
from chalicelib.wiring import boards as wiring_boards
from chalicelib.wiring import core as wiring

bp = Blueprint(__name__)


@register_operation(
    bp, "GET", "/api/matters/statistics", access=OFFICER, query=MatterStatisticsQuery, answer=MatterStatisticsView,
    refuses=(NotFound, Invalid),
)  # fmt: skip
def matter_statistics(call: Call[None, MatterStatisticsQuery]) -> MatterStatisticsView:
    """Show how many matters were received, ended, on time and late in a period, by kind, unit and month."""
    wish = StatisticsWish(**{name: value or "" for name, value in call.query.model_dump().items()})
    find_unit = wiring.provide_agencies().get
    reading = read_matter_statistics(wiring_boards.provide_matter_statistics(), call.actor, wish, call.now, find_unit)
    found = reading.found
    return MatterStatisticsView(
        since=reading.months[0],
        until=reading.months[-1],
        day=call.now.astimezone(VIETNAM).date(),
        unit=reading.unit or None,
        total=MatterFiguresView(**asdict(found.total)),
        items=[
            CountedGroupView(kind=kind, unit=unit, **asdict(figures)) for (kind, unit), figures in found.groups.items()
        ],
        months=[_view_month(month, figures) for month, figures in found.months.items()],
        rejections=[
            RejectionView(kind=kind, code=code, name=_name_ground(kind, code), number=number)
            for (kind, code), number in found.rejections.items()
        ],
    )


def _view_month(month: str, figures: MatterFigures) -> CountedMonthView:
    flow = {name: value for name, value in asdict(figures).items() if name in MatterFlowView.model_fields}
    return CountedMonthView(month=month, **flow)


def _name_ground(kind: str, code: str) -> NamedView | None:
    """Return the words of the ground on which a matter was rejected, as its form has them."""
    tables = (table for table in KINDS.values() if table.name == kind)
    fields = (table.find_field(step.rejects) for table in tables for step in table.steps if step.rejects)
    choices = (choice for field in fields if field for choice in field.form.choices if choice.code == code)
    return next((NamedView(vi=choice.vi, en=choice.en) for choice in choices), None)
