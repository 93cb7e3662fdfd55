"""The e-identity provider's logout tokens: their signature, checked with the keys that the provider publishes.

The keys are found as a user pool finds them: by the provider's own description of itself (OpenID Connect Discovery).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt
from jwt.types import Options

from chalicelib.domain.security.logout_tokens import TYPE, LogoutTokenRefused, SignOutNotice, read_notice
from chalicelib.domain.shared.errors import Busy
from chalicelib.repositories.accounts.identity import (
    LONGEST_TOKEN,
    REFRESH_PAUSE,
    UNCHECKED,
    Jwks,
    Keys,
    KeysUnreachableError,
    build_key_fetcher,
)

DESCRIPTION = "/.well-known/openid-configuration"
ALGORITHM = "RS256"
"""The one that every provider has (OpenID Connect Core 1.0, 15.1) and that the user pool takes."""
SIGNED_ONLY: Options = {**UNCHECKED, "verify_iss": False, "verify_sub": False, "verify_jti": False}
"""What the claims say is read by `read_notice`, which names the one that is wrong."""


@dataclass(frozen=True, slots=True)
class ProviderKeys:
    """Fetches the keys of a provider, at the address that it names."""

    issuer: str

    def fetch(self) -> Jwks:
        """Return the key set; raise KeysUnreachableError."""
        described = build_key_fetcher(f"{self.issuer.removesuffix('/')}{DESCRIPTION}")()
        address = str(described.get("jwks_uri", ""))
        # Who answers for another issuer is not believed, nor keys at an address that anybody may answer for.
        if described.get("issuer") != self.issuer or not address.startswith(("https://", f"{self.issuer}/")):
            raise KeysUnreachableError("description")
        return build_key_fetcher(address)()


@dataclass(frozen=True, slots=True)
class LogoutTokens:
    """Checks the logout tokens of one provider for one client."""

    issuer: str
    client_id: str
    keys: Keys

    @classmethod
    def connect_to(cls, issuer: str, client_id: str) -> LogoutTokens:
        """Those of a provider, by its address."""
        return cls(issuer, client_id, Keys(ProviderKeys(issuer).fetch))

    def read(self, token: str, real_now: datetime) -> SignOutNotice:
        """Return what a token says; raise LogoutTokenRefused, or Busy without the provider's keys of now."""
        key = self.keys.get(_read_key_id(token), real_now)
        if key is None and not self.keys.is_fresh(real_now):
            # The provider may have changed its keys since they were fetched, which is not done for every caller.
            raise Busy(retry_after=round(REFRESH_PAUSE.total_seconds()))
        if key is None:
            raise LogoutTokenRefused(check="kid")
        try:
            claims: Mapping[str, Any] = jwt.decode(token, key, algorithms=[ALGORITHM], options=SIGNED_ONLY)
        except (jwt.InvalidTokenError, ValueError):
            raise LogoutTokenRefused(check="signature") from None
        return read_notice(claims, self.issuer, self.client_id, real_now)


def _read_key_id(token: str) -> str:
    """Return the id of the key that signed a token, which is not trusted before its signature is checked. No key is
    fetched for a token of another kind or algorithm."""
    if not token or len(token) > LONGEST_TOKEN:
        raise LogoutTokenRefused(check="logout_token")
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        raise LogoutTokenRefused(check="logout_token") from None
    for name, good in {"alg": ALGORITHM, "typ": TYPE}.items():
        if header.get(name) != good:
            raise LogoutTokenRefused(check=name)
    kid = header.get("kid")
    if not isinstance(kid, str):
        raise LogoutTokenRefused(check="kid")
    return kid
