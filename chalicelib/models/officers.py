"""Officers' rights over HTTP."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from chalicelib.domain.accounts.officer_directory import DirectoryPurpose, OfficerStanding
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.eforms.answer_formats import EMAIL
from chalicelib.domain.search.counter_search import By
from chalicelib.domain.shared.typed_numbers import normalise_email
from chalicelib.models.http.base import Body, Instant, Query, View
from chalicelib.models.http.fields import AnyIdNumber, normalise_typed

UnitId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
Sub = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,64}$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\n\t]*$")]
AssignedRole = Literal[
    Role.ONE_STOP_OFFICER,
    Role.HEAD_OF_ONE_STOP,
    Role.CASE_OFFICER,
    Role.HEAD_OF_SECTION,
    Role.AGENCY_HEAD,
    Role.CENTRE_DIRECTOR,
    Role.CASHIER,
    Role.POSTAL_STAFF,
    Role.CONTROL_FOCAL,
    Role.INTAKE_FOCAL,
    Role.ANSWER_FOCAL,
    Role.ASSIGNED_DIGITISER,
    Role.UNIT_IT,
    Role.VENDOR_TECHNICAL,
    Role.POLICE_POPULATION,
    Role.POPULATION_READER,
    Role.CATALOGUE_EDITOR,
    Role.PROVINCIAL_OFFICE,
    Role.AUDITOR,
    Role.OPERATOR,
]
"""Every assigned role; every signed-in person is an applicant without an assignment."""


TaskDocument = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\n\t]*$")]
TaskDay = Annotated[date, Field(ge=date(1990, 1, 1), lt=date(2100, 1, 1))]
HiredStage = Literal["", "channel", "guide", "receive", "digitise", "process", "deliver", "return"]
"""The one stage for which somebody of a hired enterprise has a right; empty for all that the law of the day gives."""


class AssignmentBody(Body):
    """One right: a role in a unit, from an instant until another (open when absent)."""

    role: AssignedRole
    unit: UnitId
    valid_from: Instant
    valid_until: Instant | None = None
    backup_for: Sub | None = Field(default=None, description="The person whose work this one takes over")
    stage: HiredStage = Field(default="", description="The one stage of a hired enterprise's person; empty for all")
    document: TaskDocument = Field(default="", description="Number of the decision that gives a special task")
    document_day: TaskDay | None = Field(default=None, description="Day of that decision")


class RightsBody(Body):
    """The whole new record of an officer and the written request it answers (LC-17.3.c)."""

    name: Line
    title: Line
    email: (
        Annotated[
            str, Field(max_length=200, pattern=f"^{EMAIL.pattern}$"), BeforeValidator(normalise_typed(normalise_email))
        ]
        | None
    ) = None
    assignments: tuple[AssignmentBody, ...] = Field(max_length=20)
    request_ref: Line = Field(description="Number and date of the written request")
    id_number: AnyIdNumber | None = Field(
        default=None,
        description="The officer's own, by which a dossier of theirs is known; without it the one on record stays",
    )


class AssignmentView(View):
    """One right, and whether it is in force now."""

    role: Role
    unit: str
    valid_from: datetime
    valid_until: datetime | None
    backup_for: str | None
    in_force: bool
    stage: str = ""
    document: str = ""
    document_day: date | None = None


class HeldRightView(AssignmentView):
    """A right in a list of officers: for a backup also the name of whom they replace."""

    backup_name: str


class RecoveryBody(Body):
    """The written request on which an account is replaced."""

    request_ref: Line = Field(description="Number and date of the written request")


class RecoveryDecisionBody(Body):
    """Whether the second person agrees."""

    agree: bool


class RecoveryView(View):
    """A request for a new account, and whether the reader may decide it. `agreed` ones were interrupted: agreeing again
    completes them."""

    asked_by: str
    asked_by_name: str
    asked_at: datetime
    request_ref: str
    agreed: bool
    may_decide: bool


class OfficerView(View):
    """An officer's record, and whether the reader may change it, and whether a unit's request alone does. Of the
    officer's identity number only its existence is shown."""

    sub: str
    version: int
    name: str
    title: str
    email: str
    assignments: tuple[AssignmentView, ...]
    may_change: bool
    by_request: bool
    id_number_known: bool
    recovery: RecoveryView | None = None


class DirectoryBody(Body):
    """Which officers are listed. Words of a name are found without marks and in any order; a number needs a purpose,
    which is kept in the access record."""

    name: Annotated[str, Field(max_length=100)] = ""
    unit: UnitId | None = None
    role: AssignedRole | None = None
    standing: OfficerStanding | None = None
    id_number: AnyIdNumber | None = None
    purpose: DirectoryPurpose | None = None
    standing_in: bool = Field(default=False, description="Only those who stand in for somebody, now or later")
    cursor: Annotated[str, Field(max_length=1000)] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class DirectoryLine(View):
    """An officer with all present, future and past rights. `second_factor`: a telephone is registered."""

    sub: str
    name: str
    title: str
    email: str
    assignments: tuple[HeldRightView, ...]
    standing: OfficerStanding
    second_factor: bool
    last_sign_in: datetime | None


class DirectoryView(View):
    """Officers in the order of the list; `cursor` leads to those after them, and a page may be short before the end."""

    items: list[DirectoryLine]
    cursor: str | None


class RightsChangeView(View):
    """A change of rights: what it gave and ended, when, by whom, on which written request and by which article.
    `matter` is the request's matter; older changes have neither it nor the article."""

    at: datetime
    by: str
    by_name: str
    request_ref: str
    matter: str
    article: str
    given: tuple[HeldRightView, ...]
    ended: tuple[HeldRightView, ...]


class OfficerHistoryView(View):
    """An officer as in the list, and every change of their rights, the newest first."""

    officer: DirectoryLine
    changes: list[RightsChangeView]


class OfficersQuery(Query):
    """The unit; `province` is the unit of those who act for all of it."""

    unit: UnitId


class OfficerLine(View):
    """An officer of a unit, with the present and future rights there."""

    sub: str
    name: str
    title: str
    email: str
    assignments: tuple[AssignmentView, ...]


class OfficersView(View):
    """Officers of a unit."""

    items: list[OfficerLine]


class ProvenView(View):
    """The identity that the e-identity provider proved at the newest sign-in."""

    level: int
    id_number: str
    full_name: str
    kind: Literal["citizen", "foreigner", "organisation"]
    birth_date: str
    sex: str
    nationality: str


class SearchesView(View):
    """The keys by which an officer may search dossiers in a unit of theirs."""

    unit: str
    by: tuple[By, ...]


class MeView(View):
    """The signed-in person's access: roles and units in force now; `post_stages` are the stages that the law of the day
    gives postal staff, empty for others. `name` is an officer's, or the one that the sign-in proved. `identity` is the
    identity that the sign-in proved, null for one with a password. `searches` are those that the work in each unit
    needs; `update_demanded` says that the account must be brought up to date. `special_tasks` and filing
    `capacities` are those that the law of the day knows, for officers."""

    sub: str
    name: str
    title: str
    roles: tuple[Role, ...]
    post_stages: tuple[str, ...]
    units: tuple[str, ...]
    assignments: tuple[AssignmentView, ...]
    now: datetime = Field(description="Legal time; moved from real time in local stages only")
    simulated_clock: bool
    searches: tuple[SearchesView, ...]
    identity: ProvenView | None = None
    update_demanded: bool = False
    special_tasks: tuple[str, ...] = ()
    capacities: tuple[str, ...] = ()
