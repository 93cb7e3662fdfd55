"""Law, calendars, catalogue and agencies as shipped, read once for all tests."""

from __future__ import annotations

from functools import cache

from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.catalogue.reference import ProvinceReference
from chalicelib.repositories.law.rule_set import load_rules
from chalicelib.wiring import steps as wiring_steps


@cache
def keep_catalogue(province: str = "") -> CatalogueFiles:
    """The catalogue as shipped, with a province's differences. It never changes, and is read once for all tests."""
    return CatalogueFiles(province=province)


@cache
def provide_reference(province: str = "hue") -> ProvinceReference:
    """The province's own, with the real check of e-forms."""
    return ProvinceReference(province, keep_catalogue(), load_rules(), wiring_steps.check_form)


@cache
def provide_reference_without_forms(province: str = "hue") -> ProvinceReference:
    """The same with e-forms that accept anything, for tests in which nobody types."""
    return ProvinceReference(province, keep_catalogue(), load_rules(), lambda *_: ())


def list_required_components(procedure: Procedure) -> list[str]:
    """Components that need a file: required, and not only shown at the counter."""
    return [each.key for each in procedure.components if each.need == "required" and each.copy != "presented"]
