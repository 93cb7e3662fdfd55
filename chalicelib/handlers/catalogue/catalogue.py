"""The catalogue: procedures, one procedure, its form, and the agencies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal, get_args

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.domain.catalogue.agencies import Agency
from chalicelib.domain.catalogue.procedures import Procedure, UnknownProcedure
from chalicelib.domain.dossier.intake import HANDED_ON, TYPED_HERE
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.procedure_search.procedure_ranking import RankedProcedure, RankedProcedures
from chalicelib.domain.procedure_search.search_words import Elsewhere
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.handlers.catalogue.procedure_views import view_name, view_procedure
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import PUBLIC, register_operation
from chalicelib.models.catalogue import (
    AgenciesView,
    AgencyView,
    ElsewhereView,
    EndedAgencyView,
    FieldView,
    FormView,
    LifeEventView,
    MatchView,
    OnlineDutyView,
    OwnPortalView,
    ProcedureLine,
    ProcedurePage,
    ProcedureView,
    SpanView,
)
from chalicelib.models.http.base import Channel, Query
from chalicelib.steps.dossier.settlement_time import find_adopted_policy
from chalicelib.wiring import core as wiring
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)
SHORT = "public, max-age=60"
DUTY = "duty"
"""Value of the rule `online.shorter_time` by which agencies must shorten online settlement (QN-11.5)."""
TAKEN = TYPED_HERE | HANDED_ON
"""Channels by which a filing can reach this system."""


class SearchQuery(Query):
    """Words of a name or a code, with or without diacritics, and filters."""

    q: Annotated[str, Field(max_length=100)] = ""
    field: Annotated[str, Field(max_length=40)] | None = None
    level: Annotated[str, Field(max_length=20)] | None = None
    audience: Annotated[str, Field(max_length=20)] | None = None
    online_time: Literal["shorter", "same"] | None = None


@register_operation(bp, "GET", "/api/procedures", access=PUBLIC, query=SearchQuery, answer=ProcedurePage, cache=SHORT)
def search(call: Call[None, SearchQuery]) -> ProcedurePage:
    """Search procedures, best match first.

    The search matches words without accents or with one typing error, other names, life events and codes. `online_time`
    selects those with a shorter time for online filings, or those without one, which a province may have to report
    (QN-11.5)."""
    q, index, shorter = call.query, wiring.provide_catalogue().index, _find_shorter_times(call.now)
    among = index.list_procedures(field=q.field, level=q.level, audience=q.audience)
    if q.online_time:
        among = tuple(each for each in among if bool(shorter.find_shorter_time(each)) is (q.online_time == "shorter"))
    searched = bool(q.q.strip())
    found = index.find(q.q, among) if searched else RankedProcedures((), ())
    items = (
        [_view_found(each, shorter) for each in found.items]
        if searched
        else [_view_line(each, shorter) for each in among]
    )
    events = index.words.events if searched and not items else ()
    return ProcedurePage(
        items=items, nearest=[_view_found(each, shorter) for each in found.nearest], total=len(items),
        elsewhere=_view_elsewhere(found.elsewhere) if found.elsewhere else None,
        life_events=[LifeEventView(key=each.key, name=view_name(each.name)) for each in events],
        fields=[FieldView(code=each.code, name=view_name(each.name)) for each in index.fields],
        online_time=_view_online_duty(shorter, index.list_procedures()),
    )  # fmt: skip


def _view_elsewhere(subject: Elsewhere) -> ElsewhereView:
    return ElsewhereView(name=view_name(subject.name), authority=view_name(subject.authority), source=subject.source)


@dataclass(frozen=True, slots=True)
class _ShorterTimes:
    """The province's rule on shorter times for online filings, and the adopted times."""

    rule: Ruling
    province: str

    def find_shorter_time(self, procedure: Procedure) -> bool | None:
        """Return whether one was adopted for the procedure; None where no rule asks."""
        return None if self.rule.value is None else find_adopted_policy(procedure, self.rule, self.province) is not None


def _find_shorter_times(now: datetime) -> _ShorterTimes:
    rule = wiring_steps.provide_reference().find_rule("online.shorter_time", CaseDates(now))
    return _ShorterTimes(rule, wiring.provide_settings().province)


def _view_online_duty(shorter: _ShorterTimes, every: Iterable[Procedure]) -> OnlineDutyView | None:
    if shorter.rule.value is None:
        return None
    without = sum(not shorter.find_shorter_time(each) for each in every)
    return OnlineDutyView(duty=shorter.rule.value == DUTY, article=shorter.rule.cite["article"], without=without)


@register_operation(
    bp, "GET", "/api/procedures/{procedure_id}", access=PUBLIC, answer=ProcedureView, refuses=(UnknownProcedure,),
    cache=SHORT,
)  # fmt: skip
def read_procedure(call: Call) -> ProcedureView:
    """Show one procedure with all its blocks."""
    procedure, reference = (
        wiring.provide_catalogue().find_procedure(call.params["procedure_id"]),
        wiring_steps.provide_reference(),
    )
    dates = CaseDates(call.now)
    shorter = reference.find_rule("online.shorter_time", dates)
    ways = {
        each: reference.find_rule("channel.open", dates, channel=each) for each in get_args(Channel) if each in TAKEN
    }
    offered = [each for each, ruling in ways.items() if ruling.value]
    own = _view_own_portal(ways["own_portal"])
    return view_procedure(
        procedure, find_adopted_policy(procedure, shorter, wiring.provide_settings().province), offered, own
    )


@register_operation(
    bp, "GET", "/api/procedures/{procedure_id}/form", access=PUBLIC, answer=FormView, refuses=(UnknownProcedure,),
    cache=SHORT,
)  # fmt: skip
def read_form(call: Call) -> FormView:
    """Show the e-form of a procedure as JSON Schema."""
    procedure = wiring.provide_catalogue().find_procedure(call.params["procedure_id"])
    return FormView(procedure=procedure.id, version=procedure.version, form=procedure.build_schema())


@register_operation(bp, "GET", "/api/agencies", access=PUBLIC, answer=AgenciesView, cache=SHORT)
def agencies(call: Call) -> AgenciesView:
    """List the agencies and one-stop units that work today, with hours and telephone, and the names of former ones."""
    tree, today = wiring.provide_agencies(), call.now.astimezone(VIETNAM).date()
    ended = [
        EndedAgencyView(id=each.id, name=view_name(each.name)) for each in tree.list_all() if not each.is_active(today)
    ]
    return AgenciesView(
        province=tree.province.key, items=[_view_agency(each) for each in tree.list_active(today)], ended=ended
    )  # fmt: skip


def _view_found(found: RankedProcedure, shorter: _ShorterTimes) -> ProcedureLine:
    vi, en = ([SpanView(start=start, end=end) for start, end in spans] for spans in (found.in_vi, found.in_en))
    match = MatchView(vi=vi, en=en, also=found.also)
    return _view_line(found.procedure, shorter, match)


def _view_line(procedure: Procedure, shorter: _ShorterTimes, match: MatchView | None = None) -> ProcedureLine:
    return ProcedureLine(
        id=procedure.id,
        code=procedure.code,
        name=view_name(procedure.name),
        field=FieldView(code=procedure.field.code, name=view_name(procedure.field.name)),
        level=procedure.level,
        verified=procedure.verified,
        enabled=procedure.is_enabled(local=wiring.provide_settings().may_simulate),
        time_text_vi=procedure.processing_time.text_vi,
        shorter_online=shorter.find_shorter_time(procedure),
        match=match,
    )


def _view_own_portal(ruling: Ruling) -> OwnPortalView:
    return OwnPortalView(open=bool(ruling.value), article=ruling.cite["article"])


def _view_agency(agency: Agency) -> AgencyView:
    hours = [
        {"days": list(h.days), "open": h.open.strftime("%H:%M"), "close": h.close.strftime("%H:%M")}
        for h in wiring.provide_agencies().find_office_hours(agency.id)
    ]
    return AgencyView(
        id=agency.id,
        parent=agency.parent,
        kind=agency.kind,
        name=view_name(agency.name),
        is_one_stop=agency.is_one_stop,
        code=agency.code_2025,
        hotline=agency.hotline,
        office_hours=hours,
    )
