"""Huế, today: what must be refused."""

from __future__ import annotations

import secrets

from infra.local.person import PAID_LATER, ApiPerson
from infra.local.seed import TODAY
from infra.local.stories.people import APPLICANT, BUSINESS, FORM_1
from infra.local.stories.registry import register_story
from infra.local.stories.telling import Scenario, make_gateway_pay


@register_story("Huế, refusals", province="hue", clock="2026-11-23T09:00:00")
def hue_refusals(telling: Scenario) -> None:
    """What must be refused is refused, by its code, and changes nothing."""
    citizen, desk = telling.find_person("citizen2"), telling.find_person("desk1")
    unit = telling.find_place(TODAY).one_stop
    dossier = citizen.draft("1.001612", unit, "own_portal", {"answers": BUSINESS, "applicant": APPLICANT})
    citizen.submit(dossier, [citizen.upload(dossier, "component", FORM_1)])
    desk.step(dossier, "receive", PAID_LATER)
    wrong = desk.ask("POST", f"/api/dossiers/{dossier}/give_back", {"way": "online"}, version=2, expect=409)
    telling.check_equal("a forbidden step", wrong.code, "wrong_moment")
    telling.check_equal("… names what is allowed", "transfer" in wrong.body["allowed"], True)
    hidden = telling.find_person("other1").ask("GET", f"/api/dossiers/{dossier}", expect=404)
    telling.check_equal("another unit's officer", hidden.code, "not_found")
    header, payload, signature = telling.stack.fetch_token("desk1").split(".")
    forged = telling.stranger(f"{header}.{payload}.{signature[:-6]}AAAAAA")
    telling.check_equal("a forged token", forged.ask("GET", "/api/me", expect=401).code, "unauthenticated")
    key, started = secrets.token_urlsafe(18), {"procedure": "1.001612", "one_stop": unit, "channel": "own_portal"}
    twice = [citizen.ask("POST", "/api/dossiers", started, key=key, expect=201).body["id"] for _ in range(2)]
    telling.check_equal("the same key twice makes one dossier", len(set(twice)), 1)
    _check_payments(telling, citizen, dossier)


def _check_payments(telling: Scenario, citizen: ApiPerson, dossier: str) -> None:
    owed = [each["id"] for each in citizen.get(f"/api/dossiers/{dossier}")["obligations"]]
    intent = citizen.ask("POST", f"/api/dossiers/{dossier}/payments", {"obligations": owed}, expect=201).body
    before = citizen.get(f"/api/dossiers/{dossier}/ledger")["head"]
    telling.check_equal("a forged callback", make_gateway_pay(telling, intent["ref"], "forged")[0]["status"], 400)
    telling.check_equal(
        "… leaves the dossier untouched", citizen.get(f"/api/dossiers/{dossier}/ledger")["head"], before
    )
    telling.find_person("deskhead").step(dossier, "transfer")
    asked = citizen.step(dossier, "withdraw", {"reason": "Không còn nhu cầu."})
    number = asked["requests"][0]["n"]
    telling.find_person("head1").step(dossier, f"requests/{number}/approve")
    telling.check_equal(
        "a late genuine callback is taken", make_gateway_pay(telling, intent["ref"], "late")[0]["status"], 200
    )
    unit = citizen.get(f"/api/dossiers/{dossier}")["one_stop"]
    tasks = telling.find_person("cashier1").get(f"/api/reconciliation?unit={unit}")["items"]
    found = [task for task in tasks if task["dossier_id"] == dossier]
    telling.check_equal("… and becomes a reconciliation task", [task["reason"] for task in found], ["late"])
