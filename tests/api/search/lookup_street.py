"""Somebody without an account, a counter behind them, and what both hold in their hands."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

import pytest

from chalicelib import observe
from chalicelib.domain.search import sms, status_links
from chalicelib.domain.shared.hmac_signature import sign_body
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.wiring import lookup as wiring_lookup
from tests.api.conftest import Api, ApiAnswer
from tests.api.route_counter import UNIT, RouteCounter, ShiftedClock

PROVIDER = b"p" * 32


SENDER = "+84987654321"


@dataclass
class LookupStreet:
    """Somebody without an account, a counter behind them, and what both hold in their hands."""

    api: Api
    clock: ShiftedClock

    @cached_property
    def counter(self) -> RouteCounter:
        """A received dossier that the counter can find; filed when a test first needs it."""
        made = RouteCounter(self.api, self.clock).filed()
        made.version = made.step("receive", "clerk").json["version"]
        wiring_lookup.build_search_index(self.clock.real_now()).index_dossier(made.id)
        return made

    @cached_property
    def code(self) -> str:
        """Its code."""
        return str(self.api("GET", f"/api/dossiers/{self.counter.id}", sub="citizen").json["code"])

    def look(self, **asked: Any) -> ApiAnswer:
        """Ask where a dossier stands."""
        return self.api("POST", "/api/lookup", body=asked)

    @property
    def token(self) -> str:
        """The link on the dossier's slips."""
        return status_links.sign_token(self.counter.id, wiring_lookup.link_keys(datetime.now(UTC)))

    def sms(
        self, text: str, *, sender: str = SENDER, key: bytes = PROVIDER, late: int = 0, number: str = "m"
    ) -> ApiAnswer:
        """A message that the provider passes on."""
        raw = json.dumps({"id": number, "from": sender, "text": text}).encode()
        return self.post_sms(raw, sign_body(raw, key, "p1", datetime.now(UTC) - timedelta(seconds=late)))

    def post_sms(self, raw: bytes, header: str | None) -> ApiAnswer:
        """A call as it stands."""
        return self.api("POST", "/api/sms", raw=raw, headers={sms.HEADER: header} if header else {})

    def find(self, sub: str = "clerk", **asked: Any) -> ApiAnswer:
        """Search at the counter."""
        body = {"unit": UNIT, "by": "name", "text": "tran", "purpose": "counter_question", **asked}
        return self.api("POST", "/api/search", sub=sub, body=body)


def check_refused(
    street: LookupStreet, monkeypatch: pytest.MonkeyPatch, call: Callable[[], ApiAnswer]
) -> tuple[int, str | None]:
    """Status and code of a refused call, which must be counted once and stored nowhere."""
    counted: list[str] = []
    monkeypatch.setattr(observe, "count_metric", lambda name, value=1: counted.append(name))
    before = TableItem.count()
    answer = call()
    assert counted == ["SmsRefused"]
    assert TableItem.count() == before
    return answer.status, answer.code
