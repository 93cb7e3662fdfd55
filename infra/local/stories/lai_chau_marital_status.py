"""Lai Châu, in the life of its regulation: a Saturday evening's filing."""

from __future__ import annotations

from infra.local.seed import BEFORE
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from infra.local.stories.registry import story
from infra.local.stories.telling import Telling


@story(
    "Lai Châu, marital-status certificate: filed on a Saturday evening, cash fee, returned at the counter",
    province="lai-chau",
    clock="2024-11-02T20:15:00",
)
def lai_chau_marital_status(telling: Telling) -> str:
    """What comes in outside working time is received when the desk next opens (LC-10.1.b)."""
    unit = telling.place(BEFORE).one_stop
    citizen, desk, cashier = telling.person("citizen1"), telling.person("desk1"), telling.person("cashier1")
    dossier = citizen.draft("1.004873", unit, "own_portal", {"answers": MARITAL, "applicant": MARITAL_APPLICANT})
    filed = citizen.submit(dossier, [citizen.upload(dossier, "component", FORM_2)])
    official = f"2024-11-04T{_opening(telling, unit)}"
    telling.same(
        "filed on Saturday evening, officially received Monday (LC-10.1.b)", filed["reception_at"][:16], official
    )
    telling.clock("2024-11-04T09:30:00")
    received = desk.step(dossier, "receive")
    telling.same("3 working days from Monday", received["due_at"][:16], "2024-11-07T17:00")
    for owed in received["obligations"]:
        cash = {"obligations": [owed["id"]], "amount": owed["amount"], "receipt_number": f"BL-{owed['id']}-001"}
        paid = cashier.step(dossier, "pay", cash)
        telling.same("cash fee in đồng", owed["amount"], 15_000)
        telling.same("obligation", paid["obligations"][0]["state"], "settled")
    desk.step(dossier, "transfer")
    result = telling.person("case1").upload(dossier, "result")
    telling.person("head1").step(dossier, "resolve", {"outcome": "granted", "result": result})
    receiver = {"full_name": "Lò Văn Pâng", "id_number": "012095000002"}
    handed = {"way": "counter", "receiver": receiver, "receipt_shown": True, "announced_by": "phone"}
    desk.step(dossier, "give_back", handed)
    closed = desk.step(dossier, "close")
    telling.same("closed keeps its outcome's national code", closed["national_code"], "10")
    return dossier


def _opening(telling: Telling, unit: str) -> str:
    found = next(each for each in telling.person("desk1").get("/api/agencies")["items"] if each["id"] == unit)
    return str(min(shift["open"] for shift in found["office_hours"]))
