"""How the stand-in e-identity provider signs people out at its clients when their identity is locked (OpenID Connect
Back-Channel Logout 1.0). A client that does not answer is called again; faults make the token a wrong one."""

from __future__ import annotations

import asyncio
import base64
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout
from joserfc import jwk, jwt

LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
TYPE = "logout+jwt"
PATIENCE = ClientTimeout(total=30)
PAUSES_S = (0.0, 0.5, 2.0)
"""Before each attempt at a client that did not answer, or answered with its own fault."""
LIVES_S, LATE_S = 120, 3_600


class SignOutFault(StrEnum):
    """What is wrong with the call when an identity is locked."""

    FORGED = "forged"  # signed with a key that is not published
    OTHER_AUDIENCE = "other_audience"
    NONCE = "nonce"  # as an ID token has
    REPLAYED = "replayed"  # the token of the call before
    ALG_NONE = "alg_none"
    LATE = "late"  # issued an hour ago
    LOST = "lost"  # never sent


@dataclass(slots=True)
class SignOutCalls:
    """The calls of one provider. `addresses` are those that its clients registered; `answers` the newest statuses, 0
    for none."""

    addresses: Mapping[str, str]
    answers: list[int] = field(default_factory=list)
    _sent: dict[str, str] = field(default_factory=dict)

    async def announce(self, issuer: str, subject: str, key: jwk.RSAKey, fault: SignOutFault | None) -> None:
        """Sign a person out at every client, with the issuer's present key."""
        self.answers = []
        if fault is SignOutFault.LOST:
            return
        for client, address in self.addresses.items():
            replayed = self._sent.get(client) if fault is SignOutFault.REPLAYED else None
            token = self._sent[client] = replayed or build_logout_token(issuer, client, subject, key, fault)
            self.answers.append(await _call_client(address, token))


def build_logout_token(
    issuer: str, client: str, subject: str, key: jwk.RSAKey, fault: SignOutFault | None = None
) -> str:
    """Return the token that signs a person out at a client."""
    issued = int(time.time()) - (LATE_S if fault is SignOutFault.LATE else 0)
    claims: dict[str, Any] = {
        "iss": issuer,
        "aud": "another-client" if fault is SignOutFault.OTHER_AUDIENCE else client,
        "sub": subject,
        "iat": issued,
        "exp": issued + LIVES_S,
        "jti": secrets.token_urlsafe(16),
        "events": {LOGOUT: {}},
    }
    if fault is SignOutFault.NONCE:
        claims["nonce"] = "no"
    if fault is SignOutFault.ALG_NONE:
        return f"{_encode({'alg': 'none', 'typ': TYPE})}.{_encode(claims)}."
    signer = jwk.RSAKey.generate_key(2048, {"kid": key.kid or ""}) if fault is SignOutFault.FORGED else key
    return jwt.encode({"alg": "RS256", "kid": key.kid, "typ": TYPE}, claims, signer)


async def _call_client(address: str, token: str) -> int:
    """Return the status of the last attempt; 0 for a client that cannot be reached."""
    status = 0
    async with ClientSession(timeout=PATIENCE) as http:
        for pause in PAUSES_S:
            await asyncio.sleep(pause)
            try:
                async with http.post(address, data={"logout_token": token}, allow_redirects=False) as answer:
                    status = answer.status
            except (ClientError, TimeoutError):
                status = 0
            if 0 < status < 500:
                break
    return status


def _encode(part: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
