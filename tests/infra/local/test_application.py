"""The stand-in for a registered application believes nothing that is not signed for it, and takes a sign-out once."""

from __future__ import annotations

import asyncio
import base64
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from aiohttp import web
from joserfc import jwk, jwt

from infra.local.person import send_request
from infra.local.ports import HOST
from infra.local.stand_ins.application import LOGOUT, OUT, ApplicationStandIn
from infra.local.stories.vinh_long_applications import ApplicationPage

CODE, NAME = "ban-do", "Lê Quang Huy"
OURS, STRANGE = (jwk.ECKey.generate_key("P-256", parameters={"kid": "k1"}) for _ in range(2))


@dataclass
class OneStop:
    """What signs for the application: each answer can be spoilt."""

    port: int = 0
    nonce: str = ""
    changes: dict[str, Any] = field(default_factory=dict)
    key: jwk.ECKey = field(default_factory=lambda: OURS)
    kind: str = "JWT"
    refuse: bool = False
    ended: list[dict[str, Any]] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return f"http://{HOST}:{self.port}"

    def sign(self, claims: Mapping[str, Any]) -> str:
        now = int(time.time())
        usual = {"iss": self.origin, "aud": CODE, "sub": "p1", "sid": "s1", "iat": now, "exp": now + 300}
        header = {"alg": "ES256", "kid": "k1", "typ": self.kind}
        return jwt.encode(header, {**usual, **claims, **self.changes}, self.key)

    def sign_end(self, **claims: Any) -> str:
        self.kind = "logout+jwt"
        return self.sign({"events": {LOGOUT: {}}, "jti": "j1", **claims})

    async def describe(self, _: web.Request) -> web.Response:
        keys = [OURS.as_dict(private=False)]
        return web.json_response({"issuer": self.origin, "open_at": [f"{self.origin}/mo"] * 2, "keys": keys})

    async def prove(self, _: web.Request) -> web.Response:
        if self.refuse:
            return web.json_response({"code": "application_grant_refused"}, status=401)
        proof = self.sign({"name": NAME, "nonce": self.nonce})
        return web.json_response({"id_token": proof, "refresh_token": "r1", "expires_in": 300})

    async def end(self, request: web.Request) -> web.Response:
        self.ended.append(await request.json())
        return web.json_response({"logout_url": f"{self.origin}/het"})


@pytest.fixture
def one_stop() -> Iterator[OneStop]:
    """The one-stop shop's side, on a port of its own."""
    side, loop = OneStop(), asyncio.new_event_loop()
    app = web.Application()
    app.add_routes([
        web.get("/api/applications", side.describe),
        web.post("/api/applications", side.prove),
        web.post("/api/applications/end", side.end),
    ])  # fmt: skip
    runner = web.AppRunner(app, access_log=None)
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def serve() -> None:
        await runner.setup()
        await web.TCPSite(runner, HOST, 0).start()

    asyncio.run_coroutine_threadsafe(serve(), loop).result(10)
    side.port = runner.addresses[0][1]
    yield side
    asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


@pytest.fixture
def site(one_stop: OneStop) -> Iterator[ApplicationStandIn]:
    """The application, whose clock tests may move."""
    running = ApplicationStandIn(one_stop.origin, CODE)
    running.start()
    yield running
    running.stop()


def come_back(page: ApplicationPage, side: OneStop) -> tuple[int, str, str]:
    """Ask to sign in, and come back from the one-stop shop with a code."""
    wish = dict(parse_qsl(urlsplit(page.visit("/dang-nhap")[2]).query))
    side.nonce = side.nonce or wish["nonce"]
    return page.visit(f"/da-dang-nhap?{urlencode({'code': 'c1', 'state': wish['state']})}")


def call_out(site: ApplicationStandIn, token: str) -> int:
    """The call of a sign-out."""
    body = urlencode({"logout_token": token}).encode()
    named = {"Content-Type": "application/x-www-form-urlencoded"}
    return send_request(f"{site.url}{OUT}", "POST", body, named).status


def test_who_has_signed_in_is_greeted_and_signs_out_with_the_newest_renewal(
    site: ApplicationStandIn, one_stop: OneStop
) -> None:
    page = ApplicationPage(site)
    assert come_back(page, one_stop)[2] == "/"
    assert NAME in page.visit("/")[1]
    assert page.visit("/dang-xuat", {})[2] == f"{one_stop.origin}/het"
    assert one_stop.ended == [{"client_id": CODE, "refresh_token": "r1"}]
    assert NAME not in page.visit("/")[1]


def name_fault(fault: dict[str, Any]) -> str:
    """The name of a test is the same in every run: no key has its place in memory in it."""
    return "another key" if "key" in fault else str(fault)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"key": STRANGE},
        {"kind": "logout+jwt"},
        {"nonce": "another"},
        {"changes": {"aud": "ung-dung-khac"}},
        {"changes": {"iss": "http://ke-gian.example"}},
        {"changes": {"exp": 1}},
        {"refuse": True},
    ],
    ids=name_fault,
)
def test_what_is_not_signed_for_this_sign_in_signs_nobody_in(
    site: ApplicationStandIn, one_stop: OneStop, spoilt: dict[str, Any]
) -> None:
    for name, value in spoilt.items():
        setattr(one_stop, name, value)
    assert (come_back(ApplicationPage(site), one_stop)[0], site.count_sign_ins()) == (403, 0)


def test_a_state_counts_once_and_in_the_browser_that_asked(site: ApplicationStandIn, one_stop: OneStop) -> None:
    asked = dict(parse_qsl(urlsplit(ApplicationPage(site).visit("/dang-nhap")[2]).query))
    path = f"/da-dang-nhap?{urlencode({'code': 'c1', 'state': asked['state']})}"
    assert [ApplicationPage(site).visit(path)[0], ApplicationPage(site).visit(path)[0]] == [403, 403]
    assert site.count_sign_ins() == 0


def test_it_asks_again_once_a_proof_has_ended(site: ApplicationStandIn, one_stop: OneStop) -> None:
    page = ApplicationPage(site)
    come_back(page, one_stop)
    one_stop.refuse = True
    assert NAME in page.visit("/")[1]
    site.clock = lambda: time.time() + 301
    assert NAME not in page.visit("/")[1]


def test_a_sign_out_is_taken_once_and_only_from_its_signer(site: ApplicationStandIn, one_stop: OneStop) -> None:
    page = ApplicationPage(site)
    come_back(page, one_stop)
    refused = [
        call_out(site, one_stop.sign_end(nonce="n")),
        call_out(site, one_stop.sign_end(events={})),
        call_out(site, one_stop.sign_end(aud="ung-dung-khac")),
        call_out(site, "khong-phai-ma"),
    ]
    assert (refused, site.count_sign_ins()) == ([400] * 4, 1)
    taken = one_stop.sign_end()
    assert (call_out(site, taken), site.count_sign_ins(), call_out(site, taken)) == (200, 0, 400)


@pytest.mark.parametrize(
    "forged",
    [
        {"key": STRANGE},
        {"changes": {"exp": 1}},
        {"changes": {"iss": "http://ke-gian.example"}},
        {"changes": {"jti": ""}},
        {"changes": {"events": {"http://ke-gian.example/event": {}}}},
    ],
    ids=name_fault,
)
def test_a_forged_sign_out_signs_nobody_out(
    site: ApplicationStandIn, one_stop: OneStop, forged: dict[str, Any]
) -> None:
    come_back(ApplicationPage(site), one_stop)
    for name, value in forged.items():
        setattr(one_stop, name, value)
    assert (call_out(site, one_stop.sign_end()), site.count_sign_ins()) == (400, 1)


def test_neither_a_proof_nor_an_unsigned_token_is_a_sign_out(site: ApplicationStandIn, one_stop: OneStop) -> None:
    come_back(ApplicationPage(site), one_stop)
    proof = one_stop.sign({"events": {LOGOUT: {}}, "jti": "j1"})
    _, content, signature = one_stop.sign_end().split(".")
    unsigned = base64.urlsafe_b64encode(b'{"alg":"none","typ":"logout+jwt"}').decode().rstrip("=")
    tried = [proof, f"{unsigned}.{content}.", f"{unsigned}.{content}.{signature}"]
    assert ([call_out(site, each) for each in tried], site.count_sign_ins()) == ([400] * 3, 1)


def test_it_misses_calls_when_it_is_asked_to(site: ApplicationStandIn, one_stop: OneStop) -> None:
    page = ApplicationPage(site)
    come_back(page, one_stop)
    send_request(f"{site.url}/faults", "PUT", b'{"fault": "down"}', {})
    assert (call_out(site, one_stop.sign_end()), site.count_sign_ins()) == (503, 1)
