"""The holder's own account over HTTP: its state, and what the holder may do with it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.domain.accounts.account_state import AccountStanding
from chalicelib.models.http.base import Body, Instant, View
from chalicelib.models.http.fields import AnyIdNumber
from chalicelib.models.http.problem import Text

OwnAct = Literal["pause", "resume", "cancel"]


class AccountActBody(Body):
    """Suspend (`pause`), resume or cancel. `understood`, for cancelling: dossiers that were filed are still settled."""

    act: OwnAct
    understood: bool = False


class AccountEntryView(View):
    """A state that the account had from an instant on; `reason` is that of the office that decided."""

    standing: AccountStanding
    words: Text
    since: Instant | None
    own: bool
    reason: str
    article: str


class OwnAccountView(View):
    """The state of the account, what the holder may do now, by which article, to whom a loss is reported, and the
    states of before, newest first."""

    version: int
    now: AccountEntryView
    acts: tuple[OwnAct, ...]
    article: str
    loss_to: Text
    history: tuple[AccountEntryView, ...]


class LossReportBody(Body):
    """Whose account was lost: its holder's number and name, a proven contact of theirs, what was lost, and more."""

    id_number: AnyIdNumber
    full_name: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
    contact: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
    what: Literal["phone", "password", "signature", "misused"]
    words: Annotated[str, Field(max_length=2000)] = ""


class LossReportView(View):
    """The report's number, the office that handles it, and when it was received: the same for everybody."""

    number: str
    office: Text
    received_at: Instant
