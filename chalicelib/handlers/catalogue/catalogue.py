"""The catalogue: procedures, one procedure, its form, and the agencies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal, get_args

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.domain.catalogue.agencies import Agency
from chalicelib.domain.catalogue.procedures import Names, OnlineTime, Procedure, UnknownProcedure
from chalicelib.domain.catalogue.tariff import TariffLine, is_decided_by_officer
from chalicelib.domain.documents.official_names import write_instrument
from chalicelib.domain.dossier.intake import HANDED_ON, TYPED_HERE
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.procedure_search.procedure_ranking import Findings, Found
from chalicelib.domain.procedure_search.search_words import Elsewhere
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import PUBLIC, operation
from chalicelib.models.catalogue import (
    AgenciesView,
    AgencyView,
    ComponentView,
    ElsewhereView,
    EndedAgencyView,
    FeeView,
    FieldView,
    FormView,
    GroupView,
    LifeEventView,
    MatchView,
    OnlineDutyView,
    OnlineTimeView,
    OwnPortalView,
    ProcedureLine,
    ProcedurePage,
    ProcedureView,
    ProcessView,
    SpanView,
    TimeView,
)
from chalicelib.models.http.base import Channel, NamedView, Query
from chalicelib.steps.dossier.settlement_time import adopted
from chalicelib.wiring import core as wiring
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)
SHORT = "public, max-age=60"
DUTY = "duty"
"""Value of the rule `online.shorter_time` by which agencies must shorten online settlement (QN-11.5)."""
TAKEN = TYPED_HERE | HANDED_ON
"""Channels by which a filing can reach this system."""
SAMPLE = NamedView(
    vi="Dữ liệu mẫu: thời hạn, thành phần hồ sơ hoặc mức thu chưa đối chiếu với công bố chính thức.",
    en="Sample data: the time, papers or fees have not been compared with what is officially published.",
)


class SearchQuery(Query):
    """Words of a name or a code, with or without diacritics, and filters."""

    q: Annotated[str, Field(max_length=100)] = ""
    field: Annotated[str, Field(max_length=40)] | None = None
    level: Annotated[str, Field(max_length=20)] | None = None
    audience: Annotated[str, Field(max_length=20)] | None = None
    online_time: Literal["shorter", "same"] | None = None


@operation(bp, "GET", "/api/procedures", access=PUBLIC, query=SearchQuery, answer=ProcedurePage, cache=SHORT)
def search(call: Call[None, SearchQuery]) -> ProcedurePage:
    """Search procedures, best match first.

    The search matches words without accents or with one typing error, other names, life events and codes. `online_time`
    selects those with a shorter time for online filings, or those without one, which a province may have to report
    (QN-11.5)."""
    q, index, shorter = call.query, wiring.catalogue().index, _shorter_times(call.now)
    among = index.browse(field=q.field, level=q.level, audience=q.audience)
    if q.online_time:
        among = tuple(each for each in among if bool(shorter.of(each)) is (q.online_time == "shorter"))
    searched = bool(q.q.strip())
    found = index.find(q.q, among) if searched else Findings((), ())
    items = [_found(each, shorter) for each in found.items] if searched else [_line(each, shorter) for each in among]
    events = index.words.events if searched and not items else ()
    return ProcedurePage(
        items=items, nearest=[_found(each, shorter) for each in found.nearest], total=len(items),
        elsewhere=_elsewhere(found.elsewhere) if found.elsewhere else None,
        life_events=[LifeEventView(key=each.key, name=named(each.name)) for each in events],
        fields=[FieldView(code=each.code, name=named(each.name)) for each in index.fields],
        online_time=_online_duty(shorter, index.browse()),
    )  # fmt: skip


def _elsewhere(subject: Elsewhere) -> ElsewhereView:
    return ElsewhereView(name=named(subject.name), authority=named(subject.authority), source=subject.source)


@dataclass(frozen=True, slots=True)
class _ShorterTimes:
    """The province's rule on shorter times for online filings, and the adopted times."""

    rule: Ruling
    province: str

    def of(self, procedure: Procedure) -> bool | None:
        """Return whether one was adopted for the procedure; None where no rule asks."""
        return None if self.rule.value is None else adopted(procedure, self.rule, self.province) is not None


def _shorter_times(now: datetime) -> _ShorterTimes:
    rule = wiring_steps.reference().rule("online.shorter_time", CaseDates(now))
    return _ShorterTimes(rule, wiring.settings().province)


def _online_duty(shorter: _ShorterTimes, every: Iterable[Procedure]) -> OnlineDutyView | None:
    if shorter.rule.value is None:
        return None
    without = sum(not shorter.of(each) for each in every)
    return OnlineDutyView(duty=shorter.rule.value == DUTY, article=str(shorter.rule.cite["article"]), without=without)


@operation(
    bp, "GET", "/api/procedures/{procedure_id}", access=PUBLIC, answer=ProcedureView, refuses=(UnknownProcedure,),
    cache=SHORT,
)  # fmt: skip
def read_procedure(call: Call) -> ProcedureView:
    """Show one procedure with all its blocks."""
    procedure, reference = wiring.catalogue().procedure(call.params["procedure_id"]), wiring_steps.reference()
    dates = CaseDates(call.now)
    shorter = reference.rule("online.shorter_time", dates)
    ways = {each: reference.rule("channel.open", dates, channel=each) for each in get_args(Channel) if each in TAKEN}
    offered = [each for each, ruling in ways.items() if ruling.value]
    own = _own_portal(ways["own_portal"])
    return _whole(procedure, adopted(procedure, shorter, wiring.settings().province), offered, own)


@operation(
    bp, "GET", "/api/procedures/{procedure_id}/form", access=PUBLIC, answer=FormView, refuses=(UnknownProcedure,),
    cache=SHORT,
)  # fmt: skip
def read_form(call: Call) -> FormView:
    """Show the e-form of a procedure as JSON Schema."""
    procedure = wiring.catalogue().procedure(call.params["procedure_id"])
    return FormView(procedure=procedure.id, version=procedure.version, form=procedure.form_schema())


@operation(bp, "GET", "/api/agencies", access=PUBLIC, answer=AgenciesView, cache=SHORT)
def agencies(call: Call) -> AgenciesView:
    """List the agencies and one-stop units that work today, with hours and telephone, and the names of former ones."""
    tree, today = wiring.agencies(), call.now.astimezone(VIETNAM).date()
    ended = [EndedAgencyView(id=each.id, name=named(each.name)) for each in tree.all() if not each.active(today)]
    return AgenciesView(
        province=tree.province.key, items=[_agency(each) for each in tree.active(today)], ended=ended
    )  # fmt: skip


def named(names: Names) -> NamedView:
    """Return a name for display."""
    return NamedView(vi=names.vi, en=names.en)


def _found(found: Found, shorter: _ShorterTimes) -> ProcedureLine:
    vi, en = ([SpanView(start=start, end=end) for start, end in spans] for spans in (found.in_vi, found.in_en))
    match = MatchView(vi=vi, en=en, also=found.also)
    return _line(found.procedure, shorter, match)


def _line(p: Procedure, shorter: _ShorterTimes, match: MatchView | None = None) -> ProcedureLine:
    return ProcedureLine(
        id=p.id,
        code=p.code,
        name=named(p.name),
        field=FieldView(code=p.field.code, name=named(p.field.name)),
        level=p.level,
        verified=p.verified,
        enabled=p.enabled(local=wiring.settings().may_simulate),
        time_text_vi=p.processing_time.text_vi,
        shorter_online=shorter.of(p),
        match=match,
    )


def _own_portal(ruling: Ruling) -> OwnPortalView:
    return OwnPortalView(open=bool(ruling.value), article=str(ruling.cite["article"]))


def _whole(p: Procedure, online: OnlineTime | None, channels: list[Channel], own: OwnPortalView) -> ProcedureView:
    evidence = {name: str(getattr(p.evidence, name)) for name in p.evidence.__slots__}
    return ProcedureView(
        id=p.id,
        code=p.code,
        version=p.version,
        name=named(p.name),
        field=FieldView(code=p.field.code, name=named(p.field.name)),
        level=p.level,
        audience=list(p.audience),
        time=_time(p, online),
        dossier_sets=p.dossier_sets,
        components=[
            ComponentView(
                key=c.key, name=named(c.name), copy_kind=c.copy, quantity=c.quantity, need=c.need, by_form=c.by_form
            )
            for c in p.components
        ],
        fees=[_fee(line, p.fees) for line in p.fees],
        exemptions=_exemptions(p),
        channels=channels,
        own_portal=own,
        result=named(p.result),
        legal_basis=[write_instrument(each) for each in p.legal_basis],
        online_level=p.online_level,
        delivery=list(p.delivery),
        competent_kind=p.competent_kind,
        process=[ProcessView(role=s.role, name=named(s.name), by=named(s.by), hours=s.hours) for s in p.process],
        linked=p.linked,
        immediate=p.immediate,
        verified=p.verified,
        enabled=p.enabled(local=wiring.settings().may_simulate),
        evidence=evidence,
        notice=None if p.verified else SAMPLE,
    )


def _exemptions(p: Procedure) -> list[GroupView]:
    """Return the groups that some fee line names, in the order of the code list."""
    offered = {group for line in p.fees for group in line.fee.exemption_groups}
    listed = wiring.catalogue().code_lists["exemption_groups"]
    return [GroupView(code=g.code, name=NamedView(vi=g.vi, en=g.en)) for g in listed if g.code in offered]


def _time(p: Procedure, online: OnlineTime | None) -> TimeView:
    cut_off = p.processing_time.same_day_cut_off
    return TimeView(
        value=p.processing_time.duration.value,
        unit=p.processing_time.duration.unit,
        text_vi=p.processing_time.text_vi,
        legal_reference=p.processing_time.legal_reference,
        same_day_cut_off=cut_off.strftime("%H:%M") if cut_off else None,
        online=_online(online) if online else None,
    )


def _online(policy: OnlineTime) -> OnlineTimeView:
    duration, article = policy.duration, f"{policy.article} {policy.instrument}"
    return OnlineTimeView(value=duration.value, unit=duration.unit, since=policy.since, article=article)


def _fee(line: TariffLine, tariff: Sequence[TariffLine]) -> FeeView:
    fee = line.fee
    return FeeView(
        key=fee.key,
        name=NamedView(vi=fee.name_vi, en=fee.name_en),
        amount=fee.amount,
        status=line.status,
        per=line.per,
        channel=line.channel,
        choice=line.choice,
        optional=line.optional,
        due=fee.due,
        blocking=fee.blocking,
        exemption_groups=list(fee.exemption_groups),
        note_vi=line.note_vi,
        by_officer=is_decided_by_officer(tariff, line),
    )


def _agency(a: Agency) -> AgencyView:
    hours = [
        {"days": list(h.days), "open": h.open.strftime("%H:%M"), "close": h.close.strftime("%H:%M")}
        for h in wiring.agencies().office_hours(a.id)
    ]
    return AgencyView(
        id=a.id,
        parent=a.parent,
        kind=a.kind,
        name=named(a.name),
        is_one_stop=a.is_one_stop,
        code=a.code_2025,
        hotline=a.hotline,
        office_hours=hours,
    )
