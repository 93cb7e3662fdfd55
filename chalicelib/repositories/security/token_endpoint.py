"""The user pool's token endpoint (RFC 6749), as the session route uses it. Neither codes nor tokens reach a log."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import urllib3

from chalicelib.domain.accounts.identity_proofing import read_identity
from chalicelib.domain.accounts.proven_identity import PROVIDER
from chalicelib.domain.security.sessions import Ended, PoolTokens, SessionEnded, SignInRefused
from chalicelib.domain.shared.errors import Busy
from chalicelib.repositories.accounts.identity_claims import load_claim_rules

TIMEOUT = urllib3.Timeout(connect=2.0, read=5.0)
SCOPE = "openid profile email"
CLAIMS = ("sub", "name", "email", "phone_number")
"""Claims that the pages may read about the signed-in person. The rest of an id token stays here."""

REVOKE = {
    "Content-Type": "application/x-amz-json-1.1",
    "X-Amz-Target": "AWSCognitoIdentityProviderService.RevokeToken",
}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class RefusedByPool(Exception):
    """The pool answered that the grant is invalid."""


@dataclass(slots=True)
class TokenEndpoint:
    """The `Pool` port over HTTP. Browsers are sent to `sign_in`; `server` and `identity_api` are called from here."""

    sign_in: str
    server: str
    identity_api: str
    client_id: str
    http: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(timeout=TIMEOUT, retries=False))

    def authorize_url(self, state: str, challenge: str, redirect_uri: str) -> str:
        """Return where the person signs in with the e-identity provider: the pool's own page takes nobody."""
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": redirect_uri,
            "scope": SCOPE,
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "identity_provider": PROVIDER,
        }
        return f"{self.sign_in}/oauth2/authorize?{urlencode(asked)}"

    def build_logout_url(self, back: str) -> str:
        """Return where the pool ends its own session, so that the next person is asked for a password."""
        return f"{self.sign_in}/logout?{urlencode({'client_id': self.client_id, 'logout_uri': back})}"

    def exchange(self, code: str, verifier: str, redirect_uri: str, real_now: datetime) -> PoolTokens:
        """Return tokens for a code; raise SignInRefused, or Busy when the pool cannot be reached."""
        form = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
        try:
            answer = self._request_tokens({**form, "redirect_uri": redirect_uri})
        except RefusedByPool:
            raise SignInRefused(reason="code") from None
        if not answer.get("refresh_token"):
            raise SignInRefused(reason="no_refresh_token")
        return _build_tokens(answer, answer["refresh_token"], {}, real_now)

    def refresh(self, was: PoolTokens, real_now: datetime) -> PoolTokens:
        """Return new tokens; raise SessionEnded when the pool no longer accepts the old ones, or Busy."""
        try:
            answer = self._request_tokens({"grant_type": "refresh_token", "refresh_token": was.refresh})
        except RefusedByPool:
            raise SessionEnded(reason=Ended.REFUSED.value) from None
        return _build_tokens(answer, answer.get("refresh_token") or was.refresh, was.claims, real_now)

    def revoke(self, refresh: str) -> bool:
        """Revoke a refresh token; return False when the pool could not be reached."""
        body = json.dumps({"ClientId": self.client_id, "Token": refresh}).encode()
        try:
            return self.http.request("POST", f"{self.identity_api}/", body=body, headers=REVOKE).status == 200
        except urllib3.exceptions.HTTPError:
            return False

    def _request_tokens(self, form: Mapping[str, str]) -> dict[str, Any]:
        body = urlencode({**form, "client_id": self.client_id}).encode()
        try:
            answer = self.http.request("POST", f"{self.server}/oauth2/token", body=body, headers=FORM)
        except urllib3.exceptions.HTTPError:
            raise Busy(retry_after=2) from None
        if answer.status >= 500 or answer.status == 429:
            raise Busy(retry_after=2)
        if answer.status != 200:
            raise RefusedByPool
        read: dict[str, Any] = json.loads(answer.data)
        return read


def _build_tokens(answer: Mapping[str, Any], refresh: str, known: Mapping[str, str], real_now: datetime) -> PoolTokens:
    read = read_claims(answer["id_token"]) if answer.get("id_token") else None
    claims = known if read is None else {name: str(read[name]) for name in CLAIMS if read.get(name)}
    until = real_now + timedelta(seconds=int(answer["expires_in"]))
    return PoolTokens(
        str(answer["access_token"]), str(refresh), until, claims, read_identity(read or {}, load_claim_rules())
    )


def read_claims(token: str) -> dict[str, Any]:
    """Return the claims of an id token that came straight from the pool over TLS: read, not verified (OpenID Connect
    3.1.3.7)."""
    middle = token.split(".")[1]
    read: dict[str, Any] = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    return read
