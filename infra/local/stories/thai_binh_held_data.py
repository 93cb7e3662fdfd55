"""Thái Bình: held data is not asked for again (TT 32/2017 Điều 4; its own khoản 3 Điều 7, on data that an applicant
keeps, weakens no ban); since 05/08/2026 a listed reason opens the way (NĐ 309/2026 Điều 2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from infra.local.person import HttpReply
from infra.local.seed import BEFORE, TODAY
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from infra.local.stories.registry import register_story
from infra.local.stories.telling import Scenario

HELD = "divorce_judgment_extract_spouse_death_extract"


@register_story(
    "Thái Bình in 2024, a walk-in whose paper is held: it is not asked for again (Thông tư số 32/2017 Điều 4)",
    province="thai-binh",
    clock="2024-11-04T09:00:00",
)
def thai_binh_held_data_2024(telling: Scenario) -> str:
    """The nation's ban, with no reason of its list yet to ask again."""
    dossier = _walk_in(telling, BEFORE)
    for reason in ({}, {HELD: "data_inaccurate"}):
        refused = _ask_supplement(telling, dossier, reason)
        telling.check_refusal(f"with {reason or 'no reason'}", refused, "invalid")
    return dossier


@register_story(
    "Thái Bình today, the same walk-in: held data is not asked for again (Nghị định số 309/2026 Điều 2)",
    province="thai-binh",
    clock="2026-11-23T09:00:00",
)
def thai_binh_held_data_today(telling: Scenario) -> str:
    """A listed reason opens the way."""
    dossier = _walk_in(telling, TODAY)
    refused = _ask_supplement(telling, dossier, {})
    telling.check_refusal("without a reason", refused, "invalid")
    telling.check_equal("… because the data is held", [each["code"] for each in refused.body["errors"]], ["data_held"])
    asked = _ask_supplement(telling, dossier, {HELD: "data_inaccurate"})
    telling.check_equal("with a reason of the list", asked.body["state"], "supplement_requested")
    telling.check_article(dossier, "supplement_requested", "Điều 2 Nghị định số 309/2026")
    return dossier


def _walk_in(telling: Scenario, on: date) -> str:
    """Filed on paper by the officer, who found one of its papers in a database."""
    desk = telling.find_person("desk1")
    typed: dict[str, Any] = {
        "answers": MARITAL, "applicant": MARITAL_APPLICANT, "efiling": "declined", "held": [HELD],
    }  # fmt: skip
    dossier = desk.draft("1.004873", telling.find_place(on).one_stop, "desk", typed)
    filed = desk.submit(dossier, [desk.upload(dossier, "component", FORM_2)])
    telling.check_equal("held by a database", filed["held"], [HELD])
    return dossier


def _ask_supplement(telling: Scenario, dossier: str, fallbacks: dict[str, str]) -> HttpReply:
    body = {"components": [HELD], "guidance": "Nộp bản trích lục ly hôn.", "fallbacks": fallbacks}
    return telling.find_person("desk1").try_step(dossier, "request_supplement", body)
