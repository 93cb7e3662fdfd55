"""Bodies and views of authorisations between people."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from chalicelib.domain.accounts.authorisation import MOST_NAMED, AuthorisationReply, Side, Standing
from chalicelib.models.http.base import Body, RecentDay, View
from chalicelib.models.http.fields import AnyIdNumber, Id, Name


class OtherBody(Body):
    """The other person, or an organisation, by number and name as on their identity papers."""

    full_name: Name
    id_number: Annotated[AnyIdNumber, Field(min_length=1)]
    organisation: bool = False


class ScopeBody(Body):
    """What it covers: procedures, fields of administration, or one dossier; without any, everything."""

    procedures: Annotated[list[Id], Field(max_length=MOST_NAMED)] = []
    fields: Annotated[list[Id], Field(max_length=MOST_NAMED)] = []
    dossier: Id | None = None


class AuthorisationBody(Body):
    """What to agree on. `side` is the caller's own; the days are the first and the last. Without a last day it lasts as
    long as the law says."""

    side: Side = Field(strict=False)
    other: OtherBody
    scope: ScopeBody = ScopeBody()
    valid_from: RecentDay | None = None
    valid_until: RecentDay | None = None


class ReplyBody(Body):
    """What to do with it."""

    reply: AuthorisationReply = Field(strict=False)


class AuthorisedView(View):
    """One of the two people, as the other one sees them: of the number only the last digits."""

    full_name: str
    id_ending: str
    organisation: bool


class AuthorisationView(View):
    """An authorisation as one of its two people sees it. `side` is theirs, `asked_by` the side that began it, `open`
    what they may do now; `in_force` says whether the agent may act by it now."""

    id: str
    version: int
    side: Side
    asked_by: Side
    standing: Standing
    in_force: bool
    principal: AuthorisedView
    agent: AuthorisedView
    procedures: list[str]
    fields: list[str]
    dossier: str | None
    valid_from: date
    valid_until: date
    asked_at: datetime
    answered_at: datetime | None
    revoked_at: datetime | None
    revoked_by: Side | None
    open: list[AuthorisationReply]


class AuthorisationsView(View):
    """One's own authorisations, the newest first. `proven` says whether one's sign-in proved who one is: only then may
    one authorise somebody. `default_months` is how long one lasts that names no last day."""

    items: list[AuthorisationView]
    proven: bool
    default_months: int
