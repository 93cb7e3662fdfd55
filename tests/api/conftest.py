"""The API in one process: the app behind Chalice's test client, tokens of our own key, a made-up table."""

from __future__ import annotations

import json
import pkgutil
import sys
import threading
from calendar import timegm
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import jwt
import pytest
from chalice.app import Chalice
from chalice.test import Client
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

import chalicelib.wiring
from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.proven_identity import PROVIDER
from chalicelib.domain.accounts.roles import Assignment, Role
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.wiring import core as wiring
from tests.support.fakes.made_up_aws import start_mock_aws
from tests.support.references import keep_catalogue
from tests.support.running.quick_table import replace_engine

ISSUER = "https://sign-in.example.test/pool"
CLIENT_ID = "site-client"
OFFICE: dict[str, Any] = {"iss": "https://sign-in.example.test/officers", "client_id": "office-client"}
"""The origin claims of the officers' pool's tokens."""
KID = "key-1"
REAL_PURPOSE_KEY = wiring.derive_purpose_key
"""The keys of the secret store, in place of which most tests have made-up ones."""
WIRING = tuple(f"chalicelib.wiring.{each.name}" for each in pkgutil.iter_modules(chalicelib.wiring.__path__))
"""The modules that keep adapters, by name. Thousands of modules are loaded, and each test forgets three times."""
CACHED = type(wiring.provide_settings)
"""The kind of what builds an adapter once."""
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def build_jwk(key: rsa.RSAPrivateKey, kid: str = KID) -> dict[str, Any]:
    """The public half of a key as the issuer would publish it."""
    public: dict[str, Any] = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {**public, "kid": kid, "use": "sig", "alg": "RS256"}


def build_claims(sub: str | None, **changes: Any) -> dict[str, Any]:
    """Claims of a good access token; None removes one."""
    now = datetime.now(UTC)
    claims: dict[str, Any] = {
        "sub": sub,
        "iss": ISSUER,
        "client_id": CLIENT_ID,
        "token_use": "access",
        "username": f"{PROVIDER}_{sub}",
        "iat": now,
        "exp": now + timedelta(minutes=15),
    }
    return {name: value for name, value in {**claims, **changes}.items() if value is not None}


def sign_token(sub: str | None, *, key: rsa.RSAPrivateKey = KEY, kid: str = KID, **changes: Any) -> str:
    """An access token for `sub`; keywords replace claims."""
    claims = {name: _write_moment(value) for name, value in build_claims(sub, **changes).items()}
    return _sign_claims(json.dumps(claims, separators=(",", ":")), key, kid)


def _write_moment(value: Any) -> Any:
    return timegm(value.utctimetuple()) if isinstance(value, datetime) else value


@lru_cache(maxsize=1024)
def _sign_claims(claims: str, key: rsa.RSAPrivateKey, kid: str) -> str:
    """The token of these claims. The same claims have the same signature, and it takes as long as a small request."""
    return jwt.encode(json.loads(claims), key, algorithm="RS256", headers={"kid": kid})


def build_bearer(sub: str, **changes: Any) -> dict[str, str]:
    """The header of a signed-in request: by the officers' sign-in for who has rights, else by the citizens'."""
    home = OFFICE if wiring.provide_officers().load(sub).assignments else {}
    return {"Authorization": f"Bearer {sign_token(sub, **{**home, **changes})}"}


class Api:
    """Sends requests to an app and reads the answers; one instance per test."""

    def __init__(self, app: Chalice) -> None:
        self._client = Client(app)

    def __call__(
        self,
        method: str,
        path: str,
        *,
        sub: str | None = None,
        body: Any = None,
        raw: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ApiAnswer:
        """One request; `sub` signs in, `body` is sent as JSON, `raw` as it is."""
        sent = {**(build_bearer(sub) if sub else {}), **(headers or {})}
        if raw is None and body is not None:
            raw, sent = json.dumps(body).encode(), {"Content-Type": "application/json", **sent}
        return ApiAnswer(self._client.http.request(method, path, headers=sent, body=raw or b""))


class ApiAnswer:
    """Status, headers and parsed JSON of an answer."""

    def __init__(self, response: Any) -> None:
        self.status: int = response.status_code
        self.headers: dict[str, Any] = {name.lower(): value for name, value in response.headers.items()}
        self.text: str = response.body.decode()
        page = str(self.headers.get("content-type", "")).startswith(("text/html", "application/xml"))
        self.json: Any = json.loads(self.text) if self.text and not page else None

    @property
    def code(self) -> str | None:
        """The problem's code, None for a good answer."""
        return self.json.get("code") if self.status >= 400 else None

    @property
    def cookies(self) -> list[str]:
        """Every Set-Cookie of the answer."""
        given = self.headers.get("set-cookie", [])
        return [given] if isinstance(given, str) else list(given)

    @property
    def fields(self) -> dict[str, str]:
        """Field errors as path → code."""
        return {e["path"]: e["code"] for e in self.json["errors"]}


class Everybody:
    """A pool in which everybody has an account, but who is called a ghost."""

    def has(self, sub: str) -> bool:
        """Whether somebody has the account."""
        return not sub.startswith("ghost")


class KeyServer:
    """An issuer's key address; counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.keys: list[dict[str, Any]] = [build_jwk(KEY)]
        self.status = 200
        served = self

        class KeyHandler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                served.asked += 1
                text = json.dumps({"keys": served.keys}).encode()
                self.send_response(served.status)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, format: str, *args: Any) -> None:
                """Keep the test's output clean."""

        self._server = HTTPServer(("127.0.0.1", 0), KeyHandler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/keys"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def fetch_keys(self) -> dict[str, Any]:
        """The published keys, without a call over the network: for tests of anything else than the sign-in."""
        self.asked += 1
        return {"keys": self.keys}

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture(scope="session")
def running_keys() -> Iterator[KeyServer]:
    """One key address for all tests."""
    server = KeyServer()
    yield server
    server.close()


@pytest.fixture
def key_server(running_keys: KeyServer) -> KeyServer:
    """The key address, as new."""
    running_keys.asked, running_keys.keys, running_keys.status = 0, [build_jwk(KEY)], 200
    return running_keys


@pytest.fixture
def deployment(monkeypatch: pytest.MonkeyPatch, key_server: KeyServer) -> Iterator[pytest.MonkeyPatch]:
    """The environment of a local stage; adapters are rebuilt for it."""
    named = {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "ap-southeast-1",
        "TABLE_NAME": TableItem.Meta.table_name,
        "PAPERS_BUCKET": "papers",
        "LEDGER_BUCKET": "ledger",
        "ISSUER": ISSUER,
        "JWKS_URL": key_server.url,
        "CLIENT_ID": CLIENT_ID,
        "OFFICE_ISSUER": OFFICE["iss"],
        "OFFICE_JWKS_URL": key_server.url,
        "OFFICE_CLIENT_ID": OFFICE["client_id"],
        "PROVINCE": "lai-chau",
        "STAGE": "local",
    }
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setattr(wiring, "provide_accounts", Everybody)
    monkeypatch.setattr(wiring, "provide_catalogue", lambda: keep_catalogue(wiring.provide_settings().province))
    monkeypatch.setattr(wiring, "derive_purpose_key", lambda purpose, _: purpose.encode().ljust(32, b"."))
    forget_adapters()
    yield monkeypatch
    forget_adapters()


def forget_adapters() -> None:
    """Rebuild every adapter at its next use; only the catalogue, which never changes, is kept."""
    for module in filter(None, map(sys.modules.get, WIRING)):
        for made in vars(module).values():
            if isinstance(made, CACHED):
                made.cache_clear()


@pytest.fixture
def table(deployment: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty table."""
    replace_engine(deployment)
    with start_mock_aws():
        TableItem.create_table(billing_mode="PAY_PER_REQUEST")
        yield


@pytest.fixture
def api(table: None) -> Api:
    """The whole application."""
    from app import app

    return Api(app)


@pytest.fixture
def appoint(table: None) -> Callable[..., Officer]:
    """Give a person rights without asking anybody: `appoint("sub", Role.OPERATOR, unit="province")`."""

    def make_officer(sub: str, *roles: Role, unit: str = "province", since: datetime = LONG_AGO) -> Officer:
        held = tuple(Assignment(role, unit, since) for role in roles)
        was = wiring.provide_officers().load(sub)
        officer = Officer(sub, was.version + 1, "Cán bộ", "Chuyên viên", "can.bo@example.test", held)
        wiring.provide_officers().save(officer, "seed", "01/TB", LONG_AGO)
        return officer

    return make_officer
