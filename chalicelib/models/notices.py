"""Notices, inboxes, errands and contacts at the HTTP edge."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from chalicelib.domain.notices.deliveries import DeliveryState
from chalicelib.domain.notices.notice_rules import Channel
from chalicelib.domain.shared.typed_numbers import normalise_code
from chalicelib.models.http.base import Body, Query, View
from chalicelib.models.http.fields import normalise_typed

OuterChannel = Literal["mail", "sms"]
Party = Literal["filer", "principal"]
Language = Literal["vi", "en"]
Unit = Annotated[str, Field(min_length=1, max_length=64)]
Cursor = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,2000}$")]


class DeliveryView(View):
    """One notice to one recipient on one channel. `to` is a party, an officer or a desk, never an address; `reason`
    says why it failed."""

    seq: int
    notice: str
    to: str
    channel: Channel
    official: bool
    state: DeliveryState
    queued_at: datetime
    sent_at: datetime | None
    ended_at: datetime | None
    tries: int
    reason: str | None


class DeliveriesView(View):
    """Deliveries of a dossier's notices."""

    items: list[DeliveryView]


class WordsView(View):
    """A notice in one language."""

    subject: str
    body: str


class MessageView(View):
    """A notice in an inbox; one that concerns a whole unit names no dossier and no fact. `about` is the kind's
    address when it is of a matter, whose id then stands for the dossier's."""

    id: str
    dossier_id: str | None
    seq: int | None
    notice: str
    official: bool
    at: datetime
    read_at: datetime | None
    vi: WordsView
    en: WordsView
    about: str | None = None


class MessagePage(View):
    """One page of an inbox; ask again with `cursor` for the next."""

    items: list[MessageView]
    cursor: str | None


class WhoseQuery(Query):
    """One's own inbox, or with unit and role that of a desk."""

    unit: Annotated[str, Field(max_length=64)] = ""
    role: Annotated[str, Field(max_length=64)] = ""


class InboxQuery(WhoseQuery):
    """A page of an inbox."""

    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: Cursor | None = None

    model_config = Query.model_config | {"str_max_length": 2000}


class ErrandView(View):
    """A notice that a person must deliver by telephone, by letter or at the counter."""

    id: str
    version: int
    dossier_id: str
    number: str
    seq: int
    notice: str
    to: str
    unit: str
    reason: str
    opened_at: datetime
    done_at: datetime | None
    done_by: str | None
    way: str | None


class ErrandPage(View):
    """One page of a unit's open errands; ask again with `cursor` for the next."""

    items: list[ErrandView]
    cursor: str | None


class ErrandsQuery(Query):
    """A page of a unit's errands."""

    unit: Unit
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: Cursor | None = None

    model_config = Query.model_config | {"str_max_length": 2000}


class ErrandDoneBody(Body):
    """How the applicant was notified."""

    way: Literal["phone", "letter", "counter"]


class ContactView(View):
    """A verified contact: the full address for its owner, masked for everybody else."""

    address: str
    verified_at: datetime


class ContactsView(View):
    """Where and how a person is notified. `off` are channels without courtesy notices; notices required by law are sent
    all the same."""

    mail: ContactView | None
    sms: ContactView | None
    language: Language
    off: list[OuterChannel]


class WishesBody(Body):
    """Language, and channels without courtesy notices."""

    language: Language
    off: Annotated[list[OuterChannel], Field(max_length=2)] = []


class CodeBody(Body):
    """The address for a code."""

    channel: OuterChannel
    address: Annotated[str, Field(min_length=3, max_length=200)]
    language: Language = "vi"


class DeclaredCodeBody(Body):
    """The address for a code; without one, the address of the filing is used."""

    channel: OuterChannel
    address: Annotated[str, Field(min_length=3, max_length=200)] | None = None
    language: Language = "vi"


class AskedView(View):
    """A code is sent if the address can be reached; this answer is always the same."""

    channel: OuterChannel
    good_for_seconds: int


class ConfirmBody(Body):
    """The received code."""

    channel: OuterChannel
    code: Annotated[str, Field(pattern=r"^[0-9]{6}$"), BeforeValidator(normalise_typed(normalise_code))]
