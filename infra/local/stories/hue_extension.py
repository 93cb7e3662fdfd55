"""Huế: an extension passes the head of section and the centre, and all together stay within a third (HUE-14.4)."""

from __future__ import annotations

from datetime import date

from infra.local.person import PAID_LATER
from infra.local.seed import BEFORE, TODAY
from infra.local.stories.registry import register_story
from infra.local.stories.telling import Scenario, file_marital

ARTICLE = "khoản 4 Điều 14 "


@register_story(
    "Huế in 2024, an extension: head of section, then the centre, within a third (Quyết định số 88/2017, Điều 14.4)",
    province="hue",
    clock="2024-11-04T09:00:00",
)
def hue_extension_2024(telling: Scenario) -> str:
    """In the undisputed life of the regulation."""
    return _run_extension(telling, BEFORE, "2024-11-07T17:00", "2024-11-08T17:00")


@register_story("Huế today, the same extension, carried on", province="hue", clock="2026-11-23T09:00:00")
def hue_extension_today(telling: Scenario) -> str:
    """Today; the next day is Culture Day."""
    return _run_extension(telling, TODAY, "2026-11-27T17:00", "2026-11-30T17:00")


def _run_extension(telling: Scenario, on: date, due: str, later: str) -> str:
    dossier = file_marital(telling, telling.find_place(on).one_stop)
    desk, case = telling.find_person("desk1"), telling.find_person("case1")
    telling.check_equal("3 working days", desk.step(dossier, "receive", PAID_LATER)["due_at"][:16], due)
    desk.step(dossier, "transfer")
    too_long = case.try_step(dossier, "extend", {"units": 2, "reason": "Cần xác minh."})
    telling.check_refusal("2 days are more than a third of 3", too_long, "limit_reached")
    asked = case.step(dossier, "extend", {"units": 1, "reason": "Cần xác minh nơi thường trú trước đây."})
    number = asked["requests"][0]["n"]
    early = telling.find_person("director").try_step(dossier, f"requests/{number}/approve", {"reason": None})
    telling.check_refusal("the centre before the head of section", early, "forbidden")
    agreed = telling.find_person("section").step(dossier, f"requests/{number}/approve", {"reason": None})
    telling.check_equal("the head of section's word alone moves nothing", agreed["due_at"][:16], due)
    agreed = telling.find_person("director").step(dossier, f"requests/{number}/approve", {"reason": None})
    telling.check_equal("with the centre's the due date moves", agreed["due_at"][:16], later)
    telling.check_article(dossier, "extended", ARTICLE)
    again = case.try_step(dossier, "extend", {"units": 1, "reason": "Cần thêm."})
    telling.check_refusal("the third is used up", again, "limit_reached")
    return dossier
