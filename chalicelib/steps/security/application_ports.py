"""What opening an application needs from outside: its store, the encryption of a name, the signer and the caller."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from chalicelib.domain.security.applications import Application
from chalicelib.domain.security.openings import Opening
from chalicelib.steps.security.sessions import SessionDependencies


class OpeningRecords(Protocol):
    """The store of openings."""

    def load(self, key: str) -> Opening | None:
        """Return the present opening."""

    def create(self, opening: Opening) -> None:
        """Store a new one."""

    def save(self, opening: Opening, was: int) -> bool:
        """Replace generation `was`; return False when it was changed or ended."""

    def end(self, key: str) -> None:
        """End it."""

    def list_by_person(self, person: str) -> Sequence[Opening]:
        """Return the newest openings of a person, newest first."""


class NameSeal(Protocol):
    """Encryption of a person's name between the opening and its renewals."""

    def close_name(self, name: str, handle: str) -> bytes:
        """Encrypt."""

    def open_name(self, sealed: bytes, handle: str) -> str:
        """Decrypt; raise SessionEnded."""


@dataclass(frozen=True, slots=True)
class ApplicationDesk:
    """Dependencies of applications. `sign` signs claims as a token of the given type, `issuer` is who signs; `call`
    posts a signed token to each sign-out address and returns the places of those that did not take it; `miss` records
    the application of one."""

    sessions: SessionDependencies
    registered: tuple[Application, ...]
    openings: OpeningRecords
    seal: NameSeal
    issuer: str
    sign: Callable[[Mapping[str, Any], str], str]
    call: Callable[[Sequence[tuple[str, str]]], Sequence[int]]
    miss: Callable[[str], None]
    now: datetime
