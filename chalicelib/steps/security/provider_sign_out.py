"""The e-identity provider ends a person's sessions: the identity was locked, or signed out there (decision 0324)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.security.logout_tokens import SignOutNotice


class SignOuts(Protocol):
    """The store of such sign-outs."""

    def end_sessions(self, notice: SignOutNotice, person: str | None, real_now: datetime) -> None:
        """Note that the token was used, and end what the person has, in one transaction; None is nobody. Raise
        LogoutTokenReplayed, Busy."""

    def list_by_person(self, person: str) -> list[datetime]:
        """Return when the provider ended a person's sessions, oldest first."""


@dataclass(frozen=True, slots=True)
class SignOutDesk:
    """Dependencies. `find_account` finds the pool's account by the provider's subject, `load` the record of the
    account's person; `end_openings` ends the applications that a person opened."""

    records: SignOuts
    find_account: Callable[[str], str | None]
    load: Callable[[str], Officer]
    end_openings: Callable[[str, str | None, datetime], object]


def end_by_provider(desk: SignOutDesk, notice: SignOutNotice, real_now: datetime) -> bool:
    """End every session of the person whom a token names, on every device; return whether anybody is known by that
    name. Somebody unknown costs as many requests, so that nothing is learnt from the time.

    Raise LogoutTokenReplayed, or Busy: then nothing has changed, and the provider sends the token again.
    """
    account = desk.find_account(notice.subject)
    # Nobody has the digest's name.
    officer = desk.load(account or notice.digest)
    # A barred account is not its record's person's: it has no session that continues.
    known = account is not None and account not in officer.marks.barred
    desk.records.end_sessions(notice, officer.sub if known else None, real_now)
    desk.end_openings(officer.sub if known else notice.digest, None, real_now)
    return known
