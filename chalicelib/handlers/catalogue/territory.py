"""The units of the province, and where each procedure may be filed, regardless of boundaries (NĐ 118/2025 14,
NĐ 309/2026 7 and 8)."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.domain.catalogue.territory import find_reach
from chalicelib.domain.law.model import Rules
from chalicelib.domain.law.rulings import EffectiveRule, NoRule, Value, resolve_row
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.handlers.catalogue.procedure_views import view_name
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import PUBLIC, register_operation
from chalicelib.models.http.base import LawDay, Query
from chalicelib.models.territory import (
    CompetenceView,
    PublishedListView,
    TerritoryRuleView,
    TerritoryView,
    UnitsView,
    UnitView,
)
from chalicelib.wiring import core as wiring

bp = Blueprint(__name__)


class TerritoryQuery(Query):
    """The day; today by default."""

    date: LawDay | None = None


@register_operation(
    bp, "GET", "/api/territory", access=PUBLIC, query=TerritoryQuery, answer=TerritoryView, refuses=(NoRule,),
    cache="public, max-age=300",
)  # fmt: skip
def territory(call: Call[None, TerritoryQuery]) -> TerritoryView:
    """List the procedures accepted only where they are settled, anywhere in the province, or from the whole country."""
    on = call.query.date or call.now.astimezone(VIETNAM).date()
    rules, province, files = wiring.provide_rules(), wiring.provide_settings().province, wiring.provide_catalogue()
    where, starts = (
        resolve_row(rules, name, on, province) for name in ("reception.territory", "clock.start_nonterritorial")
    )
    value = str(where.answer.value) if isinstance(where.answer, Value) else None
    lists = [each for each in files.territory if each.is_in_force(on)]
    items = [
        CompetenceView(
            id=each.id, code=each.code, name=view_name(each.name), reach=find_reach(value, each.code, lists, on)
        )
        for each in files.index.list_procedures()
    ]
    return TerritoryView(
        province=province, date=on, rule=_view_rule(rules, where), starts=_view_rule(rules, starts), items=items,
        lists=[
            PublishedListView(
                number=each.number or None, name_vi=each.name_vi, instrument=each.instrument, article=each.article,
                since=each.since, until=each.until, procedures=sorted(each.procedures),
            )
            for each in lists
        ],
    )  # fmt: skip


def _view_rule(rules: Rules, found: EffectiveRule) -> TerritoryRuleView:
    value = found.answer.value if isinstance(found.answer, Value) else None
    return TerritoryRuleView(value=value, cite=found.answer.cite, since=rules.entries[found.answer.entry_id].since)


@register_operation(
    bp, "GET", "/api/territory/units", access=PUBLIC, query=TerritoryQuery, answer=UnitsView,
    cache="public, max-age=300",
)  # fmt: skip
def units(call: Call[None, TerritoryQuery]) -> UnitsView:
    """List every agency and one-stop unit, past and present, with its days and its successor; `active` on the requested
    day."""
    on = call.query.date or call.now.astimezone(VIETNAM).date()
    tree = wiring.provide_agencies()
    return UnitsView(
        province=tree.province.key, date=on, merger_note_vi=tree.province.merger_note_vi,
        items=[
            UnitView(
                id=each.id, parent=each.parent, kind=each.kind, name=view_name(each.name),
                formerly_vi=list(each.formerly_vi), code=each.code_2025, is_one_stop=each.is_one_stop,
                active_from=each.active_from, active_until=each.active_until, successor=each.successor,
                active=each.is_active(on),
            )
            for each in tree.list_all()
        ],
    )  # fmt: skip
