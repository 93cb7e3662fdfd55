"""Bodies and views of reception, forwarding, handover, outages and late entries."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from chalicelib.domain.search.public_status import read_typed_code
from chalicelib.domain.supervision.use_findings import FindingKind
from chalicelib.models.drafts import Person
from chalicelib.models.http.base import Body, Channel, Instant, View
from chalicelib.models.http.fields import Address, Code, Id, IdentityNumber, Ids, Keys, Name, Text, Way, normalise_typed
from chalicelib.models.steps import StepBody


def _normalise_code(typed: str) -> str:
    return read_typed_code(typed) or typed


class RegisterEntry(Body):
    """A reception written in the paper register: its code there, and its time."""

    outage: Id
    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]{8,60}$"), BeforeValidator(normalise_typed(_normalise_code))]
    received_at: Instant


class ReceiveBody(Body):
    """Data of a reception: whether the applicant wants a receipt where none is due, originals left with the unit, why
    paper is kept with an electronic dossier, and the entry of the paper register when the system was down. `deferral`
    is the ground of the law on which a fee due at reception may be paid later."""

    deferral: Code | None = None
    receipt_wanted: bool = False
    originals: Keys = []
    originals_reason: Text | None = None
    paper_register: RegisterEntry | None = None


class ForwardBody(StepBody):
    """The one-stop unit that the filing belongs to; by default the one named at filing."""

    unit: Id | None = None
    note: Text | None = None


class Receiver(Body):
    """The receiver, and the identity paper that was checked (NĐ 61/2018 6.2.b); `authorised` for a substitute, with the
    authorisation shown."""

    full_name: Name
    id_number: IdentityNumber
    authorised: bool = False
    authorisation: Annotated[str, Field(max_length=200)] | None = None


class GiveBackBody(StepBody):
    """The way of the handover; at the counter the receiver, and the papers shown. `chosen` when the applicant asked for
    this way, `compared` the components whose paper agreed with the upload, `announced_by` how an early return was
    announced, `letter_follows` why a letter of apology that is owed with the result comes later, `return_address` the
    postal address, when the filing has none."""

    way: Way
    receiver: Receiver | None = None
    originals: bool = False
    chosen: bool = False
    receipt_shown: bool = False
    compared: Keys = []
    announced_by: Literal["sms", "email", "phone", "social"] | None = None
    letter_follows: Text | None = None
    return_address: Address | None = None


class OutageBody(Body):
    """Since when the system is down, for one unit or the whole province, and why."""

    unit: Id | None = None
    started_at: Instant
    reason: Text


class OutageEndBody(Body):
    """When the system worked again."""

    ended_at: Instant


class OutageView(View):
    """One outage; without a unit it applies to the whole province."""

    id: str
    version: int
    unit: str | None
    started_at: datetime
    ended_at: datetime | None
    reason: str
    declared_by: str


class OutagesView(View):
    """Every outage, newest first."""

    items: list[OutageView]


class LateEntryView(View):
    """One finding on a unit's use of the system; `why` is its kind. Without a `dossier_id` it is about a code that was
    never given here."""

    dossier_id: str | None
    code: str | None
    seq: int
    kind: str
    why: FindingKind
    minutes: int
    occurred_at: datetime
    recorded_at: datetime
    sub: str
    outage: str | None


class LateEntriesView(View):
    """Findings on a unit's use of the system, newest first."""

    items: list[LateEntryView]


class CorrectReceptionBody(Body):
    """Wrong entries of the reception, each with its right value, and the reason. A person's data are given in full;
    `papers` says which component a paper is, `dropped` which papers are not of this dossier, `received_at` the true
    time of reception, `procedure` the right procedure. Omitted fields stay unchanged."""

    reason: Text
    applicant: Person | None = None
    principal: Person | None = None
    papers: Annotated[dict[Id, Code], Field(max_length=60)] = {}
    dropped: Ids = []
    originals: Keys | None = None
    channel: Channel | None = None
    return_way: Way | None = None
    return_address: Address | None = None
    received_at: Instant | None = None
    procedure: Id | None = None
