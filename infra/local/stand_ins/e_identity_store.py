"""The stand-in e-identity provider's own data: people, signing keys, and the codes of sign-ins in progress.

People and keys are kept in a file, so that a provider that restarts signs with the same key and knows the same people.
Codes live in memory for a minute, as a real provider's do.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import sqlite3
import threading
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joserfc import jwk

PEOPLE = Path(__file__).with_name("e_identity_people.toml")
CODE_SECONDS = 60.0
"""Seconds within which a code must be exchanged."""
_SCHEMA = """
create table if not exists people (name text primary key, subject text not null unique, body text not null);
create table if not exists keys (place integer primary key autoincrement, kid text not null, private text not null);
"""


class GrantRefused(Exception):
    """A code is not exchanged; the argument is the error's name of RFC 6749."""


@dataclass(frozen=True, slots=True)
class SignInRequest:
    """The request that opened the sign-in page, as the client sent it."""

    client_id: str
    redirect_uri: str
    scope: str
    state: str
    nonce: str
    challenge: str


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A code, with the person and the request that it was issued for. `until` is in seconds of the store's clock."""

    person: str
    request: SignInRequest
    until: float


class IdentityStore:
    """One provider's data. `clock` gives seconds; it decides only when a code expires. Some people live in one
    `province` alone."""

    def __init__(self, path: Path | None, clock: Callable[[], float], province: str = "") -> None:
        self._db = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        self._lock, self._clock = threading.Lock(), clock
        self._codes: dict[str, IssuedCode] = {}
        self._db.executescript(_SCHEMA)
        for person in _read_people(province):
            known = json.dumps(person, ensure_ascii=False, default=str)
            # Their account's name says who they are to those who read the local pool; a real subject says nothing.
            row = (person["name"], person["name"], known)
            self._db.execute("insert or ignore into people (name, subject, body) values (?, ?, ?)", row)
        if not self.list_keys():
            self.add_key()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def list_people(self) -> list[dict[str, Any]]:
        """Return everybody who has an account, in the order of the file."""
        with self._lock:
            rows = self._db.execute("select subject, body from people order by rowid").fetchall()
        return [{**json.loads(body), "subject": subject} for subject, body in rows]

    def find_person(self, name: str) -> dict[str, Any] | None:
        """Return the person of that name, or None."""
        return next((each for each in self.list_people() if each["name"] == name), None)

    def change_person(self, name: str, change: Mapping[str, Any]) -> bool:
        """Change a person's data, such as a number that was issued again or a locked account; False for nobody."""
        person = self.find_person(name)
        if person is None:
            return False
        subject = person.pop("subject")
        with self._lock:
            changed = json.dumps({**person, **change}, ensure_ascii=False)
            self._db.execute("update people set body = ? where subject = ?", (changed, subject))
        return True

    def add_key(self) -> None:
        """Make a new signing key; those before it stay published until `drop_old_keys`."""
        made = jwk.RSAKey.generate_key(2048, {"kid": secrets.token_hex(8), "use": "sig", "alg": "RS256"})
        with self._lock:
            private = json.dumps(made.as_dict(private=True))
            self._db.execute("insert into keys (kid, private) values (?, ?)", (made.kid, private))

    def drop_old_keys(self) -> None:
        """Publish only the newest key."""
        with self._lock:
            self._db.execute("delete from keys where place < (select max(place) from keys)")

    def list_keys(self) -> list[jwk.RSAKey]:
        """Return the published keys, the one that signs last."""
        with self._lock:
            rows = self._db.execute("select private from keys order by place").fetchall()
        return [jwk.RSAKey.import_key(json.loads(private)) for (private,) in rows]

    def issue_code(self, person: str, request: SignInRequest) -> str:
        """Return a code that can be exchanged once, soon, by the client that asked for it."""
        code = secrets.token_urlsafe(24)
        with self._lock:
            self._codes[code] = IssuedCode(person, request, self._clock() + CODE_SECONDS)
        return code

    def redeem_code(self, code: str, client_id: str, redirect_uri: str, verifier: str) -> IssuedCode:
        """Return what the code was issued for, and forget it. Raises GrantRefused for every other call, which also uses
        the code up."""
        with self._lock:
            issued = self._codes.pop(code, None)
        if issued is None or issued.until < self._clock():
            raise GrantRefused("invalid_grant")
        asked = issued.request
        if (client_id, redirect_uri) != (asked.client_id, asked.redirect_uri):
            raise GrantRefused("invalid_grant")
        if asked.challenge and derive_challenge(verifier) != asked.challenge:
            raise GrantRefused("invalid_grant")
        return issued


def _read_people(province: str) -> list[dict[str, Any]]:
    """Return the people of the file; who lives in the province goes before others of the same name."""
    people: dict[str, dict[str, Any]] = {}
    for person in tomllib.loads(PEOPLE.read_text(encoding="utf-8"))["person"]:
        lives_at = person.pop("lives_at", "")
        if lives_at in ("", province):
            people[person["name"]] = person
    return list(people.values())


def derive_challenge(verifier: str) -> str:
    """Return the challenge of a verifier by S256 (RFC 7636)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
