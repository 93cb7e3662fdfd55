"""Tân Phú, which does not exist: a folder from outside the tree, shown by its own rules and an amendment of them."""

from __future__ import annotations

from datetime import date

from infra.local.person import PAID_LATER
from infra.local.stories.registry import story
from infra.local.stories.telling import Telling, file_marital, pay_online

TODAY, AMENDED = date(2026, 11, 23), date(2027, 3, 1)


@story(
    "Tân Phú (invented), from a folder outside the tree: paid, extended, apologised, returned by its own rules",
    province="tan-phu",
    clock="2026-11-23T09:00:00",
)
def tan_phu_own_rules(telling: Telling) -> str:
    """Money before reception, half of the limit on the word of a head of section, and one new date."""
    dossier = _received(telling, TODAY)
    due = _due(telling, dossier)
    telling.same("3 days by the hour, past Culture Day", due[:13], "2026-11-27T09")
    desk, case = telling.person("desk1"), telling.person("case1")
    too_long = case.try_step(dossier, "extend", {"units": 2, "reason": "Cần xác minh."})
    telling.refused("2 days are more than half of 3", too_long, "limit_reached")
    asked = case.step(dossier, "extend", {"units": 1, "reason": "Cần xác minh nơi thường trú trước đây."})
    telling.cites(dossier, "request_opened", "khoản 3 Điều 8 ")
    agreed = telling.person("section").step(dossier, _decision(asked), {"reason": None})
    telling.same("the head of section agrees in the head's place", agreed["due_at"][:13], "2026-11-30T09")
    telling.cites(dossier, "extended", "khoản 1 Điều 8 ")
    telling.clock("2026-11-30T10:00:00")
    _apologised(telling, dossier, 1)
    second = case.try_step(dossier, "apologise", {"new_due_days": 2, "reason": "Chờ kết quả xác minh."})
    telling.refused("a second new date", second, "limit_reached")
    _returned(telling, dossier)
    desk.step(dossier, "close")
    return dossier


@story(
    "Tân Phú from 01/03/2027: the amendment (invented: 990/2027/NĐ-CP) lets a late dossier have two new dates",
    province="tan-phu",
    clock="2027-03-01T09:00:00",
)
def tan_phu_amended(telling: Telling) -> str:
    """Dossiers received from the amendment's first day follow it; only the day is different."""
    dossier = _received(telling, AMENDED)
    telling.same("3 days by the hour", _due(telling, dossier)[:13], "2027-03-04T09")
    telling.clock("2027-03-04T10:00:00")
    _apologised(telling, dossier, 1)
    telling.cites(dossier, "apologised", "khoản 4 Điều 1 ")
    _apologised(telling, dossier, 2)
    third = telling.person("case1").try_step(dossier, "apologise", {"new_due_days": 3, "reason": "Vẫn chờ."})
    telling.refused("a third new date", third, "limit_reached")
    _returned(telling, dossier)
    return dossier


def _received(telling: Telling, on: date) -> str:
    """Filed at the province's own portal; nothing is received before it is paid (invented: Điều 9)."""
    dossier = file_marital(telling, telling.place(on).one_stop)
    desk, citizen = telling.person("desk1"), telling.person("citizen1")
    filed = citizen.get(f"/api/dossiers/{dossier}")
    telling.same("answered within 4 working hours", filed["reception_due_at"][:13], f"{on}T15")
    owed = [each["amount"] for each in filed["obligations"]]
    telling.same("owed in đồng by the province's own resolution", owed, [12_000])
    telling.refused("no reception before the money", desk.try_step(dossier, "receive", PAID_LATER), "obligations_open")
    pay_online(telling, citizen, dossier)
    desk.step(dossier, "receive")
    telling.cites(dossier, "received", "Điều 9 ")
    desk.step(dossier, "transfer")
    return dossier


def _apologised(telling: Telling, dossier: str, days: int) -> None:
    before = _due(telling, dossier)
    body = {"new_due_days": days, "reason": "Chờ kết quả xác minh."}
    asked = telling.person("case1").step(dossier, "apologise", body)
    signed = telling.person("head1").step(dossier, _decision(asked))
    telling.same("the apology sets a later date", signed["due_at"] > before, True)


def _returned(telling: Telling, dossier: str) -> None:
    result = telling.person("case1").upload(dossier, "result")
    telling.person("head1").step(dossier, "resolve", {"outcome": "granted", "result": result})
    telling.person("desk1").step(dossier, "give_back", {"way": "online"})


def _due(telling: Telling, dossier: str) -> str:
    return str(telling.person("citizen1").get(f"/api/dossiers/{dossier}")["due_at"])


def _decision(opened: dict[str, list[dict[str, int]]]) -> str:
    return f"requests/{opened['requests'][0]['n']}/approve"
