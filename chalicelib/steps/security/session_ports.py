"""What a web session needs from outside: its store, the user pools, the officers' records and the encryption."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.domain.accounts.officers import Officer, OfficerSignIn
from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.security.sessions import (
    PoolTokens,
    Session,
)


class SessionRecords(Protocol):
    """The store of sessions."""

    def load(self, key: str) -> Session | None:
        """Return the present session."""

    def create(self, session: Session, ends_at: datetime) -> None:
        """Store a new session until it expires."""

    def save(self, session: Session, was: int) -> bool:
        """Replace generation `was`; return False when it was changed or deleted."""

    def delete(self, key: str) -> None:
        """Delete it."""

    def list_by_person(self, sub: str) -> Sequence[Session]:
        """Return the stored sessions of a person, newest first."""

    def lock(self, key: str, real_now: datetime) -> bool:
        """Take the one lock of its renewal; return False while another holds it."""

    def release_lock(self, key: str) -> None:
        """Release the lock."""


class TokenSource(Protocol):
    """The part of a user pool that running sessions need."""

    def refresh(self, was: PoolTokens, real_now: datetime) -> PoolTokens:
        """Return new tokens; raise SessionEnded or Busy."""

    def revoke(self, refresh: str) -> bool:
        """Revoke a refresh token; return False when the pool could not be reached."""


class Pool(TokenSource, Protocol):
    """The citizens' user pool."""

    def authorize_url(self, state: str, challenge: str, redirect_uri: str) -> str:
        """Return where the person signs in with the electronic identity."""

    def build_logout_url(self, back: str) -> str:
        """Return where the pool ends its own session."""

    def exchange(self, code: str, verifier: str, redirect_uri: str, real_now: datetime) -> PoolTokens:
        """Return tokens for a code; raise SignInRefused or Busy."""


class Records(Protocol):
    """Officers' records, which say from when a person's tokens are valid."""

    def load(self, sub: str) -> Officer:
        """Return the present record."""

    def end_access(self, sub: str, real_now: datetime, everywhere: bool) -> None:
        """Refuse tokens issued until now; everywhere: end every session begun until now."""

    def keep_identity(self, sub: str, identity: ProvenIdentity | None) -> None:
        """Store the identity that the newest sign-in proved; None deletes it."""

    def keep_sign_in(self, sub: str, sign_in: OfficerSignIn) -> None:
        """Store the newest sign-in of an officer."""


class Seal(Protocol):
    """Encryption of tokens."""

    def close(self, tokens: PoolTokens, handle: str, generation: int) -> bytes:
        """Encrypt."""

    def open(self, sealed: bytes, handle: str, generation: int) -> PoolTokens:
        """Decrypt; raise SessionEnded."""
