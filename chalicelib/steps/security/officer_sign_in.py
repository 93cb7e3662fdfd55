"""An officer signs in: name and password, then the code of the telephone (decision 0251).

begin → [choose_password] → finish. Between two steps the pool's challenge is stored encrypted in our table; the browser
holds its id, which is valid for one step.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.domain.accounts.officers import count_sign_in
from chalicelib.domain.security.second_factor import (
    ACCOUNT_CODES,
    ACCOUNT_SECONDS,
    Challenge,
    CodeUsed,
    SignIn,
    SignInExpired,
    Waits,
    check_sign_in,
)
from chalicelib.domain.security.session_tokens import SIGN_IN, derive_session_key, issue_token, read_token
from chalicelib.domain.security.sessions import PoolTokens, SignInRefused
from chalicelib.domain.shared.errors import Busy
from chalicelib.steps.security.session_ports import TokenSource
from chalicelib.steps.security.sessions import Given, SessionDependencies, begin_session


class OfficerPool(TokenSource, Protocol):
    """The officers' user pool."""

    def check_password(self, name: str, password: str, address: str) -> Challenge:
        """Return the challenge after the password; raise PasswordRefused, SignInBlocked, TooMany, FactorMissing or
        Busy."""

    def set_password(self, challenge: Challenge, password: str) -> Challenge:
        """Replace the first password by the person's own; may also raise PasswordTooWeak."""

    def begin_enrolment(self, challenge: Challenge) -> tuple[Challenge, str]:
        """Return a new secret for a telephone, and the challenge that its first code answers."""

    def answer_code(self, challenge: Challenge, code: str, real_now: datetime) -> PoolTokens:
        """Return tokens for a code; raise CodeRefused, CodeUsed, SignInExpired, TooMany or Busy."""


class SignInRecords(Protocol):
    """The store of unfinished sign-ins."""

    def load(self, key: str) -> SignIn | None:
        """Return the present sign-in."""

    def create(self, sign_in: SignIn) -> None:
        """Store a new one until it expires."""

    def save(self, sign_in: SignIn, was: SignIn) -> bool:
        """Replace `was`; return False when it was changed or deleted."""

    def delete(self, key: str) -> None:
        """Delete it."""

    def was_taken(self, account: str, code: str, real_now: datetime) -> bool:
        """Return whether a code was used before."""

    def claim_code(self, account: str, code: str, real_now: datetime) -> bool:
        """Record a used code; return False when it was used before."""


class ChallengeSeal(Protocol):
    """Encryption of the pool's challenges."""

    def close_challenge(self, challenge: Challenge, handle: str, step: int) -> bytes:
        """Encrypt."""

    def open_challenge(self, sealed: bytes, handle: str, step: int) -> Challenge:
        """Decrypt; raise SignInExpired."""


@dataclass(frozen=True, slots=True)
class SignInDependencies:
    """Dependencies of signing in. `spend` counts one attempt (bucket, whose, limit, seconds); it raises TooMany.
    `name_account` makes a digest of a name."""

    sessions: SessionDependencies
    pool: OfficerPool
    records: SignInRecords
    seal: ChallengeSeal
    spend: Callable[[str, str, int, int], None]
    name_account: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class SignInProgress:
    """The person's next step. `token` is the browser's id of the step; `secret` is for registering the telephone."""

    token: str
    waits: Waits
    username: str
    ends_at: datetime
    secret: str = ""


def begin_sign_in(
    deps: SignInDependencies, name: str, password: str, origin: str, address: str, shared: bool, real_now: datetime
) -> SignInProgress:
    """Check name and password, sent from `address`; raise the refusals of the pool's port."""
    challenge, secret = _prepare_challenge(deps, deps.pool.check_password(name, password, address))
    handle = secrets.token_urlsafe(32)
    sealed = deps.seal.close_challenge(challenge, handle, 1)
    account = deps.name_account(challenge.username)
    sign_in = SignIn(derive_session_key(handle), account, origin, shared, real_now, challenge.waits, sealed)
    deps.records.create(sign_in)
    return _build_waiting(deps, sign_in, handle, challenge, secret)


def choose_password(
    deps: SignInDependencies, token: str, password: str, origin: str, real_now: datetime
) -> SignInProgress:
    """Replace the first password; raise SignInExpired, PasswordTooWeak, Busy."""
    handle, sign_in, challenge = _find_sign_in(deps, token, origin, (Waits.PASSWORD,), real_now)
    later, secret = _prepare_challenge(deps, deps.pool.set_password(challenge, password))
    sealed = deps.seal.close_challenge(later, handle, sign_in.step + 1)
    advanced = sign_in.move_to_step(later.waits, sealed)
    if not deps.records.save(advanced, sign_in):
        raise SignInExpired(reason="rival")
    return _build_waiting(deps, advanced, handle, later, secret)


def finish_sign_in(deps: SignInDependencies, token: str, code: str, origin: str, old: str, real_now: datetime) -> Given:
    """Begin a session with the telephone's code, replacing the browser's `old` one; raise SignInExpired, CodeRefused,
    CodeUsed, TooManyCodes, TooMany, Busy."""
    _, sign_in, challenge = _find_sign_in(deps, token, origin, (Waits.CODE, Waits.ENROL), real_now)
    deps.spend("sign-in-code", sign_in.account, ACCOUNT_CODES, ACCOUNT_SECONDS)
    tried = sign_in.count_try()
    # Counted before the pool is called: parallel guesses must not count as one.
    if not deps.records.save(tried, sign_in):
        raise Busy(retry_after=1)
    # Refused before calling the pool, which would end the step; of two calls at once the claim below accepts one.
    if deps.records.was_taken(sign_in.account, code, real_now):
        raise CodeUsed()
    try:
        tokens = deps.pool.answer_code(challenge, code, real_now)
    except Busy:
        # Not a guess: pages retry by themselves. The account's own limit has counted it all the same.
        deps.records.save(sign_in, tried)
        raise
    if not deps.records.claim_code(sign_in.account, code, real_now):
        deps.pool.revoke(tokens.refresh)
        raise CodeUsed()
    deps.records.delete(tried.key)
    return _begin_officer_session(deps.sessions, tokens, sign_in, old, real_now)


def _begin_officer_session(
    deps: SessionDependencies, tokens: PoolTokens, sign_in: SignIn, old: str, real_now: datetime
) -> Given:
    sub, _, office, _ = deps.verify(tokens.access, real_now)
    officer = deps.officers.load(sub)
    if not office or tokens.claims.get("sub", sub) != sub or not officer.is_account(sub):
        raise SignInRefused(reason="subject")
    given = begin_session(deps, tokens, officer, sign_in.shared, old, real_now, office=True)
    deps.officers.keep_sign_in(officer.sub, count_sign_in(officer.sign_in, sub, real_now))
    return given


def _prepare_challenge(deps: SignInDependencies, challenge: Challenge) -> tuple[Challenge, str]:
    """Return a secret for a person without a registered telephone."""
    return deps.pool.begin_enrolment(challenge) if challenge.waits is Waits.ENROL else (challenge, "")


def _find_sign_in(
    deps: SignInDependencies, token: str, origin: str, waits: tuple[Waits, ...], real_now: datetime
) -> tuple[str, SignIn, Challenge]:
    known = read_token(token, deps.sessions.keys, SIGN_IN)
    if known is None:
        raise SignInExpired(reason="forged")
    handle, step = known
    sign_in = check_sign_in(deps.records.load(derive_session_key(handle)), step, origin, waits, real_now)
    return handle, sign_in, deps.seal.open_challenge(sign_in.sealed, handle, step)


def _build_waiting(
    deps: SignInDependencies, sign_in: SignIn, handle: str, challenge: Challenge, secret: str
) -> SignInProgress:
    token = issue_token(handle, sign_in.step, deps.sessions.keys, SIGN_IN)
    return SignInProgress(token, challenge.waits, challenge.username, sign_in.ends_at, secret)
