"""The officers' user pool in memory, at the provider's interface: sessions are of one person and step, and good once.

Its faults are the SDK's. `skips` is what it does wrong on purpose: give tokens without asking a code.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

import jwt
from botocore.exceptions import ClientError, ReadTimeoutError
from pyotp import TOTP, random_base32

from tests.api.conftest import KEY, OFFICE, sign_token

LIVES = timedelta(minutes=5)
PASSWORD, FIRST = "Mot-Cua-2026", "Lan-Dau-2026"


@dataclass
class PoolMember:
    """Somebody with an account."""

    sub: str
    password: str
    first: bool = False
    secret: str = ""
    fault: tuple[str, str] | None = None


@dataclass
class FakeOfficerPool:
    """The SDK's client with its answers."""

    members: dict[str, PoolMember] = field(default_factory=dict)
    steps: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    refreshing: dict[str, str] = field(default_factory=dict)
    revoked: list[str] = field(default_factory=list)
    seen: list[dict[str, Any]] = field(default_factory=list)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    skips: bool = False
    away: bool = False
    claimed: str = ""

    def enrolled(self, name: str, password: str = PASSWORD) -> TOTP:
        """Somebody who signs in already; their telephone."""
        telephone = TOTP(random_base32())
        self.members[name] = PoolMember(f"sub-{name}", password, secret=telephone.secret)
        return telephone

    def invited(self, name: str, password: str = FIRST) -> None:
        """Somebody whose first password was mailed."""
        self.members[name] = PoolMember(f"sub-{name}", password, first=True)

    def admin_initiate_auth(self, **asked: Any) -> dict[str, Any]:
        """A name and a password."""
        self._answer(asked)
        given = asked["AuthParameters"]
        member = self.members.get(given["USERNAME"])
        if member and member.fault:
            self._refuse(*member.fault)
        if member is None or given["PASSWORD"] != member.password:
            self._refuse("NotAuthorizedException", "Incorrect username or password.")
        return self._next(given["USERNAME"], member)

    def admin_respond_to_auth_challenge(self, **asked: Any) -> dict[str, Any]:
        """The answer to a step."""
        self._answer(asked)
        name, given = asked["ChallengeName"], asked["ChallengeResponses"]
        member = self._of(asked["Session"], "VERIFIED" if name == "MFA_SETUP" else name, given["USERNAME"])
        if name == "NEW_PASSWORD_REQUIRED":
            if not re.fullmatch(r"[\S]+.*[\S]+", given["NEW_PASSWORD"]):
                self._refuse("InvalidParameterException", "1 validation error detected: Value at 'password' failed")
            if len(given["NEW_PASSWORD"]) < 12 or given["NEW_PASSWORD"] == member.password:
                self._refuse("InvalidPasswordException")
            member.password, member.first = given["NEW_PASSWORD"], False
            del self.steps[asked["Session"]]
            return self._next(given["USERNAME"], member)
        code = given.get("SOFTWARE_TOKEN_MFA_CODE", "")
        if name == "SOFTWARE_TOKEN_MFA" and not TOTP(member.secret).verify(code, for_time=self.now(), valid_window=1):
            self._refuse("CodeMismatchException")
        del self.steps[asked["Session"]]
        return {"AuthenticationResult": self._tokens(member.sub)}

    def associate_software_token(self, **asked: Any) -> dict[str, Any]:
        """A secret for a telephone."""
        self._answer(asked)
        name = self.steps.get(asked["Session"], ("", "", ""))[1]
        self._of(asked["Session"], "MFA_SETUP", name)
        del self.steps[asked["Session"]]
        secret = random_base32()
        return {"SecretCode": secret, "Session": self._step("MFA_SETUP", name, secret)}

    def verify_software_token(self, **asked: Any) -> dict[str, Any]:
        """The first code of a telephone."""
        self._answer(asked)
        _, name, secret = self.steps.get(asked["Session"], ("", "", ""))
        member = self._of(asked["Session"], "MFA_SETUP", name)
        if not secret or not TOTP(secret).verify(asked["UserCode"], for_time=self.now(), valid_window=1):
            self._refuse("EnableSoftwareTokenMFAException", "Code mismatch")
        member.secret = secret
        del self.steps[asked["Session"]]
        return {"Status": "SUCCESS", "Session": self._step("VERIFIED", name)}

    def get_tokens_from_refresh_token(self, **asked: Any) -> dict[str, Any]:
        """New tokens; the old refresh token is used up."""
        self._answer(asked)
        sub = self.refreshing.pop(asked["RefreshToken"], "")
        if not sub:
            self._refuse("NotAuthorizedException", "Refresh Token has been revoked")
        return {"AuthenticationResult": self._tokens(sub)}

    def revoke_token(self, **asked: Any) -> dict[str, Any]:
        """End a refresh token."""
        self._answer(asked)
        self.refreshing.pop(asked["Token"], None)
        self.revoked.append(asked["Token"])
        return {}

    def _answer(self, asked: dict[str, Any]) -> None:
        self.seen.append(asked)
        if self.away:
            raise ReadTimeoutError(endpoint_url="https://pool.example")

    def _next(self, name: str, member: PoolMember) -> dict[str, Any]:
        if self.skips:
            return {"AuthenticationResult": self._tokens(member.sub)}
        kind = "NEW_PASSWORD_REQUIRED" if member.first else "SOFTWARE_TOKEN_MFA" if member.secret else "MFA_SETUP"
        known = {"USER_ID_FOR_SRP": name}
        return {"ChallengeName": kind, "Session": self._step(kind, name), "ChallengeParameters": known}

    def _step(self, kind: str, name: str, secret: str = "") -> str:
        session = secrets.token_urlsafe(32)
        self.steps[session] = (kind, name, secret)
        return session

    def _of(self, session: str, kind: str, name: str) -> PoolMember:
        found, of, _ = self.steps.get(session, ("", "", ""))
        if (found, of) != (kind, name) or not name:
            self._refuse("NotAuthorizedException", "Invalid session for the user.")
        return self.members[name]

    def _tokens(self, sub: str) -> dict[str, Any]:
        refresh, now = secrets.token_urlsafe(16), self.now()
        self.refreshing[refresh] = sub
        said = {"sub": self.claimed or sub, "iss": OFFICE["iss"], "token_use": "id"}
        return {
            "AccessToken": sign_token(sub, **OFFICE, iat=now, exp=now + LIVES, jti=refresh),
            "IdToken": jwt.encode(said, KEY, algorithm="RS256"),
            "RefreshToken": refresh,
            "ExpiresIn": int(LIVES.total_seconds()),
        }

    def _refuse(self, code: str, text: str = "") -> NoReturn:
        raise ClientError({"Error": {"Code": code, "Message": text}}, "pool")
