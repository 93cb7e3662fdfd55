"""Bodies and views of drafts: a filing while it is typed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from chalicelib.domain.accounts.people import IdType, normalise_id_number
from chalicelib.domain.dossier.obligations import Due
from chalicelib.domain.shared.text import join_lines
from chalicelib.domain.shared.typed_numbers import normalise_email, normalise_phone
from chalicelib.models.http.base import Body, Channel, NamedView, View
from chalicelib.models.http.fields import (
    Address,
    Code,
    Id,
    Ids,
    Keys,
    Name,
    OfficerId,
    PhoneNumber,
    Way,
    normalise_typed,
)


def _read_blank(typed: object) -> object:
    """Read blanks as an absent value: a draft may be saved with them."""
    return None if isinstance(typed, str) and not typed.strip() else typed


class Person(Body):
    """A person's declared identity and contacts."""

    full_name: Name | None = None
    id_type: IdType | None = None
    id_number: Annotated[str, Field(max_length=30)] | None = None
    phone: PhoneNumber | None = None
    email: Annotated[str, Field(max_length=200), BeforeValidator(normalise_typed(normalise_email))] | None = None
    address: Address | None = None

    read_blank = field_validator("*", mode="before")(_read_blank)

    @field_validator("id_number")
    @classmethod
    def normalise_id_number(cls, typed: str | None, info: ValidationInfo) -> str | None:
        """Return the number in one spelling, by the kind of identity paper."""
        return normalise_id_number(info.data.get("id_type"), typed) if typed else typed


class DraftPerson(Person):
    """The same while it is typed, longer than a filing allows: pasted text is kept, and refused at the submission."""

    full_name: str | None = None
    id_number: str | None = None
    phone: Annotated[str, BeforeValidator(normalise_typed(normalise_phone))] | None = None
    email: Annotated[str, BeforeValidator(normalise_typed(normalise_email))] | None = None
    address: Annotated[str, BeforeValidator(normalise_typed(join_lines))] | None = None


class Exemption(Body):
    """An exemption claim: the group claimed and the paper that proves it."""

    group: Code
    paper_id: Id


class StartBody(Body):
    """Procedure, one-stop unit and channel of a draft; `for_unit` when another unit's agency settles it."""

    procedure: Id
    one_stop: Id
    channel: Channel
    for_unit: Id | None = None


class DraftRecord(Body):
    """The record that postman and receiver signed, as far as it is typed: a postal dossier counts as filed then
    (QĐ 45/2016 7). Its number is written as on the paper; an incomplete time stays as typed."""

    number: Annotated[str, Field(max_length=64)] = ""
    signed_at: Annotated[str, Field(max_length=100)] = ""


class DraftAuthority(Body):
    """By what right one files for another person who has not consented here: a signed paper with its number and day
    (as typed, while incomplete), or as the parent of a child."""

    basis: Literal["paper", "child"]
    number: Annotated[str, Field(max_length=64)] = ""
    signed_on: Annotated[str, Field(max_length=100)] = ""


class DraftCapacity(Body):
    """In which capacity one files, where it is not in one's own right: the matter concerns them, and how, in words."""

    kind: Literal["related_interest"]
    relation: Annotated[str, Field(max_length=300), BeforeValidator(normalise_typed(join_lines))] = ""


class DraftBody(Body):
    """All data typed so far; the whole draft is replaced."""

    answers: dict[str, Any] = {}
    applicant: DraftPerson = DraftPerson()
    on_behalf: DraftPerson | None = None
    claims: Keys = []
    exemption: Exemption | None = None
    papers: Ids = []
    return_way: Way | None = None
    return_address: Annotated[str, BeforeValidator(normalise_typed(join_lines))] | None = None
    handover_record: DraftRecord | None = None
    efiling: Literal["assisted", "declined"] | None = None
    held: Keys = []
    authority: DraftAuthority | None = None
    account: OfficerId | None = None
    capacity: DraftCapacity | None = None

    came_later: ClassVar[frozenset[str]] = frozenset({"authority", "account", "capacity"})

    read_blank = field_validator("return_address", mode="before")(_read_blank)


class HandoverRecordView(View):
    """The record that postman and receiver signed, as far as it is typed."""

    number: str
    signed_at: str


class DraftFeeView(View):
    """A fee of the filing as typed so far, in đồng: its due moment, and whether the claimed exemption covers it."""

    key: str
    name: NamedView
    amount: int
    due: Due
    claimed: bool


class TypedAuthorityView(View):
    """By what right one files for another person, as far as it is typed."""

    basis: Literal["paper", "child"]
    number: str
    signed_on: str


class TypedForView(View):
    """For whom an agent types the filing: the authorisation, and the principal as their sign-in proved them."""

    authorisation: str
    full_name: str
    id_number: str


class TypedCapacityView(View):
    """In which capacity one files, as far as it is typed."""

    kind: Literal["related_interest"]
    relation: str


class DraftAccountView(View):
    """The account that a filing at the counter belongs to."""

    person: str
    full_name: str


class DraftView(View):
    """A filing being typed, `acting_for` another person where an agent began it. `wants` are further data that its
    channel requires: the applicant's account, whether help to file online was accepted or declined, the hand-over
    record of the post. `capacities` are those, other than one's own right, in which the law of the place lets one file.
    `fees_later`: an authority sets a further fee afterwards."""

    id: str
    version: int
    procedure: str
    one_stop: str
    channel: str
    answers: dict[str, Any]
    applicant: dict[str, Any]
    on_behalf: dict[str, Any] | None
    claims: list[str]
    exemption: dict[str, Any] | None
    papers: list[str]
    for_unit: str | None
    return_way: str | None
    return_address: str | None
    handover_record: HandoverRecordView | None
    efiling: str | None
    held: list[str]
    acting_for: TypedForView | None
    authority: TypedAuthorityView | None
    account: DraftAccountView | None
    capacity: TypedCapacityView | None
    capacities: list[str]
    wants: list[str]
    fees: list[DraftFeeView]
    fees_later: bool
    updated_at: datetime
    expires_at: datetime
