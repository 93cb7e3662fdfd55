"""Views of what a unit is competent for, and of the changes that concern it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from chalicelib.domain.catalogue.competence import CompetencePeriod, list_periods, list_turning_days
from chalicelib.domain.catalogue.unit_changes import UnitChange
from chalicelib.handlers.catalogue.procedure_views import view_name
from chalicelib.models.territory import UnitCardView, UnitChangeLine, UnitWorkView
from chalicelib.wiring import core as wiring


def view_unit_card(unit: str, on: date, *, with_matters: bool = False) -> UnitCardView:
    """Return what a unit is competent for on a day, its predecessors and successor, and the decided changes that
    concern it, `with_matters` together with the matters that decided them. Raise UnknownAgency."""
    tree, units, catalogue = wiring.provide_agencies(on), wiring.provide_units(), wiring.provide_catalogue()
    found, history = tree.get(unit), units.load_recent(wiring.provide_clock().real_now())
    periods = list_periods(
        wiring.provide_agencies, list_turning_days(tree, history.changes), catalogue.index.list_procedures(), unit, on
    )
    touching = history.list_touching(unit)
    matters = units.find_matters([number for number, _ in touching]) if with_matters else {}
    return UnitCardView(
        unit=unit, date=on, active=found.is_active(on), successor=found.successor,
        predecessors=[each.id for each in tree.list_succeeded() if each.successor == unit],
        works=[_view_work(each, on) for each in periods],
        changes=[_view_change(number, each, matters) for number, each in touching],
    )  # fmt: skip


def _view_work(period: CompetencePeriod, on: date) -> UnitWorkView:
    work, procedure = period.of, wiring.provide_catalogue().find_procedure(period.of.procedure)
    level = wiring.provide_agencies(on).find_level(work.settled_by) if work.settled_by else None
    return UnitWorkView(
        procedure=procedure.id, code=procedure.code, name=view_name(procedure.name), work=work.work,
        task=view_name(work.task) if work.task else None, settled_by=work.settled_by,
        level=level, since=period.since, until=period.until,
        note_vi=procedure.level_note_vi, legal_basis=list(procedure.legal_basis),
    )  # fmt: skip


def _view_change(number: int, change: UnitChange, matters: Mapping[int, str]) -> UnitChangeLine:
    return UnitChangeLine(
        kind=change.kind, effective=change.effective, units=list(change.units),
        opened=[each.id for each in change.opened], successor=change.successor, parent=change.parent,
        name=view_name(change.name) if change.name else None, matter=matters.get(number),
    )  # fmt: skip
