"""An API with quotas that a test can use up, and the people and addresses that call it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import app  # noqa: F401 - registers the operations
from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.security.quotas import Limit, Quota
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.wiring import core as wiring
from tests.api.conftest import Api, ApiAnswer
from tests.api.route_counter import MONDAY, START, UNIT
from tests.support.builders import ANSWERS, CERTIFICATE, PERSON

AN_HOUR = 3600


SEARCH = {"unit": UNIT, "by": "phone", "text": "0912345678", "purpose": "counter_question"}


FILE = {
    "kind": "component", "component": "application_form", "name": "tờ khai.pdf", "size": 3000, "sha256": "a" * 64,
    "content_type": "application/pdf",
}  # fmt: skip


@dataclass
class QuotaClock:
    """Legal and real time are fixed, so that a window never ends by itself."""

    real: datetime = field(default_factory=lambda: datetime.now(UTC))
    simulated: bool = True

    def now(self) -> datetime:
        """Legal time."""
        return MONDAY

    def real_now(self) -> datetime:
        """Real time, which tokens go by."""
        return self.real


@dataclass
class QuotaStreet:
    """People of a commune, each behind some address, in front of the API."""

    api: Api
    clock: QuotaClock
    keys: int = 0
    drafts: dict[str, str] = field(default_factory=dict)

    def key(self) -> str:
        """A key of its own."""
        self.keys += 1
        return f"key-{self.keys:020d}"

    def send(self, method: str, path: str, sub: str, body: Any, address: str = "1.2.3.4", **more: str) -> ApiAnswer:
        """One request, as the edge hands it on."""
        headers = {"X-Forwarded-For": f"{address}, 10.0.0.1", "Idempotency-Key": self.key(), **more}
        return self.api(method, path, sub=sub, body=body, headers={k: v for k, v in headers.items() if v})

    def draft(self, sub: str, address: str = "1.2.3.4", **changes: Any) -> ApiAnswer:
        """Begin a draft: a clerk's is typed at the desk."""
        at_desk = {"channel": "desk"} if sub.startswith("clerk") else {}
        answer = self.send("POST", "/api/dossiers", sub, {**START, **at_desk, **changes}, address)
        if answer.status == 201:
            self.drafts[sub] = answer.json["id"]
        return answer

    def save(self, sub: str, text: str, version: int, address: str = "1.2.3.4") -> ApiAnswer:
        """Save what was typed."""
        typed = {"answers": {**ANSWERS[CERTIFICATE], "note": text}, "applicant": PERSON}
        match = {"If-Match": f'"{version}"', "Idempotency-Key": ""}
        return self.send("PUT", f"/api/dossiers/{self.drafts[sub]}/draft", sub, typed, address, **match)

    def announce(self, sub: str, size: int = 3000, address: str = "1.2.3.4") -> ApiAnswer:
        """Announce a file."""
        return self.send("POST", f"/api/dossiers/{self.drafts[sub]}/papers", sub, {**FILE, "size": size}, address)

    def ask(self, sub: str, address: str = "1.2.3.4") -> ApiAnswer:
        """Ask a question, signed in with the electronic identity."""
        wiring.provide_officers().keep_identity(sub, ProvenIdentity(2))
        return self.send("POST", "/api/questions", sub, {"values": QUESTION}, address)

    def search(self, sub: str, address: str = "1.2.3.4") -> ApiAnswer:
        """Search for a person."""
        return self.send("POST", "/api/search", sub, SEARCH, address, **{"Idempotency-Key": ""})


@dataclass
class Link:
    """An upload link that nobody follows."""

    url: str = "https://bucket.example/x"
    headers: dict[str, str] = field(default_factory=dict)
    seconds: int = 300


LINK = Link()
QUESTION = {
    "subject": "Cấp lại giấy khai sinh",
    "question": "Tôi muốn hỏi thủ tục cấp lại giấy khai sinh cho con gái của tôi",
    "unit": UNIT,
}


def limit_quota(quota: Quota, **figures: int) -> None:
    """Let a quota be small; what is not named is far away."""
    far = Limit(seconds=AN_HOUR, person=10**9, officer=10**9, address=10**9)
    wiring.provide_quotas().limits = {**dict.fromkeys(Quota, far), quota: replace(far, **figures)}


def read_everything() -> dict[tuple[str, str], Any]:
    """Return all stored items but counters of numbers: one that was drawn in vain stays unused."""
    rows = (row for row in TableItem.scan() if not (row.pk.startswith("CODES#") and row.sk == "NEXT"))
    return {(row.pk, row.sk): row.serialize() for row in rows}


def use_quota(street: QuotaStreet, quota: Quota, sub: str, number: int, address: str) -> ApiAnswer:
    """One request that takes from a quota; the `n`th of the person."""
    if quota is Quota.SEARCHES:
        return street.search(sub, address)
    if quota is Quota.MATTERS:
        return street.ask(sub, address)
    if quota is Quota.DRAFTS:
        return street.draft(sub, address)
    if sub not in street.drafts:
        wiring.provide_quotas().limits, kept = (
            dict.fromkeys(Quota, Limit(AN_HOUR, 10**9, 10**9, 10**9)),
            wiring.provide_quotas().limits,
        )
        street.draft(sub, "9.9.9.9")
        wiring.provide_quotas().limits = kept
    if quota is Quota.SAVES:
        return street.save(sub, f"lần {number}", number + 1, address)
    return street.announce(sub, 3000, address)
