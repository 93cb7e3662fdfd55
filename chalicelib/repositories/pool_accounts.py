"""The accounts of the user pool."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from botocore.config import Config

from chalicelib.repositories import sdk


@dataclass(frozen=True, slots=True)
class PoolAccounts:
    """The `Accounts` port on the pool that issues the deployment's tokens."""

    client: Any
    pool: str

    @classmethod
    def of(cls, issuer: str) -> PoolAccounts:
        """The accounts behind an issuer, whose address ends with the pool's id."""
        patience = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 2})
        return cls(sdk.client("cognito-idp", config=patience), issuer.rpartition("/")[2])

    def has(self, sub: str) -> bool:
        """Whether somebody has the account; the id's form is checked at the edge, so that it is no filter itself."""
        return bool(self.client.list_users(UserPoolId=self.pool, Filter=f'sub = "{sub}"', Limit=1)["Users"])
