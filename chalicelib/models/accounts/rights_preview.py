"""The effect of a request for rights over HTTP."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.domain.accounts.rights.right_key import KEY_LENGTH
from chalicelib.domain.accounts.roles import Role
from chalicelib.models.http.base import Body, RecentDay, View
from chalicelib.models.officers import AssignedRole, AssignmentView, HiredStage, Sub, UnitId

RightKey = Annotated[str, Field(pattern=rf"^[0-9a-f]{{{KEY_LENGTH}}}$", description="Key of one right of a person")]


class RightsPreviewBody(Body):
    """The answers to the form of a request, as far as they decide on rights."""

    person: Sub
    action: Literal["grant", "change", "revoke", "revoke_one", "leave", "rename"]
    role: AssignedRole | None = None
    work_unit: UnitId | None = None
    right: RightKey | None = None
    valid_from: RecentDay | None = None
    valid_until: RecentDay | None = None
    backup_for: Sub | None = None
    stage: HiredStage | None = None


class ClashView(View):
    """Two roles that nobody may have at once."""

    role: Role
    other: Role


class RightReachView(View):
    """What a right opens: the unit and those whose work it has, the stages of a hired enterprise's person, and the open
    and overdue dossiers that the lists would show today."""

    units: tuple[str, ...]
    stages: tuple[str, ...]
    open: int
    overdue: int


class StandInView(View):
    """Somebody who works in another's place, by a right of their own."""

    name: str
    title: str
    right: AssignmentView


class RightChoiceView(View):
    """A right that a request may mean, by its key, and whom it stands in for."""

    key: str
    right: AssignmentView
    backup_name: str


class PersonNameView(View):
    """A person as colleagues write them; an empty name for somebody without a record."""

    name: str
    title: str


class RightsPreviewView(View):
    """The person, and the effect: rights that stay, begin and end. `known`: the person has a record; `own`: it is the
    reader's own, which somebody else must grant. `opens` is what a new right in a unit opens, `held` the number of open
    tasks that the person has where rights end, `stand_ins` who works in the person's place, `replaces` whom the new
    right stands in for. `choices` are the rights of which one must be named: a request for the end of a single right
    fits several."""

    name: str
    title: str
    known: bool
    kept: tuple[AssignmentView, ...]
    given: tuple[AssignmentView, ...]
    ended: tuple[AssignmentView, ...]
    clash: ClashView | None
    own: bool
    opens: RightReachView | None
    held: int
    stand_ins: tuple[StandInView, ...]
    replaces: PersonNameView | None
    choices: tuple[RightChoiceView, ...]
