"""Lai Châu: a filing on Saturday evening is received when the desk next opens (LC-10.1.b)."""

from __future__ import annotations

from datetime import date

from infra.local.seed import BEFORE, TODAY
from infra.local.stories.registry import register_story
from infra.local.stories.telling import Scenario, file_marital

CITED = "điểm b khoản 1 Điều 10 "


@register_story(
    "Lai Châu in 2024, marital status: filed on a Saturday evening (Quy chế 2024 Điều 10), cash, at the counter",
    province="lai-chau",
    clock="2024-11-02T20:15:00",
)
def lai_chau_marital_status(telling: Scenario) -> str:
    """In the undisputed life of the regulation, with a fee in cash and the result at the counter."""
    dossier = _file_on_saturday(telling, BEFORE, "2024-11-04")
    desk, cashier = telling.find_person("desk1"), telling.find_person("cashier1")
    telling.set_clock("2024-11-04T09:30:00")
    for owed in cashier.get(f"/api/dossiers/{dossier}")["obligations"]:
        cash = {"obligations": [owed["id"]], "amount": owed["amount"], "receipt_number": f"BL-{owed['id']}-001"}
        paid = cashier.step(dossier, "pay", cash)
        telling.check_equal("cash fee in đồng", owed["amount"], 15_000)
        telling.check_equal("obligation", paid["obligations"][0]["state"], "settled")
    received = desk.step(dossier, "receive")
    telling.check_equal("3 working days from Monday", received["due_at"][:16], "2024-11-07T17:00")
    desk.step(dossier, "transfer")
    result = telling.find_person("case1").upload(dossier, "result")
    telling.find_person("head1").step(dossier, "resolve", {"outcome": "granted", "result": result})
    receiver = {"full_name": "Lò Văn Pâng", "id_number": "012095000002"}
    handed = {"way": "counter", "receiver": receiver, "receipt_shown": True, "announced_by": "phone"}
    desk.step(dossier, "give_back", handed)
    closed = desk.step(dossier, "close")
    telling.check_equal("closed keeps its outcome's national code", closed["national_code"], "10")
    return dossier


@register_story("Lai Châu today, a Saturday evening, carried on", province="lai-chau", clock="2026-11-21T20:15:00")
def lai_chau_marital_status_today(telling: Scenario) -> str:
    """Today; the answer is due eight working hours after the opening, and Culture Day follows on Tuesday."""
    dossier = _file_on_saturday(telling, TODAY, "2026-11-23")
    filed = telling.find_person("citizen1").get(f"/api/dossiers/{dossier}")
    telling.check_equal("answered within 8 working hours", filed["reception_due_at"][:10], "2026-11-25")
    return dossier


def _file_on_saturday(telling: Scenario, on: date, monday: str) -> str:
    unit = telling.find_place(on).one_stop
    dossier = file_marital(telling, unit)
    filed = telling.find_person("citizen1").get(f"/api/dossiers/{dossier}")
    official = f"{monday}T{_find_opening_time(telling, unit)}"
    telling.check_equal(
        "filed on Saturday evening, officially received Monday (LC-10.1.b)", filed["reception_at"][:16], official
    )
    telling.check_article(dossier, "submitted", CITED)
    return dossier


def _find_opening_time(telling: Scenario, unit: str) -> str:
    found = next(each for each in telling.find_person("desk1").get("/api/agencies")["items"] if each["id"] == unit)
    return str(min(shift["open"] for shift in found["office_hours"]))
