"""Vĩnh Long: a demanded fee holds the next step until voucher and credit are confirmed (VL-16.2)."""

from __future__ import annotations

from datetime import UTC, date, datetime

from infra.local.person import PAID_LATER
from infra.local.seed import BEFORE, TODAY
from infra.local.stories.at_portal import file_marital_at_portal
from infra.local.stories.registry import register_story
from infra.local.stories.telling import Scenario, pay_online


@register_story(
    "Vĩnh Long in 2024, a fee that holds the next step (Quy chế 2023 khoản 2 Điều 16)",
    province="vinh-long",
    clock="2024-11-04T09:00:00",
)
def vinh_long_payment_2024(telling: Scenario) -> str:
    """In the undisputed life of the regulation."""
    return _run_payment(telling, BEFORE)


@register_story("Vĩnh Long today, the same fee, carried on", province="vinh-long", clock="2026-11-23T09:00:00")
def vinh_long_payment_today(telling: Scenario) -> str:
    """Today."""
    return _run_payment(telling, TODAY)


def _run_payment(telling: Scenario, on: date) -> str:
    dossier = file_marital_at_portal(telling, telling.find_place(on).one_stop)
    citizen, desk, case = telling.find_person("citizen1"), telling.find_person("desk1"), telling.find_person("case1")
    owed = desk.step(dossier, "receive", PAID_LATER)["obligations"]
    telling.check_equal("owed in đồng", [each["amount"] for each in owed], [15_000])
    desk.step(dossier, "transfer")
    grant = {"outcome": "granted", "result": case.upload(dossier, "result")}
    demand = {"obligations": [owed[0]["id"]], "fee_lines": [], "reason": None}
    waiting = case.step(dossier, "request_payment", demand)
    telling.check_equal("the dossier waits for the money", waiting["state"], "payment_requested")
    telling.check_article(dossier, "payment_requested", "khoản 2 Điều 16 ")
    head = telling.find_person("head1")
    telling.check_refusal("no result before the money", head.try_step(dossier, "resolve", grant), "wrong_moment")
    pay_online(telling, citizen, dossier)
    telling.check_equal("paid, not yet credited: it waits on", _read_state(telling, dossier), "payment_requested")
    voucher = {"obligation": owed[0]["id"], "voucher": "CT-001", "credited_at": datetime.now(UTC).isoformat()}
    freed = telling.find_person("cashier1").step(dossier, "acknowledge_payment", voucher)
    telling.check_equal("voucher and credit free it", freed["state"], "processing")
    head.step(dossier, "resolve", grant)
    desk.step(dossier, "give_back", {"way": "online"})
    desk.step(dossier, "close")
    return dossier


def _read_state(telling: Scenario, dossier: str) -> str:
    return str(telling.find_person("citizen1").get(f"/api/dossiers/{dossier}")["state"])
