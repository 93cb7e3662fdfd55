"""The demo's stories: real procedures from the citizen's filing to the returned result, over HTTP alone.

Each story raises on the slightest difference from what the law data, the flow table and the procedure say.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.domain.worktime import VIETNAM
from infra.local.person import Person, UnexpectedAnswerError, send
from infra.local.seed import BEFORE, TODAY, place
from infra.local.stack import LocalStack
from infra.verify_ledger import check

APPLICANT = {"full_name": "Trần Thị Hoa", "id_number": "046190000001", "phone": "0912345678"}
BUSINESS = {
    "household_business_name": "Quán Bún Bò Hoa",
    "business_address": "12 Lê Lợi, phường Thuận Hóa",
    "business_phone": "0912345678",
    "main_industry_code": "5610",
    "business_lines": "Dịch vụ ăn uống",
    "capital_vnd": 50_000_000,
    "start_date": "2026-12-15",
    "owner_full_name": "Trần Thị Hoa",
    "owner_id_number": "046190000001",
    "owner_birth_date": "1990-03-27",
    "owner_residence": "12 Lê Lợi, thành phố Huế",
    "registrant_type": "individual",
}
MARITAL = {
    "requester_full_name": "Lò Văn Pâng",
    "requester_id_type": "CC",
    "requester_id_number": "012095000002",
    "requester_phone": "0987654321",
    "requester_address": "Xã Bản Lang, tỉnh Lai Châu",
    "subject_full_name": "Lò Văn Pâng",
    "subject_birth_date": "1995-05-01",
    "subject_gender": "1",
    "subject_ethnicity": "03",
    "residence_from": "2015-01-01",
    "residence_to": "2024-11-01",
    "marital_status": "never_married",
    "purpose": "marriage",
}
FORM_1 = "household_business_registration_application"
FORM_2 = "application_form"


@dataclass
class Story:
    """A stack, the people at it, and what was seen so far."""

    stack: LocalStack
    seen: list[str] = field(default_factory=list)

    def person(self, username: str) -> Person:
        """A demo person."""
        return Person(self.stack, username)

    def clock(self, local: str) -> None:
        """Move the stack's legal time to a moment of Vietnamese time."""
        wanted = datetime.fromisoformat(local).replace(tzinfo=VIETNAM)
        self.stack.set_clock_offset(round(wanted.timestamp() - time.time()))

    def same(self, what: str, found: object, expected: object) -> None:
        """Note a check; raise when it fails."""
        if found != expected:
            raise UnexpectedAnswerError(f"{what}: expected {expected!r}, found {found!r}")
        self.seen.append(f"{what}: {found}")


def hue_household_business(story: Story) -> str:
    """Huế, household business registration: online, one supplement, online payment, online result."""
    story.clock("2026-11-23T09:00:00")
    unit = _unit(story, TODAY)
    citizen, desk, tax = story.person("citizen1"), story.person("desk1"), story.person("tax1")
    dossier = citizen.draft("1.001612", unit, "own_portal", {"answers": BUSINESS, "applicant": APPLICANT})
    filed = citizen.submit(dossier, [citizen.upload(dossier, "component", FORM_1)])
    story.same("Huế answers an online filing within 1 working hour (HUE-13.1)", _hm(filed["reception_due_at"]), "10:00")
    request = {"components": [FORM_1], "guidance": "Chụp lại trang 1 cho rõ nét."}
    desk.step(dossier, "request_supplement", request)
    again = citizen.upload(dossier, "component", FORM_1)
    citizen.step(dossier, "supplement", {"papers": [again]})
    received = desk.step(dossier, "receive")
    story.same("3 working days, without Culture Day 24/11", received["due_at"][:16], "2026-11-27T17:00")
    desk.step(dossier, "transfer")
    tax.step(dossier, "finish_task", {"note": "Đã cấp mã số thuế."})
    pay_online(story, citizen, dossier)
    result = story.person("case1").upload(dossier, "result")
    story.person("head1").step(dossier, "resolve", {"outcome": "granted", "result": result})
    desk.step(dossier, "give_back", {"way": "online"})
    desk.step(dossier, "close")
    _has_result(story, citizen, dossier, result)
    return dossier


def lai_chau_marital_status(story: Story) -> str:
    """Lai Châu, marital-status certificate: filed on a Saturday evening, cash fee, returned at the counter."""
    story.clock("2024-11-02T20:15:00")
    unit = _unit(story, BEFORE)
    citizen, desk, cashier = story.person("citizen1"), story.person("desk1"), story.person("cashier1")
    applicant = {**APPLICANT, "full_name": "Lò Văn Pâng", "id_number": "012095000002"}
    dossier = citizen.draft("1.004873", unit, "own_portal", {"answers": MARITAL, "applicant": applicant})
    filed = citizen.submit(dossier, [citizen.upload(dossier, "component", FORM_2)])
    opening = _opening(story, unit)
    official = f"2024-11-04T{opening}"
    story.same(
        "filed on Saturday evening, officially received Monday (LC-10.1.b)", filed["reception_at"][:16], official
    )
    story.clock("2024-11-04T09:30:00")
    received = desk.step(dossier, "receive")
    story.same("3 working days from Monday", received["due_at"][:16], "2024-11-07T17:00")
    for owed in received["obligations"]:
        cash = {"obligations": [owed["id"]], "amount": owed["amount"], "receipt_number": f"BL-{owed['id']}-001"}
        paid = cashier.step(dossier, "pay", cash)
        story.same("cash fee in đồng", owed["amount"], 15_000)
        story.same("obligation", paid["obligations"][0]["state"], "settled")
    desk.step(dossier, "transfer")
    result = story.person("case1").upload(dossier, "result")
    story.person("head1").step(dossier, "resolve", {"outcome": "granted", "result": result})
    receiver = {"full_name": "Lò Văn Pâng", "id_number": "012095000002"}
    handed = {"way": "counter", "receiver": receiver, "receipt_shown": True, "announced_by": "phone"}
    desk.step(dossier, "give_back", handed)
    closed = desk.step(dossier, "close")
    story.same("closed keeps its outcome's national code", closed["national_code"], "10")
    return dossier


def refusals(story: Story) -> None:
    """What must be refused is refused, by its code, and changes nothing."""
    citizen, desk = story.person("citizen2"), story.person("desk1")
    dossier, unit = _received(story, citizen, desk)
    wrong = desk.ask("POST", f"/api/dossiers/{dossier}/give_back", {"way": "online"}, version=2, expect=409)
    story.same("a forbidden step", wrong.code, "wrong_moment")
    story.same("… names what is allowed", "transfer" in wrong.body["allowed"], True)
    hidden = story.person("other1").ask("GET", f"/api/dossiers/{dossier}", expect=404)
    story.same("another unit's officer", hidden.code, "not_found")
    header, payload, signature = story.stack.token("desk1").split(".")
    forged = Person(story.stack, token=f"{header}.{payload}.{signature[:-6]}AAAAAA")
    story.same("a forged token", forged.ask("GET", "/api/me", expect=401).code, "unauthenticated")
    key, started = secrets.token_urlsafe(18), {"procedure": "1.001612", "one_stop": unit, "channel": "own_portal"}
    twice = [citizen.ask("POST", "/api/dossiers", started, key=key, expect=201).body["id"] for _ in range(2)]
    story.same("the same key twice makes one dossier", len(set(twice)), 1)
    _payment_refusals(story, citizen, dossier)


def pay_online(story: Story, citizen: Person, dossier: str) -> None:
    """Pay everything open through the gateway."""
    owed = [each["id"] for each in citizen.get(f"/api/dossiers/{dossier}")["obligations"]]
    intent = citizen.ask("POST", f"/api/dossiers/{dossier}/payments", {"obligations": owed}, expect=201).body
    answers = gateway_pays(story, intent["ref"], "ok")
    story.same("the gateway's callback is answered", answers[0]["status"], 200)
    states = {each["state"] for each in citizen.get(f"/api/dossiers/{dossier}")["obligations"]}
    story.same("paid online", states, {"settled"})


def gateway_pays(story: Story, ref: str, mode: str) -> list[dict[str, Any]]:
    """Make the stand-in gateway call back in a given way; the answers that our API gave it."""
    if story.stack.gateway is None:
        raise ValueError("the stack is not served")
    reply = send(f"{story.stack.gateway.url}/intents/{ref}/pay?mode={mode}", "POST", b"", {})
    if reply.status != 200:
        raise UnexpectedAnswerError(f"the gateway answered {reply.status}: {reply.body}")
    deliveries: list[dict[str, Any]] = reply.body["deliveries"]
    return deliveries


def _payment_refusals(story: Story, citizen: Person, dossier: str) -> None:
    owed = [each["id"] for each in citizen.get(f"/api/dossiers/{dossier}")["obligations"]]
    intent = citizen.ask("POST", f"/api/dossiers/{dossier}/payments", {"obligations": owed}, expect=201).body
    before = citizen.get(f"/api/dossiers/{dossier}/ledger")["head"]
    story.same("a forged callback", gateway_pays(story, intent["ref"], "forged")[0]["status"], 400)
    story.same("… leaves the dossier untouched", citizen.get(f"/api/dossiers/{dossier}/ledger")["head"], before)
    story.person("deskhead").step(dossier, "transfer")
    asked = citizen.step(dossier, "withdraw", {"reason": "Không còn nhu cầu."})
    number = asked["requests"][0]["n"]
    story.person("head1").step(dossier, f"requests/{number}/approve")
    story.same("a late genuine callback is taken", gateway_pays(story, intent["ref"], "late")[0]["status"], 200)
    unit = citizen.get(f"/api/dossiers/{dossier}")["one_stop"]
    tasks = story.person("cashier1").get(f"/api/reconciliation?unit={unit}")["items"]
    found = [task for task in tasks if task["dossier_id"] == dossier]
    story.same("… and becomes a reconciliation task", [task["reason"] for task in found], ["late"])


def _received(story: Story, citizen: Person, desk: Person) -> tuple[str, str]:
    unit = _unit(story, TODAY)
    dossier = citizen.draft("1.001612", unit, "own_portal", {"answers": BUSINESS, "applicant": APPLICANT})
    citizen.submit(dossier, [citizen.upload(dossier, "component", FORM_1)])
    desk.step(dossier, "receive")
    return dossier, unit


def _has_result(story: Story, citizen: Person, dossier: str, result: str) -> None:
    """The citizen downloads exactly the file that the agency filed as the result."""
    link = citizen.get(f"/api/dossiers/{dossier}/papers/{result}/link")["url"]
    answer = send(link, "GET", None, {})
    facts = citizen.get(f"/api/dossiers/{dossier}/ledger")["facts"]
    filed = next(fact for fact in facts if fact["kind"] == "resolved")["data"]["manifest"][0]
    raw = answer.raw
    story.same("the result's SHA-256 is the ledger's", hashlib.sha256(raw).hexdigest(), filed["sha256"])


def proven(story: Story, dossier: str) -> Mapping[str, Any]:
    """The dossier's exported ledger, verified offline; raises with every problem found."""
    export: Mapping[str, Any] = story.person("citizen1").get(f"/api/dossiers/{dossier}/ledger")
    story.same("problems in the exported ledger", check(export).problems, [])
    return export


def _unit(story: Story, on: Any) -> str:
    from chalicelib.repositories.catalogue import CatalogueFiles

    return place(CatalogueFiles().agencies(story.stack.province), on).one_stop


def _opening(story: Story, unit: str) -> str:
    found = next(each for each in story.person("desk1").get("/api/agencies")["items"] if each["id"] == unit)
    return str(min(shift["open"] for shift in found["office_hours"]))


def _hm(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(VIETNAM).strftime("%H:%M")
