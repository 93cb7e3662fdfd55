"""The holder's own account over HTTP: its state, and what the holder may do with it."""

from __future__ import annotations

from typing import Literal

from chalicelib.domain.accounts.account_state import AccountStanding
from chalicelib.models.http.base import Body, Instant, View
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
