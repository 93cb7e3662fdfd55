"""The pool's token endpoint over HTTP: what is asked, what an answer becomes, and which failures pass by themselves."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.security.sessions import PoolTokens, SessionEnded, SignInRefused
from chalicelib.domain.shared.errors import Busy
from chalicelib.repositories.security.token_endpoint import TokenEndpoint

NOW = datetime(2026, 11, 30, 1, tzinfo=UTC)
CLAIMS = {"sub": "sub-1", "name": "Trần Thị Hoa", "cognito:username": "hoa", "aud": "site"}
ID_TOKEN = f"h.{base64.urlsafe_b64encode(json.dumps(CLAIMS).encode()).decode().rstrip('=')}.s"
WAS = PoolTokens("a0", "r0", NOW, {"sub": "sub-1"})


class PoolServer:
    """A pool that answers as a test says and remembers what it was asked."""

    def __init__(self) -> None:
        self.status = 200
        self.answer: Any = {"access_token": "a1", "id_token": ID_TOKEN, "refresh_token": "r1", "expires_in": 900}
        self.asked: list[tuple[str, str, str]] = []
        served = self

        class PoolHandler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                served.asked.append((self.path, body, self.headers.get("X-Amz-Target", "")))
                text = json.dumps(served.answer).encode()
                self.send_response(served.status)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, format: str, *args: Any) -> None:
                """Keep the test's output clean."""

        self.server = HTTPServer(("127.0.0.1", 0), PoolHandler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def endpoint(self) -> TokenEndpoint:
        """Our client of it."""
        return TokenEndpoint("https://sign-in.example", self.url, self.url, "site")


@pytest.fixture
def pool() -> Iterator[PoolServer]:
    """A pool."""
    made = PoolServer()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


def test_a_code_is_exchanged_with_its_verifier(pool: PoolServer) -> None:
    tokens = pool.endpoint().exchange("c", "v", "https://site.example/", NOW)
    assert tokens == PoolTokens("a1", "r1", NOW + timedelta(minutes=15), {"sub": "sub-1", "name": "Trần Thị Hoa"})
    path, body, _ = pool.asked[0]
    assert path == "/oauth2/token"
    assert parse_qs(body) == {
        "grant_type": ["authorization_code"], "code": ["c"], "code_verifier": ["v"], "client_id": ["site"],
        "redirect_uri": ["https://site.example/"],
    }  # fmt: skip


def test_what_the_e_identity_provider_said_is_read_and_not_handed_to_pages(pool: PoolServer) -> None:
    own = [{"userId": "7", "providerName": "EIdentity"}]
    claims = {**CLAIMS, "cognito:username": "EIdentity_7", "identities": own, "custom:id_level": "2",
              "custom:id_number": "046190001234"}  # fmt: skip
    token = f"h.{base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}.s"
    pool.answer = {"access_token": "a1", "id_token": token, "refresh_token": "r1", "expires_in": 900}
    tokens = pool.endpoint().exchange("c", "v", "https://site.example/", NOW)
    assert tokens.proven == ProvenIdentity(2, "046190001234", "Trần Thị Hoa")
    assert tokens.claims == {"sub": "sub-1", "name": "Trần Thị Hoa"}
    assert "046190001234" not in repr(tokens)


def test_a_renewal_keeps_what_the_pool_does_not_say_again(pool: PoolServer) -> None:
    pool.answer = {"access_token": "a1", "expires_in": 900}
    assert pool.endpoint().refresh(WAS, NOW) == PoolTokens("a1", "r0", NOW + timedelta(minutes=15), {"sub": "sub-1"})


def test_what_the_pool_refuses_is_no_session(pool: PoolServer) -> None:
    pool.status, pool.answer = 400, {"error": "invalid_grant"}
    with pytest.raises(SignInRefused):
        pool.endpoint().exchange("c", "v", "https://site.example/", NOW)
    with pytest.raises(SessionEnded):
        pool.endpoint().refresh(WAS, NOW)


def test_a_sign_in_that_could_not_be_renewed_is_refused(pool: PoolServer) -> None:
    pool.answer = {"access_token": "a1", "expires_in": 900}
    with pytest.raises(SignInRefused):
        pool.endpoint().exchange("c", "v", "https://site.example/", NOW)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_pool_in_trouble_ends_no_session(pool: PoolServer, status: int) -> None:
    pool.status = status
    with pytest.raises(Busy):
        pool.endpoint().refresh(WAS, NOW)
    assert pool.endpoint().revoke("r0") is False


def test_a_pool_out_of_reach_ends_no_session() -> None:
    gone = TokenEndpoint("https://sign-in.example", "http://127.0.0.1:9", "http://127.0.0.1:9", "site")
    with pytest.raises(Busy):
        gone.refresh(WAS, NOW)
    assert gone.revoke("r0") is False


def test_a_refresh_token_is_revoked(pool: PoolServer) -> None:
    assert pool.endpoint().revoke("r0")
    _, body, target = pool.asked[0]
    assert json.loads(body) == {"ClientId": "site", "Token": "r0"}
    assert target.endswith(".RevokeToken")


def test_browsers_are_sent_to_the_provider_alone_and_to_its_sign_out() -> None:
    made = TokenEndpoint("https://sign-in.example", "", "", "site")
    url = urlsplit(made.authorize_url("st", "ch", "https://site.example/"))
    asked = {name: values[0] for name, values in parse_qs(url.query).items()}
    assert (url.netloc, url.path) == ("sign-in.example", "/oauth2/authorize")
    assert asked == {
        "response_type": "code", "client_id": "site", "redirect_uri": "https://site.example/", "state": "st",
        "scope": "openid profile email", "code_challenge": "ch", "code_challenge_method": "S256",
        "identity_provider": "EIdentity",
    }  # fmt: skip
    assert made.build_logout_url("https://site.example/").startswith("https://sign-in.example/logout?client_id=site&")
