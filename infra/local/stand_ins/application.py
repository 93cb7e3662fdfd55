"""A stand-in for an application that a province has registered, for demonstrations and tests on this machine. It shows
who has signed in, and nothing else.

It does what `docs/operate.md` asks of an application's programmers: it sends the browser to our page (PKCE, state,
nonce), uses the code at once, checks what is signed with the published keys, renews on use, takes the call of a
sign-out, and signs out everywhere when its own button is pressed. `PUT /faults` makes it miss the calls of sign-outs:

    {"fault": "down" | "slow" | null, "slow_seconds": 4}

It imports nothing from the product, keeps a store of its own, and listens on 127.0.0.1 only.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import html
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout, web
from joserfc import jwk, jwt
from joserfc.errors import JoseError

from infra.local.ports import ELSEWHERE
from infra.local.stand_ins.application_store import ApplicationSignIn, ApplicationStore
from infra.local.stand_ins.e_identity_page import POLICY, render_page
from infra.local.stand_ins.served import LARGEST_BODY, ServedStandIn

COOKIE = "ung_dung"
BACK, OUT = "/da-dang-nhap", "/da-dang-xuat"
"""The paths of the example's registration: where people return to, and where sign-outs are announced."""
PATIENCE = ClientTimeout(total=60)
LEEWAY_S = 5
OFFICERS = "can-bo"
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"


class ApplicationFault(StrEnum):
    """What is wrong when a sign-out is called."""

    DOWN = "down"  # 503
    SLOW = "slow"  # an answer takes `slow_seconds`


class ProofRefused(RuntimeError):
    """What came from the one-stop shop is not signed by it, or is not for this sign-in."""


@dataclass(slots=True)
class ApplicationStandIn(ServedStandIn):
    """The stand-in. `ours` is the origin of the one-stop shop's pages, `code` the application's registered name."""

    ours: str
    code: str
    port: int = 0
    path: Path | None = None
    clock: Callable[[], float] = time.time
    fault: ApplicationFault | None = None
    slow_seconds: float = 4.0
    _store: ApplicationStore = field(init=False)

    def __post_init__(self) -> None:
        self._store = ApplicationStore(self.path)

    @property
    def url(self) -> str:
        """Its address, once started: to browsers another site than ours."""
        return f"http://{ELSEWHERE}:{self.port}"

    def _close_store(self) -> None:
        self._store.close()

    def count_sign_ins(self) -> int:
        """Return how many people are signed in at it."""
        return self._store.count_sign_ins()

    async def _serve_requests(self) -> None:
        app = web.Application(client_max_size=LARGEST_BODY)
        app.add_routes(
            [
                web.get("/", self._show_start),
                web.get("/dang-nhap", self._begin_sign_in),
                web.get(BACK, self._finish_sign_in),
                web.post("/hoi-lai", self._ask_again),
                web.post("/dang-xuat", self._sign_out),
                web.post(OUT, self._take_sign_out),
                web.put("/faults", self._set_fault),
            ]
        )
        self.port = await self._open_port(app, self.port)

    async def _show_start(self, request: web.Request) -> web.Response:
        held = await self._find_held(request)
        return _show(_write_signed_in(held) if held else _write_sign_in())

    async def _begin_sign_in(self, request: web.Request) -> web.Response:
        browser = secrets.token_urlsafe(24)
        state, asked = self._store.begin_waiting(browser)
        digest = hashlib.sha256(asked.verifier.encode()).digest()
        wish = {
            "client_id": self.code, "redirect_uri": f"{self.url}{BACK}", "state": state, "nonce": asked.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="), "code_challenge_method": "S256",
        }  # fmt: skip
        pages = (await self._ask_ours("GET"))[1]["open_at"]
        page = pages[1] if request.query.get("la") == OFFICERS else pages[0]
        answer = web.Response(status=303, headers={"Location": f"{page}?{urlencode(wish)}"})
        answer.set_cookie(COOKIE, browser, httponly=True, samesite="Lax")
        return answer

    async def _finish_sign_in(self, request: web.Request) -> web.Response:
        browser, asked = request.cookies.get(COOKIE, ""), self._store.take_waiting(request.query.get("state", ""))
        if asked is None or not secrets.compare_digest(asked.browser, browser):
            return _show("<p>Lần đăng nhập này không do trình duyệt này yêu cầu. Hãy bắt đầu lại.</p>", 403)
        status, given = await self._ask_ours("POST", {
            "grant_type": "authorization_code", "client_id": self.code, "code": request.query.get("code", ""),
            "redirect_uri": f"{self.url}{BACK}", "code_verifier": asked.verifier,
        })  # fmt: skip
        if status != 200:
            return _show(f"<p>Không đăng nhập được ({html.escape(str(given.get('code')))}). Hãy bắt đầu lại.</p>", 403)
        try:
            claims = await self._check_signed(given["id_token"])
            if claims.get("nonce") != asked.nonce:
                raise ProofRefused("nonce")
        except ProofRefused as refused:
            return _show(f"<p>Không tin được câu trả lời ({html.escape(str(refused))}).</p>", 403)
        self._keep(browser, claims, given)
        return web.Response(status=303, headers={"Location": "/"})

    async def _ask_again(self, request: web.Request) -> web.Response:
        held = await self._find_held(request, at_once=True)
        return _show(_write_signed_in(held) if held else _write_sign_in("Bạn đã đăng xuất khỏi Một Cửa."))

    async def _sign_out(self, request: web.Request) -> web.Response:
        browser = request.cookies.get(COOKIE, "")
        held = self._store.find_sign_in(browser)
        if held is None:
            return _show(_write_sign_in())
        self._store.end_sign_in(browser)
        body = {"client_id": self.code, "refresh_token": held.renewal}
        status, given = await self._ask_ours("POST", body, "/end")
        # A sign-in that has ended there already needs no more.
        return web.Response(status=303, headers={"Location": given["logout_url"] if status == 200 else "/"})

    async def _take_sign_out(self, request: web.Request) -> web.Response:
        if self.fault is ApplicationFault.DOWN:
            return web.Response(status=503)
        if self.fault is ApplicationFault.SLOW:
            await asyncio.sleep(self.slow_seconds)
        token = str((await request.post()).get("logout_token", ""))
        try:
            claims = await self._check_signed(token, kind="logout+jwt")
        except ProofRefused:
            return web.Response(status=400)
        if LOGOUT not in claims.get("events", {}) or "nonce" in claims or not claims.get("jti"):
            return web.Response(status=400)
        known = self._store.end_named(str(claims.get("sid")), str(claims["jti"]))
        return web.Response(status=200 if known else 400, headers={"Cache-Control": "no-store"})

    async def _set_fault(self, request: web.Request) -> web.Response:
        wanted = await request.json()
        self.fault = ApplicationFault(wanted["fault"]) if wanted.get("fault") else None
        self.slow_seconds = float(wanted.get("slow_seconds", self.slow_seconds))
        return web.Response(status=204)

    async def _find_held(self, request: web.Request, *, at_once: bool = False) -> ApplicationSignIn | None:
        """Return who is signed in, asked again once the proof has ended."""
        browser = request.cookies.get(COOKIE, "")
        held = self._store.find_sign_in(browser)
        if held is None or (self.clock() < held.until and not at_once):
            return held
        body = {"grant_type": "refresh_token", "client_id": self.code, "refresh_token": held.renewal}
        status, given = await self._ask_ours("POST", body)
        if status != 200:
            self._store.end_sign_in(browser)
            return None
        return self._keep(browser, await self._check_signed(given["id_token"]), given)

    def _keep(self, browser: str, claims: Mapping[str, Any], given: Mapping[str, Any]) -> ApplicationSignIn:
        until = self.clock() + given["expires_in"]
        held = ApplicationSignIn(claims["sid"], claims["sub"], claims["name"], given["refresh_token"], until)
        self._store.save_sign_in(browser, held)
        return held

    async def _check_signed(self, token: str, kind: str = "JWT") -> dict[str, Any]:
        """Return the claims of a token of ours; raise ProofRefused."""
        signer = (await self._ask_ours("GET"))[1]
        try:
            read = jwt.decode(token, jwk.KeySet.import_key_set({"keys": signer["keys"]}), ["ES256"])
            if read.header.get("typ") != kind:
                raise ProofRefused("kind")
            wanted: dict[str, jwt.ClaimsOption] = {
                "iss": {"essential": True, "value": signer["issuer"]},
                "aud": {"essential": True, "value": self.code},
                **{name: {"essential": True} for name in ("sub", "sid", "iat", "exp")},
            }
            # The library compares with a clock of its own unless it is given one; two may differ by seconds.
            jwt.JWTClaimsRegistry(now=int(self.clock()), leeway=LEEWAY_S, **wanted).validate(read.claims)
        except (JoseError, ValueError) as refused:
            raise ProofRefused(type(refused).__name__) from refused
        return dict(read.claims)

    async def _ask_ours(
        self, method: str, body: Mapping[str, Any] | None = None, path: str = ""
    ) -> tuple[int, dict[str, Any]]:
        async with ClientSession(timeout=PATIENCE) as http:
            try:
                async with http.request(method, f"{self.ours}/api/applications{path}", json=body) as answer:
                    return answer.status, await answer.json(content_type=None)
            except ClientError as failed:
                raise web.HTTPBadGateway(text=type(failed).__name__) from failed


def _write_signed_in(held: ApplicationSignIn) -> str:
    return f"""<p>Bạn đã đăng nhập: <strong>{html.escape(held.name)}</strong></p>
<form method="post" action="/hoi-lai"><p><button type="submit">Hỏi lại Một Cửa</button></p></form>
<form method="post" action="/dang-xuat"><p><button type="submit">Đăng xuất mọi nơi</button></p></form>"""


def _write_sign_in(said: str = "Bạn chưa đăng nhập.") -> str:
    return f"""<p>{html.escape(said)}</p><p><a href="/dang-nhap">Đăng nhập bằng tài khoản Một Cửa</a></p>
<p><a href="/dang-nhap?la={OFFICERS}">Cán bộ đăng nhập</a></p>"""


def _show(body: str, status: int = 200) -> web.Response:
    note = '<p class="note">Đây là ứng dụng giả lập trên máy này.</p>'
    page = render_page("Tra cứu quy hoạch (ví dụ)", note + body)
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
    return web.Response(text=page, status=status, content_type="text/html", headers=headers)
