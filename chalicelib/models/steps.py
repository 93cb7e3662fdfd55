"""Bodies of the steps: what a person sends with each act."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.domain.papers import PaperKind
from chalicelib.models.base import Body

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Ids = Annotated[list[Id], Field(max_length=60)]
Keys = Annotated[list[Code], Field(max_length=60)]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Channel = Literal["desk", "post", "agent", "national_portal", "vneid", "kiosk", "own_portal"]
Days = Annotated[int, Field(ge=1, le=60)]


class Person(Body):
    """Somebody's identity and contacts, as declared."""

    full_name: Name | None = None
    id_type: Annotated[str, Field(max_length=20)] | None = None
    id_number: Annotated[str, Field(max_length=30)] | None = None
    phone: Annotated[str, Field(max_length=20)] | None = None
    email: Annotated[str, Field(max_length=200)] | None = None
    address: Annotated[str, Field(max_length=500)] | None = None


class Exemption(Body):
    """A claim to pay nothing: the group claimed and the paper that proves it."""

    group: Code
    paper_id: Id


class StartBody(Body):
    """Which procedure, at which one-stop unit, by which channel."""

    procedure: Id
    one_stop: Id
    channel: Channel


class DraftBody(Body):
    """All that was typed so far; the whole draft is replaced."""

    answers: dict[str, Any] = {}
    applicant: Person = Person()
    on_behalf: Person | None = None
    claims: Keys = []
    exemption: Exemption | None = None
    papers: Ids = []


class SubmitBody(Body):
    """The filing's papers, and the declaration that all of it is true."""

    papers: Ids = []
    declared_true: bool


class EmptyBody(Body):
    """A step that needs nothing said."""


class GroundBody(Body):
    """A coded ground of the rule set, with the reason in words."""

    ground: Code
    reason: Text


class SupplementRequestBody(Body):
    """What to add: listed components and fields of the form, with complete guidance."""

    components: Keys = []
    form_fields: Keys = []
    guidance: Text


class SupplementBody(Body):
    """What was added; `answers` replace the form when given."""

    papers: Ids = []
    answers: dict[str, Any] | None = None


class ConsultBody(Body):
    """Which body is asked, within how many working days, and what."""

    unit: Id
    reply_days: Days
    questions: Text


class OpinionBody(Body):
    """The opinion given."""

    opinion: Text


class NoteBody(Body):
    """A note, if there is one."""

    note: Text | None = None


class ExtendBody(Body):
    """How many units more, and why."""

    units: Annotated[int, Field(ge=1, le=365)]
    reason: Text


class ApologyBody(Body):
    """The new appointment in working days from now, and why it will be late."""

    new_due_days: Days
    reason: Text


class DecisionBody(Body):
    """The approver's words."""

    reason: Text | None = None


class ResolveBody(Body):
    """The outcome: a grant names its result paper, a refusal its ground."""

    outcome: Literal["granted", "not_granted"]
    result: Id | None = None
    ground: Code | None = None
    reason: Text | None = None


class CorrectBody(Body):
    """The new version of the result, and what was wrong."""

    result: Id
    reason: Text


class Receiver(Body):
    """Who received it, and the identity paper that was checked (NĐ 61/2018 6.2.b)."""

    full_name: Name
    id_number: Annotated[str, Field(max_length=30)]
    authorised: bool = False


class GiveBackBody(Body):
    """How it was handed over; at the counter, to whom."""

    way: Literal["online", "counter", "post"]
    receiver: Receiver | None = None
    originals: bool = False


class WithdrawBody(Body):
    """Why, if the applicant says so."""

    reason: Text | None = None


class EraseBody(Body):
    """Which personal part, by its digest, and on what ground."""

    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    ground: Code


class PaperBody(Body):
    """An upload announced: what it is and exactly which bytes will come."""

    kind: PaperKind
    component: Annotated[str, Field(max_length=64)] = ""
    name: Annotated[str, Field(min_length=1, max_length=300)]
    size: Annotated[int, Field(ge=0, le=2**40)]
    sha256: Annotated[str, Field(min_length=1, max_length=100)]
    content_type: Annotated[str, Field(min_length=1, max_length=100)]
