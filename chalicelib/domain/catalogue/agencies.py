"""The agencies of one province: which agencies exist on a day, which receive, which settle, and their opening hours.

Which node settles a kind of work is data (`CompetenceRule`); this module only follows it. Agencies are never deleted:
they have a first and a last day, and a successor where one took over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

from chalicelib.domain.catalogue.procedures import Names, Procedure
from chalicelib.domain.shared.errors import BilingualWords, Refusal, RefusalKind

COMMUNE, DISTRICT = "commune_peoples_committee", "district_peoples_committee"
LEVEL_OF_COMMITTEE = {COMMUNE: "commune", DISTRICT: "district"}


class UnknownAgency(Refusal):
    """No agency of this id in the province."""

    code = "unknown_agency"
    kind = RefusalKind.NOT_FOUND
    vi = "Không có cơ quan nào mang mã này."
    en = "There is no agency with this id."


class AgencyRetired(Refusal):
    """The agency is closed, or not yet set up, on the day in question."""

    code = "agency_retired"
    kind = RefusalKind.INVALID
    vi = "{agency} không hoạt động vào ngày {on:%d/%m/%Y}."
    en = "{agency} does not operate on {on:%Y-%m-%d}."


class NotOneStopUnit(Refusal):
    """The unit does not receive dossiers: only one-stop units do."""

    code = "not_one_stop_unit"
    kind = RefusalKind.INVALID
    vi = "{agency} không phải Bộ phận Một cửa."
    en = "{agency} is not a one-stop unit."


class NoCompetentAgency(Refusal):
    """No agency at this unit's place settles the work; the filer must choose the unit of the right level or place."""

    code = "no_competent_agency"
    kind = RefusalKind.INVALID
    vi = "Nơi nộp là {agency} không có cơ quan giải quyết thủ tục này; hãy chọn Bộ phận Một cửa khác."
    en = "At {agency} no agency settles this procedure; choose another one-stop unit."


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """One stretch of opening time on certain weekdays (Monday is 1), in the office's zone."""

    days: tuple[int, ...]
    open: time
    close: time


@dataclass(frozen=True, slots=True)
class Agency:
    """One node of the tree; `code_2018` follows QCVN 102:2016, `code_2025` Decision 09/2025. `is_centre` marks the
    public administration centres among the one-stop units, where a regulation distinguishes them (HUE-10.4, HUE-15.1).
    """

    id: str
    parent: str | None
    kind: str
    name: Names
    code_2018: str | None
    code_2025: str | None
    code_evidence: str
    gso_code: str | None = None
    department: str | None = None
    formerly_vi: tuple[str, ...] = ()
    is_one_stop: bool = False
    is_centre: bool = False
    active_from: date | None = None
    active_until: date | None = None
    successor: str | None = None
    hotline: str | None = None
    office_hours: tuple[OpeningHours, ...] = ()

    def is_active(self, on: date) -> bool:
        """Return whether the agency operates on the day; the first and last day are included."""
        return (self.active_from or on) <= on <= (self.active_until or on)


@dataclass(frozen=True, slots=True)
class CompetenceRule:
    """Where the agency of a kind is found: the unit's own committee, the unit, a department or a node.

    `at_centre_department` names the department that settles it when the provincial centre received it.
    """

    take: str
    kind: str | None = None
    at_centre_department: str | None = None
    note_vi: str | None = None


@dataclass(frozen=True, slots=True)
class ProvinceIdentity:
    """The province as filed: its code, and the statistics-office codes before and since the 2025 mergers."""

    key: str
    code: str
    gso_code_before: str
    gso_code: str
    name: Names
    merger_note_vi: str


def name_of(agency: Agency) -> BilingualWords:
    """Return the agency's name for use in a refusal."""
    return BilingualWords(agency.name.vi, agency.name.en or agency.name.vi)


class AgencyTree:
    """The agencies of one province with the rules of competence; immutable."""

    def __init__(
        self, province: ProvinceIdentity, agencies: Iterable[Agency], rules: Mapping[str, CompetenceRule]
    ) -> None:
        self.province = province
        self._agencies = {agency.id: agency for agency in agencies}
        self._rules = rules
        self._succeeded = tuple(agency for agency in self._agencies.values() if agency.successor)
        self._newest: tuple[date, tuple[Agency, ...]] | None = None

    @property
    def units(self) -> Mapping[str, Agency]:
        """The agencies by id."""
        return self._agencies

    def list_succeeded(self) -> tuple[Agency, ...]:
        """Return the agencies that end, or ended, with a successor."""
        return self._succeeded

    def replace_agencies(self, agencies: Iterable[Agency]) -> AgencyTree:
        """Return the tree of other agencies under the same rules of competence."""
        return AgencyTree(self.province, agencies, self._rules)

    def list_all(self) -> tuple[Agency, ...]:
        """Every agency, past and present, in the order of the file."""
        return tuple(self._agencies.values())

    def get(self, agency_id: str) -> Agency:
        """Return one agency, active or not; raise UnknownAgency."""
        if agency_id not in self._agencies:
            raise UnknownAgency()
        return self._agencies[agency_id]

    def list_below(self, agency_id: str) -> frozenset[str]:
        """Return the ids of an agency and of every agency under it, former ones included."""
        within = {agency_id}
        while more := {a.id for a in self.list_all() if a.parent in within} - within:
            within |= more
        return frozenset(within)

    def list_lineage(self, agency_id: str) -> tuple[Agency, ...]:
        """Return an agency and its superiors, nearest first."""
        found = [self.get(agency_id)]
        while parent := self._find_parent(found[-1]):
            found.append(parent)
        return tuple(found)

    def find_level(self, agency_id: str) -> str:
        """Return the agency's level of administration: that of the committee it belongs to, else the province's."""
        levels = (LEVEL_OF_COMMITTEE.get(each.kind) for each in self.list_lineage(agency_id))
        return next((level for level in levels if level), "province")

    def find_unit_code(self, agency_id: str, form: str) -> str | None:
        """An agency's identifier in the form that a code pattern names (`qcvn102`, or the one of Decision 09/2025)."""
        agency = self.get(agency_id)
        return agency.code_2018 if form == "qcvn102" else agency.code_2025

    def list_active(self, on: date) -> tuple[Agency, ...]:
        """The agencies that operate on the day. Those of the day that was asked for last are kept: who looks at many
        units looks at one day."""
        newest = self._newest
        if newest is None or newest[0] != on:
            self._newest = newest = on, tuple(agency for agency in self._agencies.values() if agency.is_active(on))
        return newest[1]

    def list_one_stop_units(self, on: date) -> tuple[Agency, ...]:
        """The units that receive dossiers on the day."""
        return tuple(agency for agency in self.list_active(on) if agency.is_one_stop)

    def list_centres(self, on: date) -> frozenset[str]:
        """Ids of the public administration centres of every level that operate on the day."""
        return frozenset(agency.id for agency in self.list_one_stop_units(on) if agency.is_centre)

    def find_one_stop_by_code(self, code: str, on: date) -> str:
        """Id of the one-stop unit that has an identifier on a day, in either form; refuses with UnknownAgency."""
        return _find_coded(self.list_one_stop_units(on), code)

    def find_agency_by_code(self, code: str, on: date) -> str:
        """Id of the agency that has an identifier on a day, in either form; refuses with UnknownAgency."""
        return _find_coded(self.list_active(on), code)

    def require_one_stop_unit(self, agency_id: str, on: date) -> Agency:
        """The named one-stop unit; refuses an unknown, retired or other agency."""
        agency = self.require_active(self.get(agency_id), on)
        if not agency.is_one_stop:
            raise NotOneStopUnit(agency=name_of(agency))
        return agency

    def find_competent_agency(self, procedure: Procedure, unit_id: str, on: date) -> str:
        """Id of the agency that settles a procedure received at a unit on a day (the legal local date).

        Refuses with UnknownAgency, AgencyRetired, NotOneStopUnit or NoCompetentAgency.
        """
        return self.find_agency(procedure.competent_kind, procedure, unit_id, on)

    def find_agency(self, kind: str, procedure: Procedure, unit_id: str, on: date) -> str:
        """Id of the agency that does one kind of work in a procedure: its settlement or a linked task."""
        unit = self.require_one_stop_unit(unit_id, on)
        rule = self._rules.get(kind)
        found = self._find_by_rule(rule, procedure, unit, on) if rule else None
        if found is None:
            raise NoCompetentAgency(agency=name_of(unit))
        return self.require_active(found, on).id

    def find_office_hours(self, agency_id: str) -> tuple[OpeningHours, ...]:
        """Return the agency's opening hours, else its one-stop unit's, else those of the nearest superior."""
        for agency in self.list_lineage(agency_id):
            for near in (agency, *self._list_one_stop_below(agency)):
                if near.office_hours:
                    return near.office_hours
        return self.find_centre().office_hours

    def find_centre(self) -> Agency:
        """Return the provincial service centre: the one-stop unit that belongs to no local committee."""
        units = (a for a in self.list_all() if a.is_one_stop)
        return next(a for a in units if self.get(a.parent or a.id).kind not in LEVEL_OF_COMMITTEE)

    def find_owner(self, kind: str, on: date) -> Agency:
        """Return the agency of a kind that answers for what the service publishes: the first active one above the
        local committees, else the provincial service centre."""
        local = set(LEVEL_OF_COMMITTEE.values())
        found = (a for a in self.list_active(on) if a.kind == kind and self.find_level(a.id) not in local)
        return next(found, self.find_centre())

    def _find_by_rule(self, rule: CompetenceRule, procedure: Procedure, unit: Agency, on: date) -> Agency | None:
        if rule.take == "unit":
            return unit
        if rule.take == "department":
            return self._find_department(procedure.competent_department)
        if rule.take == "node":
            return self._find_node(rule.kind, on)
        return self._find_own_committee(rule, procedure.list_levels(on), unit, on)

    def _find_own_committee(
        self, rule: CompetenceRule, levels: tuple[str, ...], unit: Agency, on: date
    ) -> Agency | None:
        committee = self._find_parent(unit)
        level = LEVEL_OF_COMMITTEE.get(committee.kind) if committee else None
        if committee is None or level is None:
            return self._find_department(rule.at_centre_department)
        if level in levels or "any" in levels:
            return committee
        return self._find_district(committee, on) if "district" in levels else None

    def _find_district(self, commune: Agency, on: date) -> Agency | None:
        """The district over a commune on the day; a district that ended hands over to its successor."""
        district = self._find_parent(commune)
        while district and not district.is_active(on) and district.successor:
            district = self.get(district.successor)
        return district if district and district.kind == DISTRICT else None

    def _find_department(self, department: str | None) -> Agency | None:
        return next((a for a in self.list_all() if department and a.department == department), None)

    def _find_node(self, kind: str | None, on: date) -> Agency | None:
        return next((a for a in self.list_active(on) if a.kind == kind), None)

    def _find_parent(self, agency: Agency) -> Agency | None:
        return self.get(agency.parent) if agency.parent else None

    def _list_one_stop_below(self, agency: Agency) -> tuple[Agency, ...]:
        return tuple(a for a in self.list_all() if a.is_one_stop and a.parent == agency.id)

    def require_active(self, agency: Agency, on: date) -> Agency:
        """Return the agency if it operates on that day; raise AgencyRetired otherwise."""
        if not agency.is_active(on):
            raise AgencyRetired(agency=name_of(agency), on=on)
        return agency


def _find_coded(agencies: Iterable[Agency], code: str) -> str:
    for agency in agencies:
        if code in (agency.code_2018, agency.code_2025):
            return agency.id
    raise UnknownAgency()
