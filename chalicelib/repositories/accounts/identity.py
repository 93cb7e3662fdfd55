"""Verification of tokens: the same check in every environment, against the issuer's own keys."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

import jwt
import urllib3
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm
from jwt.types import Options
from jwt.utils import base64url_decode

from chalicelib.domain.accounts.sign_in_methods import SignInMethod, find_used_method
from chalicelib.domain.shared.errors import Busy, Unauthenticated

LEEWAY = timedelta(seconds=30)
KEYS_LIVE = timedelta(hours=1)
REFRESH_PAUSE = timedelta(seconds=30)
LONGEST_TOKEN = 8_192
LONGEST_ANSWER = 131_072
SUB = re.compile(r"[A-Za-z0-9-]{1,64}")
UNCHECKED: Options = {"verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_aud": False}
"""Times are checked here, against the given `real_now`; an access token has no audience, only a client."""

Jwks = Mapping[str, Any]


class KeysUnreachableError(Exception):
    """The issuer's keys could not be fetched."""


def build_key_fetcher(url: str) -> Callable[[], Jwks]:
    """A function that fetches the key set, or another short JSON object, at `url`; it raises KeysUnreachableError."""
    pool = urllib3.PoolManager(
        timeout=urllib3.Timeout(connect=2, read=3), retries=urllib3.Retry(total=1, redirect=0), maxsize=2
    )

    def fetch_keys() -> Jwks:
        try:
            response = pool.request("GET", url, preload_content=False)
            said = response.read(LONGEST_ANSWER)
            response.close()
            # What is longer was cut, and is no JSON.
            keys = json.loads(said) if response.status == 200 else None
        except (urllib3.exceptions.HTTPError, ValueError) as fault:
            raise KeysUnreachableError(type(fault).__name__) from None
        if not isinstance(keys, dict):
            raise KeysUnreachableError(f"status {response.status}")
        return keys

    return fetch_keys


@dataclass(slots=True)
class Keys:
    """The issuer's signing keys by id, kept an hour; an unknown id triggers a new fetch at most every 30 s."""

    fetch: Callable[[], Jwks]
    known: dict[str, RSAPublicKey] = field(default_factory=dict)
    fetched_at: datetime | None = None
    tried_at: datetime | None = None

    def get(self, kid: str, real_now: datetime) -> RSAPublicKey | None:
        """Return the key `kid`, or None when the issuer does not know it; raise Busy when no keys could be fetched."""
        if self._is_worth_asking(kid, real_now):
            self._refresh_keys(real_now)
        if not self.known:
            raise Busy(retry_after=5)
        return self.known.get(kid)

    def is_fresh(self, real_now: datetime) -> bool:
        """Return whether the issuer's answer is of this very moment: a key that is not in it does not exist."""
        return self.fetched_at == real_now

    def _is_worth_asking(self, kid: str, real_now: datetime) -> bool:
        if self.tried_at is not None and real_now - self.tried_at < REFRESH_PAUSE:
            return False
        return kid not in self.known or self.fetched_at is None or real_now - self.fetched_at >= KEYS_LIVE

    def _refresh_keys(self, real_now: datetime) -> None:
        self.tried_at = real_now
        try:
            found = self.fetch()
        except KeysUnreachableError:
            # The known keys stay valid: an unreachable issuer must not sign everybody out.
            return
        self.known = list_signing_keys(found)
        self.fetched_at = real_now


def list_signing_keys(jwks: Jwks) -> dict[str, RSAPublicKey]:
    """Return the RSA signing keys of a key set by id; anything else in it is left out."""
    found: dict[str, RSAPublicKey] = {}
    for entry in jwks.get("keys", []):
        if entry.get("kty") != "RSA" or entry.get("use", "sig") != "sig" or not entry.get("kid"):
            continue
        try:
            loaded = RSAAlgorithm.from_jwk(entry)
        except jwt.InvalidKeyError:
            continue
        if isinstance(loaded, RSAPublicKey) and loaded.key_size >= 2048:
            found[str(entry["kid"])] = loaded
    return found


class Verified(NamedTuple):
    """The subject of a token, its time of issue, whether it is of the officers' pool, and the kind of account."""

    sub: str
    issued_at: datetime
    office: bool = False
    method: SignInMethod = SignInMethod.LOCAL


@dataclass(frozen=True, slots=True)
class Identity:
    """Verifies access tokens of one issuer for one client. `office` says that the issuer is the officers' pool."""

    issuer: str
    client_id: str
    keys: Keys
    office: bool = False

    def verify(self, token: str, real_now: datetime) -> Verified:
        """Return the subject of `token`; raise Unauthenticated (its reason is for the log), or Busy without keys."""
        if len(token) > LONGEST_TOKEN:
            raise Unauthenticated(reason="too_long")
        claims = self._verify_claims(token, real_now)
        self._check_use(claims)
        issued_at = _check_times(claims, real_now)
        sub = claims.get("sub")
        if not isinstance(sub, str) or not SUB.fullmatch(sub):
            raise Unauthenticated(reason="subject")
        return Verified(sub, issued_at, self.office, find_used_method(str(claims.get("username", ""))))

    def _verify_claims(self, token: str, real_now: datetime) -> Mapping[str, Any]:
        key = self.keys.get(_read_key_id(token), real_now)
        if key is None:
            raise Unauthenticated(reason="unknown_key")
        try:
            claims: Mapping[str, Any] = jwt.decode(token, key, algorithms=["RS256"], options=UNCHECKED)
        except (jwt.InvalidTokenError, ValueError):
            raise Unauthenticated(reason="signature") from None
        return claims

    def _check_use(self, claims: Mapping[str, Any]) -> None:
        expected = {"iss": self.issuer, "client_id": self.client_id, "token_use": "access"}
        for name, value in expected.items():
            if claims.get(name) != value:
                raise Unauthenticated(reason=name)


@dataclass(frozen=True, slots=True)
class Identities:
    """Verifies access tokens of the two pools, each only for its own client and with its own keys."""

    citizens: Identity
    officers: Identity

    def verify(self, token: str, real_now: datetime) -> Verified:
        """Return the subject of `token`; raise Unauthenticated, or Busy without keys."""
        named = self.officers if _read_claimed_issuer(token) == self.officers.issuer else self.citizens
        return named.verify(token, real_now)


def _read_claimed_issuer(token: str) -> object:
    """Return the issuer that a token claims; it only selects the check to be made."""
    if len(token) > LONGEST_TOKEN:
        return None
    try:
        claims = json.loads(base64url_decode(token.split(".")[1]))
    except (ValueError, IndexError, RecursionError):
        return None
    return claims.get("iss") if isinstance(claims, dict) else None


def _read_key_id(token: str) -> str:
    """Return the id of the key that signed a token; nothing of it is trusted before its signature is checked."""
    kid = _parse_header(token.partition(".")[0]) if token.count(".") == 2 else None
    if kid is None:
        raise Unauthenticated(reason="not_a_token")
    if not kid:
        raise Unauthenticated(reason="algorithm")
    return kid


@lru_cache(maxsize=16)
def _parse_header(segment: str) -> str | None:
    """Return the key id of a token's first segment, empty where it names none or another algorithm; None where it is no
    header. Tokens of one key share the segment, which is read once."""
    try:
        header = jwt.get_unverified_header(f"{segment}.e30.")
    except (jwt.InvalidTokenError, ValueError):
        return None
    kid = header.get("kid")
    return kid if header.get("alg") == "RS256" and isinstance(kid, str) else ""


def _check_times(claims: Mapping[str, Any], real_now: datetime) -> datetime:
    now, leeway = real_now.timestamp(), LEEWAY.total_seconds()
    expiry, issued, not_before = (_read_instant(claims, name) for name in ("exp", "iat", "nbf"))
    if expiry is None or expiry + leeway <= now:
        raise Unauthenticated(reason="expired")
    if issued is None or issued - leeway > now or (not_before is not None and not_before - leeway > now):
        raise Unauthenticated(reason="from_the_future")
    return datetime.fromtimestamp(issued, UTC)


def _read_instant(claims: Mapping[str, Any], name: str) -> float | None:
    value = claims.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Unauthenticated(reason=name)
    return float(value)
