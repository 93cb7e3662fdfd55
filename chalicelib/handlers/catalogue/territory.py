"""The units of the province, and where each procedure may be filed, regardless of boundaries (NĐ 118/2025 14,
NĐ 309/2026 7 and 8)."""

from __future__ import annotations

from datetime import date

from chalice.app import Blueprint

from chalicelib.domain.catalogue.agencies import Agency, AgencyTree, UnknownAgency
from chalicelib.domain.catalogue.procedures import Names
from chalicelib.domain.catalogue.territory import find_reach
from chalicelib.domain.catalogue.unit_bodies import VerticalList, find_body, find_published_list, is_unit_here
from chalicelib.domain.law.model import Rules
from chalicelib.domain.law.rulings import EffectiveRule, NoRule, Value, resolve_row
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.handlers.catalogue.procedure_views import view_name
from chalicelib.handlers.catalogue.unit_views import view_unit_card
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import PUBLIC, register_operation
from chalicelib.models.http.base import LawDay, Query
from chalicelib.models.officers import UnitId
from chalicelib.models.territory import (
    CompetenceView,
    PublishedListView,
    TerritoryRuleView,
    TerritoryView,
    UnitsView,
    UnitView,
    VerticalListView,
)
from chalicelib.wiring import core as wiring

bp = Blueprint(__name__)


class TerritoryQuery(Query):
    """The day; today by default."""

    date: LawDay | None = None


class ReachQuery(TerritoryQuery):
    """The day, and a unit of which the competence is asked."""

    unit: UnitId | None = None


@register_operation(
    bp, "GET", "/api/territory", access=PUBLIC, query=ReachQuery, answer=TerritoryView,
    refuses=(NoRule, UnknownAgency), cache="public, max-age=300",
)  # fmt: skip
def territory(call: Call[None, ReachQuery]) -> TerritoryView:
    """List the procedures accepted only where they are settled, anywhere in the province, or from the whole country;
    with a unit, also what it is competent for on the day, and what was decided about it."""
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
        unit=view_unit_card(call.query.unit, on) if call.query.unit else None,
    )  # fmt: skip


def _view_rule(rules: Rules, found: EffectiveRule) -> TerritoryRuleView:
    value = found.answer.value if isinstance(found.answer, Value) else None
    return TerritoryRuleView(value=value, cite=found.answer.cite, since=rules.entries[found.answer.entry_id].since)


@register_operation(
    bp, "GET", "/api/territory/units", access=PUBLIC, query=TerritoryQuery, answer=UnitsView, refuses=(NoRule,),
    cache="public, max-age=300",
)  # fmt: skip
def units(call: Call[None, TerritoryQuery]) -> UnitsView:
    """List every agency and one-stop unit, past and present, with its days and its successor; `active` on the requested
    day. Bodies that neither the province's regulation nor a published list makes a unit on that day are left out."""
    on = call.query.date or call.now.astimezone(VIETNAM).date()
    tree, files = wiring.provide_agencies(on), wiring.provide_catalogue()
    tenants = resolve_row(wiring.provide_rules(), "tenants.extra", on, wiring.provide_settings().province)
    lists = [each for each in files.vertical_lists if each.is_in_force(on)]
    found = (_view_unit(each, tree, tenants, lists, on) for each in tree.list_all())
    return UnitsView(
        province=tree.province.key, date=on, merger_note_vi=tree.province.merger_note_vi,
        lists=[
            VerticalListView(
                number=each.number, name_vi=each.name_vi, issuer_vi=each.issuer_vi, issued_on=each.issued_on
            )
            for each in lists
        ],
        items=[each for each in found if each],
    )  # fmt: skip


def _view_unit(
    unit: Agency, tree: AgencyTree, tenants: EffectiveRule, lists: list[VerticalList], on: date
) -> UnitView | None:
    value = tenants.answer.value if isinstance(tenants.answer, Value) else ()
    extra = value if isinstance(value, tuple) else ()
    body, published = find_body(unit.kind), find_published_list(unit.kind, lists, on)
    if not is_unit_here(unit.kind, extra, published):
        return None
    return UnitView(
        id=unit.id, parent=unit.parent, kind=unit.kind, kind_name=view_name(_name_kind(unit.kind)),
        body=body, tier=tree.find_level(unit.id),
        article=tenants.answer.cite if body in extra else None,
        list_number=published.number if published else None,
        name=view_name(unit.name), formerly_vi=list(unit.formerly_vi), code=unit.code_2025,
        is_one_stop=unit.is_one_stop, hotline=unit.hotline,
        active_from=unit.active_from, active_until=unit.active_until, successor=unit.successor,
        active=unit.is_active(on),
    )  # fmt: skip


def _name_kind(kind: str) -> Names:
    names = (
        Names(each.vi, each.en) for each in wiring.provide_catalogue().code_lists["agency_kinds"] if each.code == kind
    )
    return next(names, Names(kind, kind))
