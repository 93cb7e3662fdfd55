"""Reports on the use of the system."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from chalice.app import Blueprint

from chalicelib.domain.accounts.members import OfficerName
from chalicelib.domain.law.article_words import write_official_citation
from chalicelib.domain.shared.errors import Busy, Forbidden, Invalid, KeyReused
from chalicelib.handlers.dossier.step import build_command, provide_dependencies
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.timelines import PersonView
from chalicelib.models.use_reports import UnitUseView, UseReportBody, UseReportsView, UseReportView
from chalicelib.steps.supervision import use_reports as steps
from chalicelib.steps.supervision.use_reports import UseReport
from chalicelib.wiring import core as wiring
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)


@register_operation(
    bp,
    "POST",
    "/api/use_reports",
    access=OFFICER,
    body=UseReportBody,
    answer=UseReportView,
    keyed=True,
    status=201,
    refuses=(Forbidden, Invalid, steps.ReportNotForeseen, KeyReused, Busy),
)
def make_use_report(call: Call[UseReportBody]) -> UseReportView:
    """Compile and store a report on units' use of the system in a period, for the body that the regulation names."""
    wanted = build_command(call, "make_use_report", "use_report")
    (made,) = _view_reports(
        [steps.make_report(provide_dependencies(), wiring_steps.provide_registers(), wiring.provide_agencies(), wanted)]
    )
    return made


@register_operation(bp, "GET", "/api/use_reports", access=OFFICER, answer=UseReportsView, refuses=(Forbidden,))
def use_reports(call: Call) -> UseReportsView:
    """List reports on the use of the system, newest first."""
    found = steps.list_reports(wiring_steps.provide_registers(), call.actor, call.now)
    return UseReportsView(items=_view_reports(found))


def _view_reports(reports: Sequence[UseReport]) -> list[UseReportView]:
    """Return reports with the names of their officers, read in one batch."""
    named = wiring.provide_people().find_names(
        {sub for each in reports for unit in each.units for sub in unit.officers}
    )
    return [_view_report(each, named) for each in reports]


def _view_report(each: UseReport, named: Mapping[str, OfficerName]) -> UseReportView:
    units = [
        UnitUseView(
            unit=unit.unit, found=dict(unit.found), officers=dict(unit.officers), from_register=unit.from_register,
            missing=list(unit.missing),
        )
        for unit in each.units
    ]  # fmt: skip
    subs = {sub for unit in each.units for sub in unit.officers}
    people = [PersonView(sub=sub, **asdict(named[sub])) for sub in sorted(subs & named.keys())]
    return UseReportView(
        **{**asdict(each), "article": write_official_citation(each.article), "units": units, "people": people}
    )
