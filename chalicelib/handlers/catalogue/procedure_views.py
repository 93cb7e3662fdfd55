"""Views of one procedure: its time, components, fees and process."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.domain.accounts.identity_level import IdentityDemand
from chalicelib.domain.catalogue.procedures import Names, OnlineTime, Procedure
from chalicelib.domain.catalogue.tariff import TariffLine, is_decided_by_officer
from chalicelib.domain.documents.official_names import write_instrument
from chalicelib.models.catalogue import (
    ComponentView,
    FeeView,
    FieldView,
    GroupView,
    IdentityDemandView,
    OnlineTimeView,
    OwnPortalView,
    ProcedureView,
    ProcessView,
    TimeView,
)
from chalicelib.models.http.base import Channel, NamedView
from chalicelib.wiring import core as wiring

SAMPLE = NamedView(
    vi="Dữ liệu mẫu: thời hạn, thành phần hồ sơ hoặc mức thu chưa đối chiếu với công bố chính thức.",
    en="Sample data: the time, papers or fees have not been compared with what is officially published.",
)


def view_name(names: Names) -> NamedView:
    """Return a name for display."""
    return NamedView(vi=names.vi, en=names.en)


def view_procedure(
    procedure: Procedure, online: OnlineTime | None, channels: list[Channel], own: OwnPortalView
) -> ProcedureView:
    """Return a procedure with all its blocks; `channels` are those it is offered on."""
    evidence = {name: str(getattr(procedure.evidence, name)) for name in procedure.evidence.__slots__}
    return ProcedureView(
        id=procedure.id,
        code=procedure.code,
        version=procedure.version,
        name=view_name(procedure.name),
        field=FieldView(code=procedure.field.code, name=view_name(procedure.field.name)),
        level=procedure.level,
        audience=list(procedure.audience),
        time=_view_time(procedure, online),
        dossier_sets=procedure.dossier_sets,
        components=[
            ComponentView(
                key=c.key, name=view_name(c.name), copy_kind=c.copy, quantity=c.quantity, need=c.need, by_form=c.by_form
            )
            for c in procedure.components
        ],
        fees=[_view_fee(line, procedure.fees) for line in procedure.fees],
        exemptions=_list_exemptions(procedure),
        channels=channels,
        own_portal=own,
        result=view_name(procedure.result),
        legal_basis=[write_instrument(each) for each in procedure.legal_basis],
        online_level=procedure.online_level,
        delivery=list(procedure.delivery),
        competent_kind=procedure.competent_kind,
        process=[
            ProcessView(role=s.role, name=view_name(s.name), by=view_name(s.by), hours=s.hours)
            for s in procedure.process
        ],
        linked=procedure.linked,
        immediate=procedure.immediate,
        verified=procedure.verified,
        enabled=procedure.is_enabled(local=wiring.provide_settings().may_simulate),
        evidence=evidence,
        notice=None if procedure.verified else SAMPLE,
        identity=_view_demand(procedure.identity),
    )


def _view_demand(asked: IdentityDemand | None) -> IdentityDemandView | None:
    return IdentityDemandView(level=asked.level, article=asked.article) if asked else None


def _list_exemptions(procedure: Procedure) -> list[GroupView]:
    """Return the groups that some fee line names, in the order of the code list."""
    offered = {group for line in procedure.fees for group in line.fee.exemption_groups}
    listed = wiring.provide_catalogue().code_lists["exemption_groups"]
    return [GroupView(code=g.code, name=NamedView(vi=g.vi, en=g.en)) for g in listed if g.code in offered]


def _view_time(procedure: Procedure, online: OnlineTime | None) -> TimeView:
    cut_off = procedure.processing_time.same_day_cut_off
    return TimeView(
        value=procedure.processing_time.duration.value,
        unit=procedure.processing_time.duration.unit,
        text_vi=procedure.processing_time.text_vi,
        legal_reference=procedure.processing_time.legal_reference,
        same_day_cut_off=cut_off.strftime("%H:%M") if cut_off else None,
        online=_view_online_time(online) if online else None,
    )


def _view_online_time(policy: OnlineTime) -> OnlineTimeView:
    duration, article = policy.duration, f"{policy.article} {policy.instrument}"
    return OnlineTimeView(value=duration.value, unit=duration.unit, since=policy.since, article=article)


def _view_fee(line: TariffLine, tariff: Sequence[TariffLine]) -> FeeView:
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
