"""A registered application of Vĩnh Long, people who open it, and the calls that it gets."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from jwt.types import Options

from chalicelib.domain.security.applications import Application
from chalicelib.repositories.security import application_calls
from chalicelib.repositories.security.office_pool import CognitoOfficePool
from chalicelib.wiring import sessions as wiring_sessions
from tests.api.conftest import Api, ApiAnswer
from tests.api.session_world import Browser
from tests.product.accounts.signing_in import SignIns
from tests.product.conftest import MONDAY
from tests.support.fakes.fake_officer_pool import PASSWORD, FakeOfficerPool

HOA = "sub-hoa"
CODE = "tra-cuu-quy-hoach"
START = "https://quy-hoach.vidu.example"
OTHER_START = "https://dat-lich.vidu.example"
BACK, OUT = f"{START}/da-dang-nhap", f"{START}/da-dang-xuat"


@dataclass
class Site:
    """A registered application's server, and the browser of a person who uses it."""

    api: Api
    browser: Browser
    code: str = CODE
    back: str = BACK
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    def wish(self, **changes: str) -> dict[str, str]:
        """What the application asks our page for."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        asked = {"client_id": self.code, "redirect_uri": self.back, "state": "s-1", "nonce": "n-1"}
        return {**asked, "code_challenge": challenge, **changes}

    def open(self, **changes: str) -> ApiAnswer:
        """The person's browser is at our page that opens the application."""
        return self.browser.ask("/api/session/applications", self.wish(**changes))

    def read_code(self) -> str:
        """The code that the browser brings back."""
        answer = self.open()
        assert answer.status == 201, answer.text
        code: str = parse_qs(urlsplit(answer.json["url"]).query)["code"][0]
        return code

    def exchange(self, code: str, **changes: str) -> ApiAnswer:
        """The application's server uses a code."""
        asked = {"grant_type": "authorization_code", "client_id": self.code, "code": code}
        body = {**asked, "redirect_uri": self.back, "code_verifier": self.verifier, **changes}
        return self.api("POST", "/api/applications", body=body)

    def renew(self, renewal: str, **changes: str) -> ApiAnswer:
        """The application's server asks whether the person is still signed in."""
        body = {"grant_type": "refresh_token", "client_id": self.code, "refresh_token": renewal, **changes}
        return self.api("POST", "/api/applications", body=body)

    def end(self, renewal: str, **changes: str) -> ApiAnswer:
        """The person signed out in the application."""
        return self.api("POST", "/api/applications/end", body={
            "client_id": self.code, "refresh_token": renewal, **changes
        })  # fmt: skip

    def read_claims(self, token: str) -> dict[str, Any]:
        """What a signed token says, checked with the published key as an application does."""
        keys = {each["kid"]: each for each in self.api("GET", "/api/applications").json["keys"]}
        key = jwt.PyJWK(keys[jwt.get_unverified_header(token)["kid"]])
        unmoved: Options = {"verify_exp": False, "verify_iat": False}
        read: dict[str, Any] = jwt.decode(token, key, ["ES256"], options=unmoved, audience=self.code)
        return read


@dataclass
class Street:
    """Vĩnh Long with its registered applications, people's browsers, and the calls that applications get."""

    signs: SignIns
    api: Api
    called: list[tuple[str, str]]
    pool: FakeOfficerPool

    def browser(self) -> Browser:
        """A new browser."""
        return Browser(self.api, self.signs.pool)

    def site(self, person: str = HOA, **changes: str) -> Site:
        """The application, and a person who has signed in at ours."""
        browser = self.browser()
        assert browser.sign_in(person).status == 201
        return Site(self.api, browser, **changes)

    def office_site(self, account: str, **rights: Any) -> Site:
        """The application, and an officer who has signed in at ours; with rights where a test gives some."""
        telephone = self.pool.enrolled(account)
        if rights:
            self.signs.office.appoint(f"sub-{account}", **rights)
        browser = self.browser()
        assert browser.ask("/api/session/officers", {"name": account, "password": PASSWORD}).status == 200
        code = telephone.at(self.signs.office.clock.real_now())
        assert browser.ask("/api/session/officers/code", {"code": code}).status == 201
        return Site(self.api, browser)

    def opened(self, person: str = HOA) -> tuple[Site, dict[str, Any]]:
        """The application that the person has opened, with its proof."""
        site = self.site(person)
        return site, site.exchange(site.read_code()).json


@pytest.fixture
def street(office: Any, deployment: pytest.MonkeyPatch, monkeypatch: pytest.MonkeyPatch) -> Street:
    """A street in Vĩnh Long, today."""
    product = office("vinh-long", at=MONDAY)
    signs, called = SignIns.at(product, deployment), list[tuple[str, str]]()

    def take_calls(calls: list[tuple[str, str]]) -> list[int]:
        called.extend(calls)
        return []

    monkeypatch.setattr(application_calls, "call_sign_out", take_calls)
    pool = FakeOfficerPool(now=product.clock.real_now)
    adapter = CognitoOfficePool(pool, "pool", "office-client")
    monkeypatch.setattr(wiring_sessions, "provide_office_pool", lambda: adapter)
    return Street(signs, Api(product.app), called, pool)


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Change the registration of the province's example."""
    found = wiring_sessions.provide_applications

    def change(**changes: Any) -> None:
        changed: tuple[Application, ...] = tuple(replace(each, **changes) for each in found())
        monkeypatch.setattr(wiring_sessions, "provide_applications", lambda: changed)

    return change


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> str:
    """A second application, registered next to the example; its code."""
    (first,) = wiring_sessions.provide_applications()
    moved: dict[str, Any] = {
        "start": f"{OTHER_START}/",
        "redirects": (f"{OTHER_START}/ve",),
        "sign_out": f"{OTHER_START}/het",
    }
    both = (first, replace(first, code="dat-lich", **moved))
    monkeypatch.setattr(wiring_sessions, "provide_applications", lambda: both)
    return "dat-lich"
