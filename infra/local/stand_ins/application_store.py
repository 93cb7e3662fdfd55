"""What the stand-in for a registered application keeps: sign-ins that wait, and those that have begun."""

from __future__ import annotations

import secrets
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

_SCHEMA = """
create table if not exists waiting (state text primary key, browser text, verifier text, nonce text);
create table if not exists sign_ins (browser text primary key, sid text, person text, name text, renewal text,
    until real);
create table if not exists calls (jti text primary key);
"""


@dataclass(frozen=True, slots=True)
class WaitingSignIn:
    """A sign-in that was asked for: the browser that asked, and the values that only the application knows."""

    browser: str
    verifier: str = field(repr=False)
    nonce: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ApplicationSignIn:
    """Somebody signed in at the application. `until` is when its proof ends, in seconds since 1970."""

    sid: str
    person: str
    name: str
    renewal: str = field(repr=False)
    until: float


class ApplicationStore:
    """The application's own store."""

    def __init__(self, path: Path | None = None) -> None:
        self._db = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the store."""
        self._db.close()

    def begin_waiting(self, browser: str) -> tuple[str, WaitingSignIn]:
        """Keep a sign-in that is asked for; return its state."""
        state = secrets.token_urlsafe(24)
        asked = WaitingSignIn(browser, secrets.token_urlsafe(48), secrets.token_urlsafe(24))
        row = (state, asked.browser, asked.verifier, asked.nonce)
        self._db.execute("insert into waiting values (?, ?, ?, ?)", row)
        return state, asked

    def take_waiting(self, state: str) -> WaitingSignIn | None:
        """Return the sign-in of a state, once."""
        row = self._db.execute("delete from waiting where state = ? returning browser, verifier, nonce", (state,))
        found = row.fetchone()
        return WaitingSignIn(*found) if found else None

    def save_sign_in(self, browser: str, held: ApplicationSignIn) -> None:
        """Keep who is signed in in a browser."""
        row = (browser, held.sid, held.person, held.name, held.renewal, held.until)
        self._db.execute("insert or replace into sign_ins values (?, ?, ?, ?, ?, ?)", row)

    def find_sign_in(self, browser: str) -> ApplicationSignIn | None:
        """Return who is signed in in a browser."""
        asked = "select sid, person, name, renewal, until from sign_ins where browser = ?"
        row = self._db.execute(asked, (browser,)).fetchone()
        return ApplicationSignIn(*row) if row else None

    def end_sign_in(self, browser: str) -> None:
        """Forget who is signed in in a browser."""
        self._db.execute("delete from sign_ins where browser = ?", (browser,))

    def end_named(self, sid: str, jti: str) -> bool:
        """Forget the sign-in of that name, for a call that comes the first time; return False for a repeated call."""
        new = self._db.execute("insert or ignore into calls values (?)", (jti,)).rowcount == 1
        if new:
            self._db.execute("delete from sign_ins where sid = ?", (sid,))
        return new

    def count_sign_ins(self) -> int:
        """Return how many are signed in."""
        return int(self._db.execute("select count(*) from sign_ins").fetchone()[0])
