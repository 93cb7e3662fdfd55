"""Browsers at the session route: a cookie jar, a user pool in memory, and a clock that a test moves."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.domain.accounts.proven_identity import PROVIDER, ProvenIdentity
from chalicelib.domain.security.security_log import LINE
from chalicelib.domain.security.session_tokens import derive_challenge
from chalicelib.domain.security.sessions import PoolTokens, SessionEnded, SignInRefused
from chalicelib.domain.shared.errors import Busy
from chalicelib.domain.shared.link_keys import LinkKeys
from chalicelib.wiring import core as wiring
from chalicelib.wiring import own_accounts as wiring_own
from chalicelib.wiring import sessions as wiring_sessions
from tests.api.conftest import Api, ApiAnswer, forget_adapters, sign_token

SITE = "https://mot-cua.example.vn"
COOKIE = "__Host-motcua-hue-local"
KEYS = LinkKeys("k1", {"k1": b"a" * 64})
PAGE = {"Motcua-Session": "page", "Origin": SITE, "Sec-Fetch-Site": "same-origin"}
LIVES = timedelta(minutes=15)
OWN_NAME = "dk0000000001"


@dataclass
class LaterClock:
    """Real time, `later` than it is."""

    later: timedelta = timedelta()
    simulated: bool = False

    def now(self) -> datetime:
        """Legal time."""
        return self.real_now()

    def real_now(self) -> datetime:
        """Real time."""
        return datetime.now(UTC) + self.later


@dataclass
class HeldSecret:
    """An existing secret."""

    content: Any

    def get(self, _: datetime) -> Any:
        """The secret."""
        return self.content


HOA = ProvenIdentity(2, "046190000001", "Trần Thị Hoa")
"""What the provider says of everybody whom a test does not describe, but for the number."""


@dataclass
class MemoryPool:
    """A user pool whose refresh tokens are used up, as production's are."""

    codes: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    good: dict[str, str] = field(default_factory=dict)
    refreshed: int = 0
    revoked: list[str] = field(default_factory=list)
    proven: dict[str, ProvenIdentity | None] = field(default_factory=dict)
    claimed: dict[str, str] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)
    """Who signs in with a password of ours."""
    away: bool = False
    seen: list[str] = field(default_factory=list)
    came: set[str] = field(default_factory=set)

    def authorize_url(self, state: str, challenge: str, redirect_uri: str) -> str:
        """Return the address of the sign-in page."""
        asked = f"state={state}&code_challenge={challenge}&redirect_uri={redirect_uri}"
        return f"https://pool.example/authorize?{asked}"

    def build_logout_url(self, back: str) -> str:
        """Return the address at which the pool ends its own session."""
        return f"https://pool.example/logout?back={back}"

    def code(self, url: str, sub: str) -> str:
        """The code for a person who signs in at that address."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        code = secrets.token_urlsafe(8)
        self.codes[code] = (sub, asked["code_challenge"], asked["redirect_uri"])
        return code

    def exchange(self, code: str, verifier: str, redirect_uri: str, real_now: datetime) -> PoolTokens:
        """Tokens for a code, once, for who began with its challenge."""
        sub, challenge, back = self.codes.pop(code, ("", "", ""))
        if not sub or challenge != derive_challenge(verifier) or back != redirect_uri:
            raise SignInRefused(reason="code")
        self.came.add(sub)
        return self._give(sub, real_now)

    def refresh(self, was: PoolTokens, real_now: datetime) -> PoolTokens:
        """New tokens; the old refresh token is used up."""
        if self.away:
            raise Busy(retry_after=2)
        self.refreshed += 1
        sub = self.good.pop(was.refresh, "")
        if not sub:
            raise SessionEnded(reason="refused")
        return self._give(sub, real_now)

    def revoke(self, refresh: str) -> bool:
        """End a refresh token."""
        self.revoked.append(refresh)
        return self.good.pop(refresh, None) is not None

    def find_federated(self, subject: str) -> str | None:
        """The account of the provider's person of that name: the same, for who has signed in."""
        return subject if subject in self.came else None

    def check_password(self, name: str, password: str, real_now: datetime) -> PoolTokens:
        """Tokens for an own account, whose password is its subject."""
        self.own.add(password)
        self.proven[password] = None
        return self._give(password, real_now)

    def _give(self, sub: str, real_now: datetime) -> PoolTokens:
        refresh = secrets.token_urlsafe(16)
        self.good[refresh] = sub
        # A token says when it was issued in whole seconds.
        username = sub if sub in self.own else f"{PROVIDER}_{sub}"
        access = sign_token(sub, iat=real_now, exp=real_now + LIVES, jti=refresh, username=username)
        claims = {"sub": self.claimed.get(sub, sub), "name": "Trần Thị Hoa"}
        return PoolTokens(access, refresh, real_now + LIVES, claims, self.proven.get(sub, self._describe(sub)))

    def _describe(self, sub: str) -> ProvenIdentity:
        """Who the provider says it is; everybody has a number of their own."""
        if sub not in self.seen:
            self.seen.append(sub)
        return replace(HOA, id_number=f"04619000{self.seen.index(sub) + 1:04d}")


@dataclass
class Browser:
    """A browser at the site. Its tabs share its cookies."""

    api: Api
    pool: MemoryPool
    jar: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, body: Any = None, **headers: str) -> ApiAnswer:
        """A call of a page of ours; keywords change headers (an empty one is not sent)."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        jar = "; ".join(f"{name}={value}" for name, value in self.jar.items())
        sent = {**PAGE, **({"Cookie": jar} if jar else {}), **named}
        sent = {name: value for name, value in sent.items() if value}
        answer = self.api("POST", path, body={} if body is None else body, headers=sent)
        for each in answer.cookies:
            parts = [part.strip() for part in each.split(";")]
            name, _, value = parts[0].partition("=")
            assert {"Path=/", "Secure", "HttpOnly", "SameSite=Strict"} <= set(parts)
            assert name.startswith("__Host-")
            if "Max-Age=0" in parts:
                self.jar.pop(name, None)
            else:
                self.jar[name] = value
        return answer

    def begin(self, sub: str, shared: bool = False) -> dict[str, Any]:
        """Begin to sign in and do so at the pool; what it sends the person back with."""
        begun = self.ask("/api/session/begin", {"shared": shared}).json
        return {"code": self.pool.code(begun["url"], sub), "state": begun["state"]}

    def sign_in(self, sub: str, shared: bool = False) -> ApiAnswer:
        """Sign in; the answer of the session route."""
        return self.ask("/api/session", self.begin(sub, shared))

    def sign_in_own(self, sub: str) -> ApiAnswer:
        """Sign in with an account of the province at our own page; the answer has the session."""
        return self.ask("/api/session/accounts/sign-in", {"name": OWN_NAME, "password": sub})

    def resume(self, session: str | None = None) -> ApiAnswer:
        """Send a page's request after loading, or before its access token expires."""
        return self.ask("/api/session/token", {"session": session})

    def me(self, session: ApiAnswer) -> int:
        """Status of a call of the API with the access token of an answer."""
        bearer = {"Authorization": f"Bearer {session.json['access_token']}"}
        return self.api("GET", "/api/me", headers=bearer).status


@dataclass
class SessionWorld:
    """One deployment, and browsers at it."""

    api: Api
    pool: MemoryPool
    clock: LaterClock

    def browser(self) -> Browser:
        """A new browser."""
        return Browser(self.api, self.pool)

    def later(self, **by: float) -> None:
        """Let real time pass."""
        self.clock.later += timedelta(**by)


@pytest.fixture
def world(api: Api, deployment: pytest.MonkeyPatch) -> SessionWorld:
    """Huế, with a pool and keys in memory."""
    for name, value in {"PROVINCE": "hue", "SITE_ORIGIN": SITE, "SIGN_IN_ORIGIN": "https://pool.example"}.items():
        deployment.setenv(name, value)
    for name in ("SIGN_IN_SERVER", "IDENTITY_API", "SESSION_SECRET_ARN", "NOTICES_QUEUE_URL"):
        deployment.setenv(name, "https://pool.example")
    forget_adapters()
    pool, clock = MemoryPool(), LaterClock()
    deployment.setattr(wiring, "provide_clock", lambda: clock)
    deployment.setattr(wiring_sessions, "provide_pool", lambda: pool)
    deployment.setattr(wiring_own, "provide_own_pool", lambda: pool)
    deployment.setattr(wiring_sessions, "_open_session_secret", lambda: HeldSecret(KEYS))
    return SessionWorld(api, pool, clock)


def find_records(printed: str) -> list[dict[str, Any]]:
    """The records of the security log among printed lines."""
    lines = [json.loads(line) for line in printed.splitlines()]
    return [line["record"] for line in lines if line.get("message") == LINE]


def is_ended(answer: Any) -> bool:
    """Whether the session is over for who asked."""
    return (answer.status, answer.code) == (401, "session_ended")
