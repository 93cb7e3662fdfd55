"""Vĩnh Long: a demanded fee holds the next step until voucher and credit are confirmed (VL-16.2)."""

from __future__ import annotations

from datetime import UTC, date, datetime

from infra.local.person import PAID_LATER
from infra.local.seed import BEFORE, TODAY
from infra.local.stories.at_portal import file_marital_at_portal
from infra.local.stories.registry import story
from infra.local.stories.telling import Telling, pay_online


@story(
    "Vĩnh Long in 2024, a fee that holds the next step (Quy chế 2023 khoản 2 Điều 16)",
    province="vinh-long",
    clock="2024-11-04T09:00:00",
)
def vinh_long_payment_2024(telling: Telling) -> str:
    """In the undisputed life of the regulation."""
    return _held(telling, BEFORE)


@story("Vĩnh Long today, the same fee, carried on", province="vinh-long", clock="2026-11-23T09:00:00")
def vinh_long_payment_today(telling: Telling) -> str:
    """Today."""
    return _held(telling, TODAY)


def _held(telling: Telling, on: date) -> str:
    dossier = file_marital_at_portal(telling, telling.place(on).one_stop)
    citizen, desk, case = telling.person("citizen1"), telling.person("desk1"), telling.person("case1")
    owed = desk.step(dossier, "receive", PAID_LATER)["obligations"]
    telling.same("owed in đồng", [each["amount"] for each in owed], [15_000])
    desk.step(dossier, "transfer")
    grant = {"outcome": "granted", "result": case.upload(dossier, "result")}
    demand = {"obligations": [owed[0]["id"]], "fee_lines": [], "reason": None}
    waiting = case.step(dossier, "request_payment", demand)
    telling.same("the dossier waits for the money", waiting["state"], "payment_requested")
    telling.cites(dossier, "payment_requested", "khoản 2 Điều 16 ")
    head = telling.person("head1")
    telling.refused("no result before the money", head.try_step(dossier, "resolve", grant), "wrong_moment")
    pay_online(telling, citizen, dossier)
    telling.same("paid, not yet credited: it waits on", _state(telling, dossier), "payment_requested")
    voucher = {"obligation": owed[0]["id"], "voucher": "CT-001", "credited_at": datetime.now(UTC).isoformat()}
    freed = telling.person("cashier1").step(dossier, "acknowledge_payment", voucher)
    telling.same("voucher and credit free it", freed["state"], "processing")
    head.step(dossier, "resolve", grant)
    desk.step(dossier, "give_back", {"way": "online"})
    desk.step(dossier, "close")
    return dossier


def _state(telling: Telling, dossier: str) -> str:
    return str(telling.person("citizen1").get(f"/api/dossiers/{dossier}")["state"])
