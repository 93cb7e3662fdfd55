"""An application opened by a signed-in person: its one-time code, its renewals and its end (decision 0311).

The code is good for a minute and once, for the application, the address and the verifier (PKCE, RFC 7636) that it was
asked for. It belongs to a web session: once that is over, nothing of it can be renewed.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from chalicelib.domain.security.applications import ApplicationGrantRefused
from chalicelib.domain.security.session_tokens import derive_challenge
from chalicelib.domain.security.sessions import GRACE

CODE, RENEWAL = "application-code", "application-renewal"
"""Purposes of what an application holds: a code is no renewal, and neither is the id of a session."""
CODE_LIVES = timedelta(seconds=60)
PROOF_LIVES = timedelta(minutes=5)
"""How long an application may believe what we say of a person, before it asks again."""
REMEMBERED = timedelta(days=90)
"""How long a person sees which applications they opened."""
WAITING, ENDED = 0, -1
"""The generation before the code is used, and after the end."""


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening. `session` is the key of the web session, `sealed` the person's name, encrypted; `generation` counts
    the renewals. `account` is what the person has signed in with: it may be another person's later."""

    key: str
    application: str
    person: str
    session: str
    office: bool
    redirect: str
    challenge: str
    nonce: str
    opened_at: datetime
    renewed_at: datetime
    generation: int = WAITING
    sealed: bytes = field(default=b"", repr=False)
    account: str = ""

    @property
    def ended(self) -> bool:
        """Whether it is over."""
        return self.generation == ENDED

    def renew_opening(self, now: datetime) -> Opening:
        """Return the next generation."""
        return replace(self, generation=self.generation + 1, renewed_at=now)


def check_code(opening: Opening, application: str, redirect: str, verifier: str, now: datetime) -> None:
    """Raise ApplicationGrantRefused unless the application that asked for the code uses it, the first time, within its
    minute."""
    require_application(opening, application)
    if opening.generation != WAITING:
        raise ApplicationGrantRefused(reason="replayed")
    if now - opening.opened_at > CODE_LIVES:
        raise ApplicationGrantRefused(reason="late")
    if opening.redirect != redirect:
        raise ApplicationGrantRefused(reason="address")
    if not hmac.compare_digest(derive_challenge(verifier), opening.challenge):
        raise ApplicationGrantRefused(reason="verifier")


def check_renewal(opening: Opening, application: str, generation: int, now: datetime) -> None:
    """Raise ApplicationGrantRefused unless this is the newest renewal, or the one before it within the grace: an answer
    may be lost on its way."""
    require_application(opening, application)
    if opening.generation <= WAITING:
        raise ApplicationGrantRefused(reason="ended")
    late = opening.generation - 1 == generation and now - opening.renewed_at <= GRACE
    if generation != opening.generation and not late:
        raise ApplicationGrantRefused(reason="replayed")


def require_holder(opening: Opening, person: str, barred: Iterable[str]) -> None:
    """Raise ApplicationGrantRefused where the account was barred meanwhile, or is found to be another person's: what
    was opened would speak for somebody who has not signed in."""
    if opening.account in barred:
        raise ApplicationGrantRefused(reason="barred")
    if opening.person != person:
        raise ApplicationGrantRefused(reason="other_person")


def require_application(opening: Opening, application: str) -> None:
    """Raise ApplicationGrantRefused for what was given to another application."""
    if opening.application != application:
        raise ApplicationGrantRefused(reason="other_application")
