"""Huế, today: what must be refused."""

from __future__ import annotations

import secrets

from infra.local.person import PAID_LATER, Person
from infra.local.seed import TODAY
from infra.local.stories.people import APPLICANT, BUSINESS, FORM_1
from infra.local.stories.registry import story
from infra.local.stories.telling import Telling, gateway_pays


@story("Huế, refusals", province="hue", clock="2026-11-23T09:00:00")
def hue_refusals(telling: Telling) -> None:
    """What must be refused is refused, by its code, and changes nothing."""
    citizen, desk = telling.person("citizen2"), telling.person("desk1")
    unit = telling.place(TODAY).one_stop
    dossier = citizen.draft("1.001612", unit, "own_portal", {"answers": BUSINESS, "applicant": APPLICANT})
    citizen.submit(dossier, [citizen.upload(dossier, "component", FORM_1)])
    desk.step(dossier, "receive", PAID_LATER)
    wrong = desk.ask("POST", f"/api/dossiers/{dossier}/give_back", {"way": "online"}, version=2, expect=409)
    telling.same("a forbidden step", wrong.code, "wrong_moment")
    telling.same("… names what is allowed", "transfer" in wrong.body["allowed"], True)
    hidden = telling.person("other1").ask("GET", f"/api/dossiers/{dossier}", expect=404)
    telling.same("another unit's officer", hidden.code, "not_found")
    header, payload, signature = telling.stack.token("desk1").split(".")
    forged = telling.stranger(f"{header}.{payload}.{signature[:-6]}AAAAAA")
    telling.same("a forged token", forged.ask("GET", "/api/me", expect=401).code, "unauthenticated")
    key, started = secrets.token_urlsafe(18), {"procedure": "1.001612", "one_stop": unit, "channel": "own_portal"}
    twice = [citizen.ask("POST", "/api/dossiers", started, key=key, expect=201).body["id"] for _ in range(2)]
    telling.same("the same key twice makes one dossier", len(set(twice)), 1)
    _payments(telling, citizen, dossier)


def _payments(telling: Telling, citizen: Person, dossier: str) -> None:
    owed = [each["id"] for each in citizen.get(f"/api/dossiers/{dossier}")["obligations"]]
    intent = citizen.ask("POST", f"/api/dossiers/{dossier}/payments", {"obligations": owed}, expect=201).body
    before = citizen.get(f"/api/dossiers/{dossier}/ledger")["head"]
    telling.same("a forged callback", gateway_pays(telling, intent["ref"], "forged")[0]["status"], 400)
    telling.same("… leaves the dossier untouched", citizen.get(f"/api/dossiers/{dossier}/ledger")["head"], before)
    telling.person("deskhead").step(dossier, "transfer")
    asked = citizen.step(dossier, "withdraw", {"reason": "Không còn nhu cầu."})
    number = asked["requests"][0]["n"]
    telling.person("head1").step(dossier, f"requests/{number}/approve")
    telling.same("a late genuine callback is taken", gateway_pays(telling, intent["ref"], "late")[0]["status"], 200)
    unit = citizen.get(f"/api/dossiers/{dossier}")["one_stop"]
    tasks = telling.person("cashier1").get(f"/api/reconciliation?unit={unit}")["items"]
    found = [task for task in tasks if task["dossier_id"] == dossier]
    telling.same("… and becomes a reconciliation task", [task["reason"] for task in found], ["late"])
