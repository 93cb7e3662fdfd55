"""Tokens that are forged, of another kind, of another time or of somebody else: all one answer, without a reason."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.e2e.people import Cast
from tests.e2e.test_bad_input import check_both_languages

pytestmark = pytest.mark.cloud

STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Forger:
    """Makes tokens from a genuine one: with a key of its own, or with the pool's, from the cloud's state."""

    def __init__(self, cast: Cast) -> None:
        self.genuine = cast.stack.fetch_token("desk1")
        self.header: dict[str, Any] = jwt.get_unverified_header(self.genuine)
        self.claims: dict[str, Any] = jwt.decode(self.genuine, options={"verify_signature": False})
        keys = cast.stack.cloud.state / "cognito-pool-keys"
        self.pool_key = (keys / f"{cast.stack.outputs['OfficerPoolId']}-access.pem").read_text()

    def signed(self, key: Any = None, algorithm: str = "RS256", **changes: Any) -> str:
        """The genuine claims with changes, signed by the pool's key or another."""
        headers = {"kid": self.header["kid"]}
        return jwt.encode({**self.claims, **changes}, key or self.pool_key, algorithm=algorithm, headers=headers)

    def resigned(self, **changes: Any) -> str:
        """Other claims under the genuine signature."""
        header, _, signature = self.genuine.split(".")
        return ".".join((header, self.signed(**changes).split(".")[1], signature))


@pytest.fixture(scope="module")
def forger(cast: Cast) -> Forger:
    """Somebody who has seen an officer's token."""
    return Forger(cast)


def test_the_pool_key_makes_a_good_token(cast: Cast, forger: Forger) -> None:
    assert cast.nobody(forger.signed()).get("/api/me")["sub"] == forger.claims["sub"]


def test_an_officers_token_has_no_right_over_the_account(forger: Forger) -> None:
    """A thief of it can delete no account and register no telephone (decision 0251)."""
    assert "aws.cognito.signin.user.admin" not in forger.claims.get("scope", "").split()


FORGED: dict[str, Callable[[Forger, Cast], str]] = {
    "a stranger's key": lambda f, _: f.signed(STRANGER),
    "another person under the signature": lambda f, _: f.resigned(sub="0" * 36),
    "no signature": lambda f, _: f.genuine.rpartition(".")[0] + ".",
    "no algorithm": lambda f, _: jwt.encode(f.claims, "", algorithm="none", headers={"kid": f.header["kid"]}),
    "a shared secret": lambda f, _: f.signed("s" * 64, "HS256"),
    "expired": lambda f, _: f.signed(exp=int(time.time()) - 60),
    "of tomorrow": lambda f, _: f.signed(iat=int(time.time()) + 3600, exp=int(time.time()) + 7200),
    "another client's": lambda f, _: f.signed(client_id="somebodyelse"),
    "another issuer's": lambda f, _: f.signed(iss="https://example.test/pool"),
    "an id token": lambda f, cast: str(_sign_in_again(cast)["id_token"]),
    "a refresh token": lambda f, cast: str(_sign_in_again(cast)["refresh_token"])[:4000],
    "no token at all": lambda f, _: "x",
}


def _sign_in_again(cast: Cast) -> dict[str, Any]:
    return cast.stack.sign_in("desk1", cast.stack.find_account("desk1").password)


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_token_that_does_not_hold_opens_nothing(
    forge: Callable[[Forger, Cast], str], cast: Cast, forger: Forger
) -> None:
    refused = cast.nobody(forge(forger, cast)).ask("GET", "/api/me", expect=401)
    assert refused.code == "unauthenticated"
    assert refused.headers["www-authenticate"] == "Bearer"
    check_both_languages(refused)


def test_another_scheme_opens_nothing(cast: Cast, forger: Forger) -> None:
    for value in (f"Basic {forger.genuine}", forger.genuine, "Bearer", "Bearer  "):
        answer = cast.nobody().raw("GET", "/api/me", None, Authorization=value)
        assert answer.status == 401, value
