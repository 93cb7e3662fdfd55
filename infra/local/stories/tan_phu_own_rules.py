"""Tân Phú, which does not exist: a folder from outside the tree, shown by its own rules and an amendment of them."""

from __future__ import annotations

from datetime import date

from infra.local.person import PAID_LATER
from infra.local.stories.registry import register_story
from infra.local.stories.telling import Scenario, file_marital, pay_online

TODAY, AMENDED = date(2026, 11, 23), date(2027, 3, 1)


@register_story(
    "Tân Phú (invented), from a folder outside the tree: paid, extended, apologised, returned by its own rules",
    province="tan-phu",
    clock="2026-11-23T09:00:00",
)
def tan_phu_own_rules(telling: Scenario) -> str:
    """Money before reception, half of the limit on the word of a head of section, and one new date."""
    dossier = _receive_paid(telling, TODAY)
    due = _read_due_time(telling, dossier)
    telling.check_equal("3 days by the hour, past Culture Day", due[:13], "2026-11-27T09")
    desk, case = telling.find_person("desk1"), telling.find_person("case1")
    too_long = case.try_step(dossier, "extend", {"units": 2, "reason": "Cần xác minh."})
    telling.check_refusal("2 days are more than half of 3", too_long, "limit_reached")
    asked = case.step(dossier, "extend", {"units": 1, "reason": "Cần xác minh nơi thường trú trước đây."})
    telling.check_article(dossier, "request_opened", "khoản 3 Điều 8 ")
    agreed = telling.find_person("section").step(dossier, _build_approval_path(asked), {"reason": None})
    telling.check_equal("the head of section agrees in the head's place", agreed["due_at"][:13], "2026-11-30T09")
    telling.check_article(dossier, "extended", "khoản 1 Điều 8 ")
    telling.set_clock("2026-11-30T10:00:00")
    _apply_apology(telling, dossier, 1)
    second = case.try_step(dossier, "apologise", {"new_due_days": 2, "reason": "Chờ kết quả xác minh."})
    telling.check_refusal("a second new date", second, "limit_reached")
    _give_result(telling, dossier)
    desk.step(dossier, "close")
    return dossier


@register_story(
    "Tân Phú from 01/03/2027: the amendment (invented: 990/2027/NĐ-CP) lets a late dossier have two new dates",
    province="tan-phu",
    clock="2027-03-01T09:00:00",
)
def tan_phu_amended(telling: Scenario) -> str:
    """Dossiers received from the amendment's first day follow it; only the day is different."""
    dossier = _receive_paid(telling, AMENDED)
    telling.check_equal("3 days by the hour", _read_due_time(telling, dossier)[:13], "2027-03-04T09")
    telling.set_clock("2027-03-04T10:00:00")
    _apply_apology(telling, dossier, 1)
    telling.check_article(dossier, "apologised", "khoản 4 Điều 1 ")
    _apply_apology(telling, dossier, 2)
    third = telling.find_person("case1").try_step(dossier, "apologise", {"new_due_days": 3, "reason": "Vẫn chờ."})
    telling.check_refusal("a third new date", third, "limit_reached")
    _give_result(telling, dossier)
    return dossier


def _receive_paid(telling: Scenario, on: date) -> str:
    """Filed at the province's own portal; nothing is received before it is paid (invented: Điều 9)."""
    dossier = file_marital(telling, telling.find_place(on).one_stop)
    desk, citizen = telling.find_person("desk1"), telling.find_person("citizen1")
    filed = citizen.get(f"/api/dossiers/{dossier}")
    telling.check_equal("answered within 4 working hours", filed["reception_due_at"][:13], f"{on}T15")
    owed = [each["amount"] for each in filed["obligations"]]
    telling.check_equal("owed in đồng by the province's own resolution", owed, [12_000])
    telling.check_refusal(
        "no reception before the money", desk.try_step(dossier, "receive", PAID_LATER), "obligations_open"
    )
    pay_online(telling, citizen, dossier)
    desk.step(dossier, "receive")
    telling.check_article(dossier, "received", "Điều 9 ")
    desk.step(dossier, "transfer")
    return dossier


def _apply_apology(telling: Scenario, dossier: str, days: int) -> None:
    before = _read_due_time(telling, dossier)
    body = {"new_due_days": days, "reason": "Chờ kết quả xác minh."}
    asked = telling.find_person("case1").step(dossier, "apologise", body)
    signed = telling.find_person("head1").step(dossier, _build_approval_path(asked))
    telling.check_equal("the apology sets a later date", signed["due_at"] > before, True)


def _give_result(telling: Scenario, dossier: str) -> None:
    result = telling.find_person("case1").upload(dossier, "result")
    telling.find_person("head1").step(dossier, "resolve", {"outcome": "granted", "result": result})
    telling.find_person("desk1").step(dossier, "give_back", {"way": "online"})


def _read_due_time(telling: Scenario, dossier: str) -> str:
    return str(telling.find_person("citizen1").get(f"/api/dossiers/{dossier}")["due_at"])


def _build_approval_path(opened: dict[str, list[dict[str, int]]]) -> str:
    return f"requests/{opened['requests'][0]['n']}/approve"
