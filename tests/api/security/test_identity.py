"""The person of a token, and every invalid token."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from chalicelib.domain.shared.errors import Busy, Unauthenticated
from chalicelib.repositories.accounts.identity import Identity, Keys, KeysUnreachableError, http_keys, signing_keys
from chalicelib.wiring import core as wiring
from tests.api.conftest import (
    CLIENT_ID,
    ISSUER,
    KEY,
    KID,
    STRANGER,
    Api,
    KeyServer,
    bearer,
    claims_of,
    jwk,
    token,
)

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SECRET = "s" * 64


def identity(*keys: dict[str, Any]) -> Identity:
    """Identity with a fixed key set."""
    return Identity(ISSUER, CLIENT_ID, Keys(lambda: {"keys": list(keys or (jwk(KEY),))}))


def at(minutes: float) -> datetime:
    """An instant around NOW."""
    return NOW + timedelta(minutes=minutes)


def fresh(**changes: Any) -> str:
    """A token good at NOW."""
    return token(**{"sub": "sub-1", "iat": at(-1), "exp": at(14), **changes})


def unsigned(header: dict[str, Any]) -> str:
    """A token without a signature."""
    parts = ({"typ": "JWT", "kid": KID, **header}, {**claims_of("sub-1"), "iat": 1, "exp": 9_999_999_999})
    texts = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)
    return ".".join(texts) + "."


def test_a_good_token_names_its_subject() -> None:
    assert identity().verify(fresh(), NOW).sub == "sub-1"


def test_a_token_is_good_within_half_a_minute_of_a_skewed_clock() -> None:
    assert identity().verify(fresh(exp=at(-0.4)), NOW).sub == "sub-1"
    assert identity().verify(fresh(iat=at(0.4), nbf=at(0.4)), NOW).sub == "sub-1"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"exp": at(-0.6)}, "expired"),
        ({"exp": None}, "expired"),
        ({"exp": "tomorrow"}, "exp"),
        ({"exp": True}, "exp"),
        ({"iat": None}, "from_the_future"),
        ({"iat": at(0.6)}, "from_the_future"),
        ({"nbf": at(0.6)}, "from_the_future"),
        ({"iss": "https://other.example.test"}, "iss"),
        ({"iss": None}, "iss"),
        ({"client_id": "other"}, "client_id"),
        ({"client_id": [CLIENT_ID]}, "client_id"),
        ({"client_id": None, "aud": CLIENT_ID}, "client_id"),
        ({"token_use": "id"}, "token_use"),
        ({"sub": "a b"}, "subject"),
        ({"sub": "x" * 65}, "subject"),
        ({"sub": None}, "subject"),
        ({"key": STRANGER}, "signature"),
        ({"kid": "key-2"}, "unknown_key"),
        ({"padding": "x" * 9000}, "too_long"),
    ],
)
def test_a_token_that_is_not_ours_or_not_now_is_refused(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(Unauthenticated) as refused:
        identity().verify(fresh(**changes), NOW)
    assert refused.value.facts["reason"] == reason


@pytest.mark.parametrize(
    ("forged", "reason"),
    [
        ("", "not_a_token"),
        ("a.b.c", "not_a_token"),
        ("a.b", "not_a_token"),
        (unsigned({"alg": "none"}), "algorithm"),
        (unsigned({"alg": "RS256"}), "signature"),
        (jwt.encode(claims_of("sub-1"), SECRET, algorithm="HS256", headers={"kid": KID}), "algorithm"),
        (jwt.encode(claims_of("sub-1"), KEY, algorithm="RS512", headers={"kid": KID}), "algorithm"),
        (jwt.encode(claims_of("sub-1"), KEY, algorithm="RS256"), "algorithm"),
    ],
)
def test_a_forged_token_is_refused(forged: str, reason: str) -> None:
    with pytest.raises(Unauthenticated) as refused:
        identity().verify(forged, NOW)
    assert refused.value.facts["reason"] == reason


def test_an_altered_token_is_refused() -> None:
    header, body, signature = fresh().split(".")
    other = fresh(sub="sub-2").split(".")[1]
    for altered in (f"{header}.{other}.{signature}", f"{header}.{body}.{signature[:-6]}AAAAAA"):
        with pytest.raises(Unauthenticated):
            identity().verify(altered, NOW)


def test_only_strong_rsa_signing_keys_are_taken() -> None:
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - the point of the test
    given = [
        jwk(KEY, "good"),
        jwk(weak, "weak"),
        {**jwk(KEY, "encryption"), "use": "enc"},
        {"kty": "oct", "kid": "shared", "k": "c2VjcmV0"},
        {"kty": "RSA", "kid": "broken"},
        {**jwk(KEY), "kid": ""},
    ]
    assert set(signing_keys({"keys": given})) == {"good"}


class Issuer:
    """A key set that can change and fail, and counts."""

    def __init__(self) -> None:
        self.asked, self.keys, self.up = 0, [jwk(KEY)], True

    def __call__(self) -> dict[str, Any]:
        self.asked += 1
        if not self.up:
            raise KeysUnreachableError("down")
        return {"keys": self.keys}


def test_keys_are_asked_for_once_an_hour() -> None:
    issuer = Issuer()
    keys = Keys(issuer)
    for minutes in (0, 1, 59):
        assert keys.get(KID, at(minutes))
    assert issuer.asked == 1
    assert keys.get(KID, at(60))
    assert issuer.asked == 2


def test_an_unknown_key_asks_again_but_not_more_than_twice_a_minute() -> None:
    issuer = Issuer()
    keys = Keys(issuer)
    assert keys.get(KID, NOW)
    issuer.keys = [jwk(KEY), jwk(STRANGER, "key-2")]
    assert keys.get("key-2", at(0.4)) is None
    assert keys.get("key-2", at(0.5))
    for _ in range(20):
        assert keys.get("no-such-key", at(0.6)) is None
    assert issuer.asked == 2


def test_a_key_taken_back_by_the_issuer_is_no_longer_good() -> None:
    issuer = Issuer()
    keys = Keys(issuer)
    assert keys.get(KID, NOW)
    issuer.keys = [jwk(STRANGER, "key-2")]
    assert keys.get(KID, at(61)) is None


def test_known_keys_outlive_an_outage_of_the_issuer_and_none_means_busy() -> None:
    issuer = Issuer()
    keys = Keys(issuer)
    issuer.up = False
    with pytest.raises(Busy):
        keys.get(KID, NOW)
    issuer.up = True
    assert keys.get(KID, at(1))
    issuer.up = False
    assert keys.get(KID, at(120))


def test_keys_come_over_http(key_server: KeyServer) -> None:
    fetch = http_keys(key_server.url)
    assert set(signing_keys(fetch())) == {KID}
    key_server.status = 500
    with pytest.raises(KeysUnreachableError):
        fetch()


def test_an_address_without_an_issuer_is_unreachable() -> None:
    with pytest.raises(KeysUnreachableError):
        http_keys("http://127.0.0.1:9/keys")()


def test_the_api_signs_nobody_in_without_a_good_token(api: Api, key_server: KeyServer) -> None:
    attempts = [
        {},
        {"Authorization": "Basic YTpi"},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer x.y.z"},
        bearer("sub-1", key=STRANGER),
        bearer("sub-1", exp=datetime.now(UTC) - timedelta(minutes=1)),
        bearer("sub-1", iat=datetime.now(UTC) + timedelta(minutes=5)),
        bearer("sub-1", token_use="id"),
    ]
    answers = [api("GET", "/api/me", headers=headers) for headers in attempts]
    assert {(a.status, a.code) for a in answers} == {(401, "unauthenticated")}
    assert {a.headers["www-authenticate"] for a in answers} == {"Bearer"}
    assert len({json.dumps(a.json["detail"]) for a in answers}) == 1
    assert api("GET", "/api/me", sub="sub-1").status == 200
    assert key_server.asked == 1


def test_tokens_keep_real_time_under_a_simulated_clock(api: Api, deployment: pytest.MonkeyPatch) -> None:
    deployment.setenv("CLOCK_OFFSET_SECONDS", str(400 * 86_400))
    wiring.settings.cache_clear()
    wiring.clock.cache_clear()
    answer = api("GET", "/api/me", sub="sub-1")
    assert answer.status == 200
    assert answer.json["simulated_clock"] is True
    assert datetime.fromisoformat(answer.json["now"]) > datetime.now(UTC) + timedelta(days=399)
