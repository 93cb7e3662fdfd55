"""The actor of a request: roles, the unit of each, and its period.

Rights come from our own records (never from token groups), so that a revocation takes effect within a minute. A person
who signs in as a citizen is an applicant; the other roles are assigned.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from chalicelib.domain.accounts.proven_identity import ProvenIdentity


class Role(StrEnum):
    """Roles of the one-stop mechanism (NĐ 61/2018 arts 8–12; VL-4.4, HUE-18.1, LC-4.2)."""

    APPLICANT = "applicant"
    ONE_STOP_OFFICER = "one_stop_officer"
    HEAD_OF_ONE_STOP = "head_of_one_stop"
    CASE_OFFICER = "case_officer"
    HEAD_OF_SECTION = "head_of_section"
    AGENCY_HEAD = "agency_head"
    CENTRE_DIRECTOR = "centre_director"
    CASHIER = "cashier"
    POSTAL_STAFF = "postal_staff"
    CONTROL_FOCAL = "control_focal"
    INTAKE_FOCAL = "intake_focal"
    ANSWER_FOCAL = "answer_focal"
    ASSIGNED_DIGITISER = "assigned_digitiser"
    UNIT_IT = "unit_it"
    VENDOR_TECHNICAL = "vendor_technical"
    POLICE_POPULATION = "police_population"
    POPULATION_READER = "population_reader"
    CATALOGUE_EDITOR = "catalogue_editor"
    PROVINCIAL_OFFICE = "provincial_office"
    AUDITOR = "auditor"
    OPERATOR = "operator"


PROVINCE_WIDE = frozenset(
    {
        Role.PROVINCIAL_OFFICE,
        Role.AUDITOR,
        Role.OPERATOR,
        Role.CATALOGUE_EDITOR,
        Role.VENDOR_TECHNICAL,
        Role.POLICE_POPULATION,
    }
)
"""Roles whose scope is the whole province; all others act for one unit only."""
PROVINCE_UNIT = "province"
"""Stands for the unit in the rights of a role whose scope is the province."""


SPECIAL = frozenset(
    {
        Role.CONTROL_FOCAL,
        Role.INTAKE_FOCAL,
        Role.ANSWER_FOCAL,
        Role.ASSIGNED_DIGITISER,
        Role.UNIT_IT,
        Role.VENDOR_TECHNICAL,
        Role.POLICE_POPULATION,
        Role.POPULATION_READER,
    }
)
"""Special tasks that the rules of a province may give (`roles.special`), next to somebody's other rights. None of them
gives sight of dossiers."""
UNTIL_A_DAY = frozenset({Role.ASSIGNED_DIGITISER, Role.VENDOR_TECHNICAL})
"""Tasks that are given until a day."""
ONE_EACH = frozenset({Role.INTAKE_FOCAL, Role.ANSWER_FOCAL, Role.UNIT_IT})
"""Tasks that each unit gives to one person at a time; others do them as that person's backup alone."""
NOT_OF_UNIT = PROVINCE_WIDE | {Role.POSTAL_STAFF, Role.ASSIGNED_DIGITISER, Role.UNIT_IT, Role.POPULATION_READER}
"""Roles that read no matter of a unit by being there: the staff of a hired enterprise is not the unit's, and some
special tasks need none."""

AT_COUNTERS = frozenset({Role.CASHIER, Role.ONE_STOP_OFFICER, Role.HEAD_OF_ONE_STOP})
"""Roles that deal with applicants at a counter."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One right: a role in a unit, from a day until a day. `backup_for` names the person replaced. `stage` is the one
    stage of the work for which somebody of a hired enterprise has the account; empty for all that the law gives.
    `document` and `document_day` are number and day of the decision that gives a special task."""

    role: Role
    unit: str
    valid_from: datetime
    valid_until: datetime | None = None
    backup_for: str | None = None
    stage: str = ""
    document: str = ""
    document_day: date | None = None

    def is_in_force(self, now: datetime) -> bool:
        """Return whether the assignment is in force at `now`."""
        return self.valid_from <= now and (self.valid_until is None or now < self.valid_until)


@dataclass(frozen=True, slots=True)
class ActingFor:
    """For whom a person acts in a request, by an authorisation in force: its id, the principal's person id, number and
    name, and the procedures, fields or the one dossier that it is limited to. A `whole` one, a representative's, is for
    every dossier of the principal. `merged` are people who were found to be the principal."""

    authorisation: str
    principal: str
    id_number: str
    full_name: str
    whole: bool = False
    organisation: bool = False
    procedures: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    dossier: str = ""
    merged: frozenset[str] = frozenset()

    @property
    def people(self) -> tuple[str, ...]:
        """Return every id of the principal, the present one first."""
        return (self.principal, *sorted(self.merged))


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a request, known by the subject of the verified token. `post_stages` are the stages that the
    law of the day gives postal staff; they matter only for that role. `open_counters` are the person's units whose
    counter serves every dossier of the province by the law of the day, each with its scope. `identity` is the identity
    that the sign-in proved; `id_number` the identity number in an officer's record. `citizen` says that the person
    signed in as one; an officers' account files nothing of its own. `guest_of` is the dossier whose applicant uses the
    counter's tablet without signing in; only the route of that tablet makes such an actor. `named_in` is a dossier that
    names the person by the number and name that they have proved; only `steps/search/unjoined.py` says so. `acting` is
    the person for whom the request is made, where the caller named an authorisation. `merged` are people who were found
    to be the same person; `update_demanded` says that the account must be brought up to date."""

    sub: str
    assignments: tuple[Assignment, ...] = ()
    post_stages: frozenset[str] = frozenset()
    open_counters: frozenset[tuple[str, str]] = frozenset()
    identity: ProvenIdentity | None = None
    id_number: str = ""
    citizen: bool = True
    guest_of: str = ""
    named_in: str = ""
    acting: ActingFor | None = None
    merged: frozenset[str] = frozenset()
    update_demanded: bool = False

    def is_person(self, person: str) -> bool:
        """Return whether an id is this person's: their own, or that of somebody who was found to be the same."""
        return bool(person) and (person == self.sub or person in self.merged)

    @property
    def people(self) -> tuple[str, ...]:
        """Return every id of this person, their own first."""
        return (self.sub, *sorted(self.merged))

    @property
    def numbers(self) -> frozenset[str]:
        """The person's known identity numbers."""
        return frozenset({self.id_number, self.identity.id_number if self.identity else ""} - {""})

    def list_roles_in(self, unit: str, now: datetime) -> frozenset[Role]:
        """Return the roles held for `unit` at `now`, province-wide roles included."""
        return frozenset(
            a.role for a in self.assignments if a.is_in_force(now) and (a.unit == unit or a.role in PROVINCE_WIDE)
        )

    def list_roles(self, now: datetime) -> frozenset[Role]:
        """Return every role held anywhere at `now`, a citizen's own included."""
        own = {Role.APPLICANT} if self.citizen else set()
        return frozenset(own | {a.role for a in self.assignments if a.is_in_force(now)})

    def list_stages_in(self, unit: str, now: datetime) -> frozenset[str]:
        """Return the stages that a hired enterprise's person has in `unit` at `now`: those of their rights there, as
        far as the law of the day gives them."""
        held = [a for a in self.assignments if a.role is Role.POSTAL_STAFF and a.unit == unit and a.is_in_force(now)]
        return self.post_stages & frozenset(
            each for a in held for each in ((a.stage,) if a.stage else self.post_stages)
        )

    def limit_to(self, stages: frozenset[str], now: datetime) -> Actor:
        """Return the actor without rights of a hired enterprise that cover none of the stages."""
        if not any(a.stage for a in self.assignments):
            return self
        kept = tuple(
            a for a in self.assignments
            if a.role is not Role.POSTAL_STAFF or stages & self.list_stages_in(a.unit, now)
        )  # fmt: skip
        return replace(self, assignments=kept)

    def list_serving_units(self, scope: str) -> frozenset[str]:
        """Return the person's units that serve every dossier of the province in a scope of the flow table."""
        return frozenset(unit for name, unit in self.open_counters if name == scope)

    def list_units(self, now: datetime) -> frozenset[str]:
        """Return the units the person works for at `now`."""
        return frozenset(a.unit for a in self.assignments if a.is_in_force(now))


SYSTEM = Actor("system")
"""The actor of scheduled jobs and events: recorded as such, never a person."""
