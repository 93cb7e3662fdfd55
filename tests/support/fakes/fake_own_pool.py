"""The citizens' user pool in memory, at the provider's interface, as far as it holds own accounts. Its faults are the
SDK's; it remembers as many passwords as the template says."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, NoReturn

import jwt
from botocore.exceptions import ClientError

from tests.api.conftest import KEY, sign_token

LIVES = timedelta(minutes=15)
HISTORY, SHORTEST = 10, 8


LONGEST_NAME = 128
"""Letters of an account's name, as the pool takes it."""


class UsernameExistsException(ClientError):
    """There is an account of that name."""


class UserNotFoundException(ClientError):
    """There is none."""


@dataclass
class OwnMember:
    """Somebody with an account; the newest password is the last one."""

    sub: str
    name: str
    passwords: list[str] = field(default_factory=list)


@dataclass
class FakeOwnPool:
    """The SDK's client with its answers; `seen` are the calls."""

    members: dict[str, OwnMember] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    exceptions: Any = field(
        default_factory=lambda: SimpleNamespace(
            UsernameExistsException=UsernameExistsException, UserNotFoundException=UserNotFoundException
        )
    )

    def admin_create_user(self, **asked: Any) -> dict[str, Any]:
        """A new account."""
        self.seen.append("create")
        name = asked["Username"]
        if len(asked["TemporaryPassword"]) < SHORTEST:
            _refuse("InvalidPasswordException")
        if name in self.members:
            raise UsernameExistsException(_fault("UsernameExistsException"), "pool")
        made = self.members[name] = OwnMember(f"own-{name}", asked["UserAttributes"][0]["Value"])
        return {"User": {"Attributes": _list_attributes(made)}}

    def admin_get_user(self, **asked: Any) -> dict[str, Any]:
        """A known account."""
        self.seen.append("get")
        if len(asked["Username"]) > LONGEST_NAME or any(map(str.isspace, asked["Username"])):
            _refuse("InvalidParameterException")
        return {"UserAttributes": _list_attributes(self._find(asked["Username"]))}

    def admin_set_user_password(self, **asked: Any) -> dict[str, Any]:
        """Another password."""
        self.seen.append("set")
        member = self._find(asked["Username"])
        if len(asked["Password"]) < SHORTEST:
            _refuse("InvalidPasswordException")
        if asked["Password"] in member.passwords[-HISTORY:]:
            _refuse("PasswordHistoryPolicyViolationException")
        member.passwords.append(asked["Password"])
        return {}

    def admin_initiate_auth(self, **asked: Any) -> dict[str, Any]:
        """A name and a password."""
        self.seen.append("sign-in")
        given = asked["AuthParameters"]
        member = self.members.get(given["USERNAME"])
        if member is None or member.passwords[-1:] != [given["PASSWORD"]]:
            _refuse("NotAuthorizedException")
        now, refresh = datetime.now(UTC), secrets.token_urlsafe(16)
        claims = {"sub": member.sub, "name": member.name, "token_use": "id"}
        return {
            "AuthenticationResult": {
                "AccessToken": sign_token(
                    member.sub, iat=now, exp=now + LIVES, username=given["USERNAME"], jti=refresh
                ),
                "IdToken": jwt.encode(claims, KEY, algorithm="RS256"),
                "RefreshToken": refresh,
                "ExpiresIn": int(LIVES.total_seconds()),
            }
        }

    def admin_delete_user(self, **asked: Any) -> dict[str, Any]:
        """An account that goes."""
        self.seen.append("delete")
        self._find(asked["Username"])
        del self.members[asked["Username"]]
        return {}

    def _find(self, name: str) -> OwnMember:
        if name not in self.members:
            raise UserNotFoundException(_fault("UserNotFoundException"), "pool")
        return self.members[name]


def _list_attributes(member: OwnMember) -> list[dict[str, str]]:
    return [{"Name": "sub", "Value": member.sub}, {"Name": "name", "Value": member.name}]


def _fault(code: str) -> Any:
    return {"Error": {"Code": code, "Message": ""}}


def _refuse(code: str) -> NoReturn:
    raise ClientError(_fault(code), "pool")
