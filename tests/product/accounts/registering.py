"""Somebody at the pages of registration: a browser with its cookies, and what arrives at their contact."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

import pytest

from chalicelib.domain.notices.contacts import Holder
from chalicelib.domain.notices.messages import News
from chalicelib.domain.notices.notice_rules import Channel
from chalicelib.repositories.security.own_pool import CognitoOwnPool
from chalicelib.repositories.security.registrations import RegistrationTable
from chalicelib.wiring import core as wiring
from chalicelib.wiring import notices as wiring_notices
from chalicelib.wiring import own_accounts as wiring_own
from chalicelib.wiring import sessions as wiring_sessions
from infra.local.person import HttpReply
from tests.api.session_world import KEYS, HeldSecret, MemoryPool
from tests.product.office import Office
from tests.support.fakes.fake_own_pool import FakeOwnPool

PERSON: dict[str, Any] = {
    "full_name": "Lê Thị Mai", "id_number": "046190009999", "birth_date": "1990-02-03",
    "address": "12 Lê Lợi, Huế", "channel": "mail", "contact": "mai@vidu.example", "delivery": "screen",
}  # fmt: skip
OWN = "buoi sang ben song huong"


@dataclass
class CodeQueue:
    """The `AccountNewsQueue` port: what is asked for is sent at once, while it `sends`."""

    sends: bool = True
    asked: list[Channel] = field(default_factory=list)
    announced: list[News] = field(default_factory=list)

    def ask(self, holder: Holder, channel: Channel) -> None:
        """Send it."""
        self.asked.append(channel)
        if self.sends:
            wiring_notices.provide_code_sending().send(holder, channel, wiring.provide_clock().real_now())

    def announce(self, holder: Holder, news: News) -> None:
        """Send it."""
        self.announced.append(news)
        wiring_notices.provide_code_sending().announce(holder, news)


@dataclass
class Applicant:
    """A browser; `product.around.outlets` hold what was sent."""

    product: Office
    origin: str
    jar: dict[str, str] = field(default_factory=dict)
    address: str = "203.0.113.7"

    def ask(self, path: str, body: dict[str, Any], under: str = "/api/session/accounts") -> HttpReply:
        """One call of a page of ours."""
        jar = "; ".join(f"{name}={value}" for name, value in self.jar.items())
        sent = {
            "Content-Type": "application/json", "Motcua-Session": "page", "Origin": self.origin,
            "Sec-Fetch-Site": "same-origin", "Cookie": jar,
        }  # fmt: skip
        answer = self.product.nobody().call(
            "POST", f"{under}{path}", json.dumps(body).encode(), {k: v for k, v in sent.items() if v}
        )
        given: Any = answer.headers.get("set-cookie", [])
        for each in [given] if isinstance(given, str) else given:
            name, _, value = each.partition(";")[0].partition("=")
            self.jar.pop(name, None)
            if "Max-Age=0" not in each:
                self.jar[name] = value
        return answer

    def form(self) -> dict[str, Any]:
        """What the page of registration asks for."""
        found: dict[str, Any] = self.product.nobody().get("/api/session/accounts")
        return found

    def register(self, **changes: Any) -> HttpReply:
        """Send the filled-in form."""
        return self.ask("", {**PERSON, "terms": self.form()["terms"], **changes})

    def read(self, channel: str = "mail") -> str:
        """The newest message at the contact."""
        sent = self.product.around.outlets[Channel(channel)].codes
        return str(sent[-1][-1])

    def read_code(self, channel: str = "mail") -> str:
        """The code in it."""
        found = re.search(r"\b[0-9]{6}\b", self.read(channel))
        assert found, self.read(channel)
        return found[0]

    def prove(self, channel: str = "mail") -> HttpReply:
        """Enter the code of the newest message."""
        return self.ask("/code", {"code": self.read_code(channel)})

    def sign_in(self, name: str, password: str) -> HttpReply:
        """Enter name and password."""
        return self.ask("/sign-in", {"name": name, "password": password})

    def choose(self, password: str = OWN) -> HttpReply:
        """Choose a password in place of the first one."""
        return self.ask("/password", {"password": password})

    def open_account(self, password: str = OWN, **changes: Any) -> str:
        """The whole way, with the first password on the screen; the name."""
        assert self.register(**changes).status == 202
        first = self.prove(changes.get("channel", "mail")).body
        assert self.sign_in(first["name"], first["password"]).body["waits"] == "password"
        assert self.choose(password).status == 201
        return str(first["name"])


def connect_own_pool(product: Office, patch: pytest.MonkeyPatch) -> tuple[FakeOwnPool, CodeQueue]:
    """Let own accounts of a product be in a pool in memory, and their codes go out at once."""
    pool, queue = FakeOwnPool(), CodeQueue()
    adapter = CognitoOwnPool(pool, "pool", "site-client")
    patch.setattr(wiring_own, "provide_own_pool", lambda: adapter)
    patch.setattr(wiring_own, "wait_until", lambda _: None)
    patch.setattr(wiring_notices, "provide_queue", lambda: queue)
    patch.setattr(wiring_sessions, "provide_pool", MemoryPool)
    patch.setattr(wiring_sessions, "_open_session_secret", lambda: HeldSecret(KEYS))
    patch.setattr(wiring_sessions, "provide_office_pool", lambda: None)
    for name in ("SIGN_IN_ORIGIN", "SIGN_IN_SERVER", "IDENTITY_API", "SESSION_SECRET_ARN"):
        patch.setenv(name, "https://pool.example")
    wiring.provide_settings.cache_clear()
    return pool, queue


def load_registration(name: str) -> Any:
    """What is stored of an unfinished registration."""
    return RegistrationTable().load(name)
