"""A stand-in for the electronic identity provider, for demonstrations and tests on this machine. It knows nobody real.

It is an OpenID Connect provider: discovery, the code flow with PKCE and nonce, `acr` for the account's level, published
keys that rotate, and sign-outs of locked accounts. `PUT /faults` makes it misbehave, `PUT /people/{name}` changes an
account, `PUT /keys` changes keys:

    {"faults": ["no_level"], "slow_seconds": 8, "sign_out": "late"}
    {"state": "locked"}      {"add": true, "drop_old": true}

It imports nothing from the product, keeps a store of its own, and listens on 127.0.0.1 only.
"""

from __future__ import annotations

import asyncio
import base64
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus, urlencode

from aiohttp import web
from joserfc import jwk, jwt

from infra.local.ports import ELSEWHERE
from infra.local.stand_ins.e_identity_page import POLICY, render_refusal, render_sign_in
from infra.local.stand_ins.e_identity_sign_outs import SignOutCalls, SignOutFault
from infra.local.stand_ins.e_identity_store import GrantRefused, IdentityStore, SignInRequest
from infra.local.stand_ins.served import LARGEST_BODY, ServedStandIn

LEVELS = {1: "LoA1", 2: "LoA2"}
"""Values of `acr` by the account's level."""
TOKEN_SECONDS = 300
SKEW_SECONDS = 3_600
"""How far the clock of a provider is off whose fault is its clock."""
PAGE = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
ASKED = ("client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge")


class SignInFault(StrEnum):
    """What is wrong with the provider's answer."""

    DOWN = "down"  # 503 to everything
    SLOW = "slow"  # the exchange of a code takes `slow_seconds`
    NO_NUMBER = "no_number"  # a claim that must be there is missing
    NO_LEVEL = "no_level"  # no acr
    OTHER_LEVEL = "other_level"  # an acr that nobody knows
    OTHER_AUDIENCE = "other_audience"
    OTHER_ISSUER = "other_issuer"
    OTHER_NONCE = "other_nonce"
    OTHER_KEY = "other_key"  # signed with a key that is not published
    CLOCK_BEHIND = "clock_behind"  # the token has expired when it comes
    CLOCK_AHEAD = "clock_ahead"  # the token was issued in the future
    NOT_JSON = "not_json"


@dataclass(slots=True)
class Behaviour:
    """The faults of the next sign-ins, and of the next sign-outs."""

    faults: frozenset[SignInFault] = frozenset()
    slow_seconds: float = 8.0
    sign_out: SignOutFault | None = None


@dataclass(slots=True)
class EIdentityStandIn(ServedStandIn):
    """The stand-in. `clients` are the registered clients by id: their secret, and where their people return to;
    `sign_outs` where they take sign-outs."""

    clients: Mapping[str, tuple[str, frozenset[str]]]
    port: int = 0
    path: Path | None = None
    province: str = ""
    sign_outs: Mapping[str, str] = field(default_factory=dict)
    calls: SignOutCalls = field(init=False)
    behaviour: Behaviour = field(default_factory=Behaviour)
    store: IdentityStore = field(init=False)
    _access: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.store = IdentityStore(self.path, time.monotonic, self.province)
        self.calls = SignOutCalls(self.sign_outs)

    @property
    def url(self) -> str:
        """Its address and issuer: to browsers another site than ours."""
        return f"http://{ELSEWHERE}:{self.port}"

    def _close_store(self) -> None:
        self.store.close()

    async def _serve_requests(self) -> None:
        app = web.Application(client_max_size=LARGEST_BODY, middlewares=[self._guard_request])
        app.add_routes(
            [
                web.get("/.well-known/openid-configuration", self._describe_provider),
                web.get("/jwks", self._show_keys),
                web.get("/authorize", self._show_sign_in),
                web.post("/authorize", self._finish_sign_in),
                web.post("/token", self._exchange_code),
                web.get("/userinfo", self._show_person),
                web.put("/faults", self._set_behaviour),
                web.put("/people/{name}", self._change_person),
                web.put("/keys", self._change_keys),
            ]
        )
        self.port = await self._open_port(app, self.port)

    @web.middleware
    async def _guard_request(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if SignInFault.DOWN in self.behaviour.faults and request.method != "PUT":
            raise web.HTTPServiceUnavailable(text="down")
        answer: web.StreamResponse = await handler(request)
        return answer

    async def _describe_provider(self, _: web.Request) -> web.StreamResponse:
        return web.json_response(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "jwks_uri": f"{self.url}/jwks",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
                "acr_values_supported": [*LEVELS.values()],
                "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
                "backchannel_logout_supported": True,
            }
        )

    async def _show_keys(self, _: web.Request) -> web.StreamResponse:
        return web.json_response({"keys": [key.as_dict(private=False) for key in self.store.list_keys()]})

    async def _show_sign_in(self, request: web.Request) -> web.StreamResponse:
        said = {name: request.query.get(name, "") for name in ASKED}
        if wrong := self._find_request_fault(said, request.query.get("response_type", "")):
            return _answer_page(render_refusal(wrong), 400)
        if said["code_challenge"] and request.query.get("code_challenge_method") != "S256":
            return self._send_back(said, {"error": "invalid_request"})
        return _answer_page(render_sign_in(self.store.list_people(), said))

    async def _finish_sign_in(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        said = {name: str(form.get(name, "")) for name in ASKED}
        if wrong := self._find_request_fault(said, "code"):
            return _answer_page(render_refusal(wrong), 400)
        person = self.store.find_person(str(form.get("person", "")))
        if form.get("refuse") or person is None:
            return self._send_back(said, {"error": "access_denied", "error_description": "consent_refused"})
        if person.get("state") == "locked":
            return self._send_back(said, {"error": "access_denied", "error_description": "account_locked"})
        asked = SignInRequest(*(said[name] for name in ASKED))
        return self._send_back(said, {"code": self.store.issue_code(person["name"], asked)})

    def _find_request_fault(self, said: Mapping[str, str], response_type: str) -> str:
        """Return why nobody may be sent back to the address of the request; "" when they may (RFC 6749 4.1.2.1)."""
        client = self.clients.get(said["client_id"])
        if client is None:
            return "Ứng dụng chưa được đăng ký với hệ thống định danh."
        if said["redirect_uri"] not in client[1]:
            return "Địa chỉ quay về không phải của ứng dụng này."
        return "" if response_type == "code" else "Yêu cầu đăng nhập không đầy đủ."

    @staticmethod
    def _send_back(said: Mapping[str, str], answer: Mapping[str, str]) -> web.StreamResponse:
        sent = {**answer, **({"state": said["state"]} if said["state"] else {})}
        raise web.HTTPFound(f"{said['redirect_uri']}?{urlencode(sent)}")

    async def _exchange_code(self, request: web.Request) -> web.StreamResponse:
        form = {name: str(value) for name, value in (await request.post()).items()}
        name, secret = _read_client(request, form)
        known = self.clients.get(name)
        if known is None or not secrets.compare_digest(known[0], secret):
            return web.json_response({"error": "invalid_client"}, status=401)
        if form.get("grant_type") != "authorization_code":
            return web.json_response({"error": "unsupported_grant_type"}, status=400)
        if SignInFault.SLOW in self.behaviour.faults:
            await asyncio.sleep(self.behaviour.slow_seconds)
        try:
            issued = self.store.redeem_code(
                form.get("code", ""), name, form.get("redirect_uri", ""), form.get("code_verifier", "")
            )
        except GrantRefused as refused:
            return web.json_response({"error": str(refused)}, status=400)
        if SignInFault.NOT_JSON in self.behaviour.faults:
            return web.Response(text="<html></html>", content_type="text/html")
        access = secrets.token_urlsafe(24)
        self._access[access] = issued.person
        said = {"access_token": access, "token_type": "Bearer", "expires_in": TOKEN_SECONDS}
        return web.json_response({**said, "id_token": self._sign_identity(issued.person, issued.request)})

    def _sign_identity(self, name: str, request: SignInRequest) -> str:
        faults, person = self.behaviour.faults, self.store.find_person(name) or {}
        now = int(time.time())
        now += SKEW_SECONDS * ((SignInFault.CLOCK_AHEAD in faults) - (SignInFault.CLOCK_BEHIND in faults))
        claims = {
            "iss": "http://localhost:1" if SignInFault.OTHER_ISSUER in faults else self.url,
            "aud": "another-client" if SignInFault.OTHER_AUDIENCE in faults else request.client_id,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            **self._list_claims(person),
        }
        if request.nonce:
            claims["nonce"] = "another" if SignInFault.OTHER_NONCE in faults else request.nonce
        key = self.store.list_keys()[-1]
        if SignInFault.OTHER_KEY in faults:
            key = jwk.RSAKey.generate_key(2048, {"kid": key.kid or ""})
        return jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key)

    def _list_claims(self, person: Mapping[str, Any]) -> dict[str, Any]:
        """Return the claims about a person. Foreigners and organisations have no level (NĐ 69/2024)."""
        faults = self.behaviour.faults
        claims: dict[str, Any] = {"sub": person["subject"], "name": person["full_name"], "kind": person["kind"]}
        if SignInFault.NO_NUMBER not in faults:
            claims["identity_number"] = person["number"]
        if person.get("level") and SignInFault.NO_LEVEL not in faults:
            claims["acr"] = "LoA9" if SignInFault.OTHER_LEVEL in faults else LEVELS[int(person["level"])]
        said = ("birth_date", "sex", "nationality", "passport", "tax_code")
        return claims | {name: person[name] for name in said if person.get(name)}

    async def _show_person(self, request: web.Request) -> web.StreamResponse:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        person = self.store.find_person(self._access.get(token, "")) if scheme == "Bearer" else None
        if person is None:
            return web.json_response({"error": "invalid_token"}, status=401)
        return web.json_response(self._list_claims(person))

    async def _set_behaviour(self, request: web.Request) -> web.StreamResponse:
        sent = await request.json()
        faults = frozenset(SignInFault(each) for each in sent.get("faults", ()))
        sign_out = SignOutFault(sent["sign_out"]) if sent.get("sign_out") else None
        self.behaviour = Behaviour(faults, float(sent.get("slow_seconds", 8.0)), sign_out)
        return web.Response(status=204)

    async def _change_person(self, request: web.Request) -> web.StreamResponse:
        change, name = await request.json(), request.match_info["name"]
        if not self.store.change_person(name, change):
            raise web.HTTPNotFound(text="no such person")
        if change.get("state") == "locked":
            subject = (self.store.find_person(name) or {})["subject"]
            await self.calls.announce(self.url, subject, self.store.list_keys()[-1], self.behaviour.sign_out)
        return web.Response(status=204)

    async def _change_keys(self, request: web.Request) -> web.StreamResponse:
        sent = await request.json()
        if sent.get("add"):
            self.store.add_key()
        if sent.get("drop_old"):
            self.store.drop_old_keys()
        return web.Response(status=204)


def _answer_page(page: str, status: int = 200) -> web.StreamResponse:
    return web.Response(text=page, status=status, content_type="text/html", headers=PAGE)


def _read_client(request: web.Request, form: Mapping[str, str]) -> tuple[str, str]:
    """Return the client's id and secret, from the header or the form (RFC 6749 2.3.1)."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.casefold() != "basic":
        return form.get("client_id", ""), form.get("client_secret", "")
    name, _, secret = base64.b64decode(value).decode().partition(":")
    return unquote_plus(name), unquote_plus(secret)
