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
from chalicelib.repositories.accounts.identity import (
    Identity,
    Keys,
    KeysUnreachableError,
    build_key_fetcher,
    list_signing_keys,
)
from chalicelib.wiring import core as wiring
from tests.api.conftest import (
    CLIENT_ID,
    ISSUER,
    KEY,
    KID,
    STRANGER,
    Api,
    KeyServer,
    build_bearer,
    build_claims,
    build_jwk,
    sign_token,
)

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SECRET = "s" * 64


def build_identity(*keys: dict[str, Any]) -> Identity:
    """Identity with a fixed key set."""
    return Identity(ISSUER, CLIENT_ID, Keys(lambda: {"keys": list(keys or (build_jwk(KEY),))}))


def choose_instant(minutes: float) -> datetime:
    """An instant around NOW."""
    return NOW + timedelta(minutes=minutes)


def sign_fresh_token(**changes: Any) -> str:
    """A token good at NOW."""
    return sign_token(**{"sub": "sub-1", "iat": choose_instant(-1), "exp": choose_instant(14), **changes})


def build_unsigned_token(header: dict[str, Any]) -> str:
    """A token without a signature."""
    parts = ({"typ": "JWT", "kid": KID, **header}, {**build_claims("sub-1"), "iat": 1, "exp": 9_999_999_999})
    texts = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)
    return ".".join(texts) + "."


def test_a_good_token_names_its_subject() -> None:
    assert build_identity().verify(sign_fresh_token(), NOW).sub == "sub-1"


def test_a_token_is_good_within_half_a_minute_of_a_skewed_clock() -> None:
    assert build_identity().verify(sign_fresh_token(exp=choose_instant(-0.4)), NOW).sub == "sub-1"
    assert (
        build_identity().verify(sign_fresh_token(iat=choose_instant(0.4), nbf=choose_instant(0.4)), NOW).sub == "sub-1"
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"exp": choose_instant(-0.6)}, "expired"),
        ({"exp": None}, "expired"),
        ({"exp": "tomorrow"}, "exp"),
        ({"exp": True}, "exp"),
        ({"iat": None}, "from_the_future"),
        ({"iat": choose_instant(0.6)}, "from_the_future"),
        ({"nbf": choose_instant(0.6)}, "from_the_future"),
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
        build_identity().verify(sign_fresh_token(**changes), NOW)
    assert refused.value.facts["reason"] == reason


@pytest.mark.parametrize(
    ("forged", "reason"),
    [
        ("", "not_a_token"),
        ("a.b.c", "not_a_token"),
        ("a.b", "not_a_token"),
        (build_unsigned_token({"alg": "none"}), "algorithm"),
        (build_unsigned_token({"alg": "RS256"}), "signature"),
        (jwt.encode(build_claims("sub-1"), SECRET, algorithm="HS256", headers={"kid": KID}), "algorithm"),
        (jwt.encode(build_claims("sub-1"), KEY, algorithm="RS512", headers={"kid": KID}), "algorithm"),
        (jwt.encode(build_claims("sub-1"), KEY, algorithm="RS256"), "algorithm"),
    ],
)
def test_a_forged_token_is_refused(forged: str, reason: str) -> None:
    with pytest.raises(Unauthenticated) as refused:
        build_identity().verify(forged, NOW)
    assert refused.value.facts["reason"] == reason


def test_an_altered_token_is_refused() -> None:
    header, body, signature = sign_fresh_token().split(".")
    other = sign_fresh_token(sub="sub-2").split(".")[1]
    for altered in (f"{header}.{other}.{signature}", f"{header}.{body}.{signature[:-6]}AAAAAA"):
        with pytest.raises(Unauthenticated):
            build_identity().verify(altered, NOW)


def test_only_strong_rsa_signing_keys_are_taken() -> None:
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - the point of the test
    given = [
        build_jwk(KEY, "good"),
        build_jwk(weak, "weak"),
        {**build_jwk(KEY, "encryption"), "use": "enc"},
        {"kty": "oct", "kid": "shared", "k": "c2VjcmV0"},
        {"kty": "RSA", "kid": "broken"},
        {**build_jwk(KEY), "kid": ""},
    ]
    assert set(list_signing_keys({"keys": given})) == {"good"}


class Issuer:
    """A key set that can change and fail, and counts."""

    def __init__(self) -> None:
        self.asked, self.keys, self.up = 0, [build_jwk(KEY)], True

    def __call__(self) -> dict[str, Any]:
        self.asked += 1
        if not self.up:
            raise KeysUnreachableError("down")
        return {"keys": self.keys}


def test_keys_are_asked_for_once_an_hour() -> None:
    issuer = Issuer()
    keys = Keys(issuer)
    for minutes in (0, 1, 59):
        assert keys.get(KID, choose_instant(minutes))
    assert issuer.asked == 1
    assert keys.get(KID, choose_instant(60))
    assert issuer.asked == 2


def test_an_unknown_key_asks_again_but_not_more_than_twice_a_minute() -> None:
    issuer = Issuer()
    keys = Keys(issuer)
    assert keys.get(KID, NOW)
    issuer.keys = [build_jwk(KEY), build_jwk(STRANGER, "key-2")]
    assert keys.get("key-2", choose_instant(0.4)) is None
    assert keys.get("key-2", choose_instant(0.5))
    for _ in range(20):
        assert keys.get("no-such-key", choose_instant(0.6)) is None
    assert issuer.asked == 2


def test_a_key_taken_back_by_the_issuer_is_no_longer_good() -> None:
    issuer = Issuer()
    keys = Keys(issuer)
    assert keys.get(KID, NOW)
    issuer.keys = [build_jwk(STRANGER, "key-2")]
    assert keys.get(KID, choose_instant(61)) is None


def test_known_keys_outlive_an_outage_of_the_issuer_and_none_means_busy() -> None:
    issuer = Issuer()
    keys = Keys(issuer)
    issuer.up = False
    with pytest.raises(Busy):
        keys.get(KID, NOW)
    issuer.up = True
    assert keys.get(KID, choose_instant(1))
    issuer.up = False
    assert keys.get(KID, choose_instant(120))


def test_keys_come_over_http(key_server: KeyServer) -> None:
    fetch = build_key_fetcher(key_server.url)
    assert set(list_signing_keys(fetch())) == {KID}
    key_server.status = 500
    with pytest.raises(KeysUnreachableError):
        fetch()


def test_an_address_without_an_issuer_is_unreachable() -> None:
    with pytest.raises(KeysUnreachableError):
        build_key_fetcher("http://127.0.0.1:9/keys")()


def test_the_api_signs_nobody_in_without_a_good_token(api: Api, key_server: KeyServer) -> None:
    attempts = [
        {},
        {"Authorization": "Basic YTpi"},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer x.y.z"},
        build_bearer("sub-1", key=STRANGER),
        build_bearer("sub-1", exp=datetime.now(UTC) - timedelta(minutes=1)),
        build_bearer("sub-1", iat=datetime.now(UTC) + timedelta(minutes=5)),
        build_bearer("sub-1", token_use="id"),
    ]
    answers = [api("GET", "/api/me", headers=headers) for headers in attempts]
    assert {(a.status, a.code) for a in answers} == {(401, "unauthenticated")}
    assert {a.headers["www-authenticate"] for a in answers} == {"Bearer"}
    assert len({json.dumps(a.json["detail"]) for a in answers}) == 1
    assert api("GET", "/api/me", sub="sub-1").status == 200
    assert key_server.asked == 1


def test_tokens_keep_real_time_under_a_simulated_clock(api: Api, deployment: pytest.MonkeyPatch) -> None:
    deployment.setenv("CLOCK_OFFSET_SECONDS", str(400 * 86_400))
    wiring.provide_settings.cache_clear()
    wiring.provide_clock.cache_clear()
    answer = api("GET", "/api/me", sub="sub-1")
    assert answer.status == 200
    assert answer.json["simulated_clock"] is True
    assert datetime.fromisoformat(answer.json["now"]) > datetime.now(UTC) + timedelta(days=399)
