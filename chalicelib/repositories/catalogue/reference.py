"""The read-only data of one province for the steps: law, calendars, catalogue, agencies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from chalicelib.domain.catalogue.agencies import AgencyTree, name_of
from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.catalogue.succession import find_heir, list_units_served
from chalicelib.domain.law.model import Rules
from chalicelib.domain.shared.errors import BilingualWords, FieldError
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time.working_calendar import Calendar
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.law.calendars import load_calendar
from chalicelib.repositories.law.rule_set import ProvinceLaw

FormCheck = Callable[[Procedure, Mapping[str, Any], datetime], tuple[FieldError, ...]]


class ProvinceReference(ProvinceLaw):
    """The `Reference` port over the files shipped with the code, and the tree of units."""

    def __init__(
        self,
        province: str,
        files: CatalogueFiles,
        rules: Rules,
        check: FormCheck,
        find_tree: Callable[[], AgencyTree] | None = None,
    ) -> None:
        """`find_tree` returns the tree of the day; the shipped one by default."""
        super().__init__(province, rules)
        self._files = files
        self._find_tree = find_tree or partial(files.load_agencies, province)
        self._check = check

    @property
    def _tree(self) -> AgencyTree:
        return self._find_tree()

    def find_procedure(self, procedure_id: str) -> Procedure:
        """Return a procedure of the catalogue."""
        return self._files.find_procedure(procedure_id)

    def find_competent(self, procedure: Procedure, one_stop: str, at: datetime) -> str:
        """Return the agency that settles a dossier received at a one-stop unit."""
        day = _find_local_day(at)
        return self._tree.find_competent_agency(procedure, find_heir(self._tree, one_stop, day), day)

    def find_task_unit(self, procedure: Procedure, kind: str, one_stop: str, at: datetime) -> str:
        """Return the unit of an agency kind that takes part in a linked procedure."""
        day = _find_local_day(at)
        return self._tree.find_agency(kind, procedure, find_heir(self._tree, one_stop, day), day)

    def list_units_served(self, unit: str, at: datetime) -> tuple[str, ...]:
        """Return the unit that has a unit's work, and then those that ended and whose work it has."""
        return list_units_served(self._tree, unit, _find_local_day(at))

    def find_heir(self, unit: str, at: datetime) -> str:
        """Return the unit that has the work of a unit: mostly itself."""
        return find_heir(self._tree, unit, _find_local_day(at))

    def is_across_levels(self, unit: str, other: str) -> bool:
        """Return whether two units belong to different levels of administration."""
        return self._tree.find_level(unit) != self._tree.find_level(other)

    def find_unit_code(self, unit: str, form: str) -> str | None:
        """Return the unit's identifier in the form that the code pattern names."""
        return self._tree.find_unit_code(unit, form)

    def find_superiors(self, unit: str) -> frozenset[str]:
        """Return the units above a unit."""
        return frozenset(agency.id for agency in self._tree.list_lineage(unit)[1:])

    def find_units_of_kind(self, kind: str, at: datetime) -> tuple[str, ...]:
        """Return the active units of a kind, or the department of that code, in the order of the tree."""
        active = self._tree.list_active(_find_local_day(at))
        return tuple(agency.id for agency in active if kind in (agency.kind, agency.department))

    def find_unit_words(self, unit: str) -> BilingualWords:
        """Return a unit's name in both languages; refuse an unknown one."""
        return name_of(self._tree.get(unit))

    def require_one_stop(self, unit: str, at: datetime) -> None:
        """Refuse a unit that is unknown, retired or no one-stop unit."""
        self._tree.require_one_stop_unit(unit, _find_local_day(at))

    def list_centres(self, at: datetime) -> frozenset[str]:
        """Return the public administration centres of every level."""
        return self._tree.list_centres(_find_local_day(at))

    def require_agency(self, unit: str, at: datetime) -> None:
        """Refuse an agency that is unknown or retired."""
        self._tree.require_active(self._tree.get(unit), _find_local_day(at))

    def check_form(self, procedure: Procedure, answers: Mapping[str, Any], now: datetime) -> tuple[FieldError, ...]:
        """Return errors of the answers against the procedure's e-form as of `now`."""
        return self._check(procedure, answers, now)

    def find_calendar(self, unit: str) -> Calendar:
        """Return the working calendar of a unit, shared by all units with the same hours."""
        return load_calendar(self._tree.find_office_hours(unit), self.province, unit)


def _find_local_day(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()
