"""Sign in citizens with the electronic identity: to the provider's page, and back with its code."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.sign_in_methods import SignInMethod
from chalicelib.domain.security.session_tokens import (
    derive_challenge,
    derive_verifier,
    is_nonce,
    issue_state,
    read_state,
)
from chalicelib.domain.security.sessions import SignInRefused
from chalicelib.steps.security.sessions import Given, SessionDependencies, begin_citizen_session


@dataclass(frozen=True, slots=True)
class Begun:
    """Where to sign in, and the nonce that the browser keeps meanwhile."""

    url: str
    state: str
    nonce: str


def begin_sign_in(deps: SessionDependencies, nonce: str, origin: str, shared: bool, real_now: datetime) -> Begun:
    """Begin to sign in with the electronic identity, in the browser that holds `nonce`, at the front end `origin`;
    without one the browser gets a nonce."""
    mark = nonce if is_nonce(nonce) else secrets.token_urlsafe(32)
    state = issue_state(secrets.token_urlsafe(32), mark, origin, shared, deps.keys, real_now)
    challenge = derive_challenge(derive_verifier(state, mark, deps.keys))
    return Begun(deps.pool.authorize_url(state, challenge, _build_home_url(origin)), state, mark)


def start_session(
    deps: SessionDependencies, code: str, state: str, nonce: str, origin: str, old: str, real_now: datetime
) -> Given:
    """Exchange the code and begin a session in place of `old`; raise SignInRefused, SignInMethodClosed, AccountBarred,
    IdentityIncomplete, or Busy without the pool."""
    shared = read_state(state, nonce, origin, deps.keys, real_now)
    if shared is None:
        raise SignInRefused(reason="state")
    tokens = deps.pool.exchange(code, derive_verifier(state, nonce, deps.keys), _build_home_url(origin), real_now)
    return begin_citizen_session(deps, tokens, SignInMethod.E_IDENTITY, shared, old, real_now)


def _build_home_url(origin: str) -> str:
    return f"{origin}/"
