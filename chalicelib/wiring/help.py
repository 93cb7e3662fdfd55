"""Dependencies of help, built once per process. Imports are inside the functions."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from chalicelib.wiring import core as wiring
from chalicelib.wiring import steps as wiring_steps

if TYPE_CHECKING:
    from datetime import date

    from chalicelib.domain.catalogue.agencies import AgencyTree
    from chalicelib.domain.help.unit_contacts import UnitContact
    from chalicelib.repositories.help.answer_sources import GuideSource, ProcedureSource, UnitSource
    from chalicelib.repositories.help.guide_files import GuideFiles
    from chalicelib.repositories.help.province_description import ProvinceDescription
    from chalicelib.repositories.help.published_answers import PublishedSource
    from chalicelib.steps.help.ports import AnswerSource


@cache
def provide_guides() -> GuideFiles:
    """Return the guides as shipped."""
    from chalicelib.repositories.help.guide_files import GuideFiles

    return GuideFiles()


def provide_contacts(day: date) -> tuple[UnitContact, ...]:
    """Return the contacts of the one-stop units that work on a day, the province's centre first."""
    return _build_contacts(day, wiring.provide_agencies(day))


@lru_cache(maxsize=2)
def _build_contacts(day: date, tree: AgencyTree) -> tuple[UnitContact, ...]:
    from chalicelib.domain.help.unit_contacts import build_contact

    reference = wiring_steps.provide_reference()
    centre = tree.find_centre().id
    units = sorted(tree.list_one_stop_units(day), key=lambda unit: unit.id != centre)
    return tuple(build_contact(unit, reference.find_calendar(unit.id), day) for unit in units)


@cache
def provide_province_description() -> ProvinceDescription:
    """Return the name of the province, and how people reach its service."""
    from chalicelib.repositories.help.province_description import read_province_description

    return read_province_description(wiring.provide_settings().province)


def provide_sources(day: date) -> tuple[AnswerSource, ...]:
    """Return the sources of answers, the most trusted first. Another kind of published content is one more source."""
    return (
        _provide_published_source(),
        _provide_guide_source(),
        _provide_procedure_source(),
        _provide_unit_source(day),
    )


@cache
def _provide_published_source() -> PublishedSource:
    from chalicelib.repositories.help.published_answers import PublishedSource
    from chalicelib.wiring.matters import provide_public_matters

    return PublishedSource(provide_public_matters(), wiring_steps.provide_reference())


@cache
def _provide_guide_source() -> GuideSource:
    from chalicelib.repositories.help.answer_sources import GuideSource

    return GuideSource(provide_guides(), wiring.provide_catalogue().index)


@cache
def _provide_procedure_source() -> ProcedureSource:
    from chalicelib.repositories.help.answer_sources import ProcedureSource

    return ProcedureSource(wiring.provide_catalogue().index)


@lru_cache(maxsize=2)
def _provide_unit_source(day: date) -> UnitSource:
    from chalicelib.repositories.help.answer_sources import UnitSource

    return UnitSource(provide_contacts(day), provide_guides())
