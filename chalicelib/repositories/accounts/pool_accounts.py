"""The accounts of the officers' user pool."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from botocore.config import Config

from chalicelib.domain.accounts.recovery import Login
from chalicelib.repositories.aws import sdk


@dataclass(frozen=True, slots=True)
class PoolAccounts:
    """The `Accounts` and `Logins` ports on the pool behind an issuer."""

    client: Any
    pool: str

    @classmethod
    def connect_to(cls, issuer: str) -> PoolAccounts:
        """The accounts behind an issuer, whose address ends with the pool's id."""
        patience = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 2})
        return cls(sdk.create_client("cognito-idp", config=patience), issuer.rpartition("/")[2])

    def has(self, sub: str) -> bool:
        """Return whether the account exists; the id's form is checked at the edge, so that it cannot
        inject a filter."""
        return self.find(sub) is not None

    def find(self, sub: str) -> Login | None:
        """Return the account of a subject, compared case-sensitively: the pool's search ignores case."""
        found = self.client.list_users(UserPoolId=self.pool, Filter=f'sub = "{sub}"', Limit=1)["Users"]
        login = _build_login(found[0]["Username"], found[0]["Attributes"]) if found else None
        return login if login is not None and login.sub == sub else None

    def renew(self, username: str, was: str, email: str, name: str) -> str:
        """Create a new account of that name in place of the subject `was`, and mail its first password. A repetition
        after an interruption makes no second one."""
        known = self._get(username)
        if known is not None and known.sub == was:
            with suppress(self.client.exceptions.UserNotFoundException):
                self.client.admin_delete_user(UserPoolId=self.pool, Username=username)
            known = None
        return known.sub if known else self._create(username, email, name)

    def _get(self, username: str) -> Login | None:
        try:
            found = self.client.admin_get_user(UserPoolId=self.pool, Username=username)
        except self.client.exceptions.UserNotFoundException:
            return None
        return _build_login(username, found["UserAttributes"])

    def _create(self, username: str, email: str, name: str) -> str:
        said = {"email": email, "email_verified": "true", "name": name}
        made = self.client.admin_create_user(
            UserPoolId=self.pool,
            Username=username,
            UserAttributes=[{"Name": key, "Value": value} for key, value in said.items() if value],
            DesiredDeliveryMediums=["EMAIL"],
        )
        return _build_login(username, made["User"]["Attributes"]).sub


def _build_login(username: str, attributes: list[Mapping[str, str]]) -> Login:
    said = {one["Name"]: one["Value"] for one in attributes}
    return Login(username, said["sub"], said.get("email", ""))
