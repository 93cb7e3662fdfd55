"""Thái Bình: held data is not asked for again (TT 32/2017 Điều 4; its own khoản 3 Điều 7, on data that an applicant
keeps, weakens no ban); since 05/08/2026 a listed reason opens the way (NĐ 309/2026 Điều 2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from infra.local.person import Reply
from infra.local.seed import BEFORE, TODAY
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from infra.local.stories.registry import story
from infra.local.stories.telling import Telling

HELD = "divorce_judgment_extract_spouse_death_extract"


@story(
    "Thái Bình in 2024, a walk-in whose paper is held: it is not asked for again (Thông tư số 32/2017 Điều 4)",
    province="thai-binh",
    clock="2024-11-04T09:00:00",
)
def thai_binh_held_data_2024(telling: Telling) -> str:
    """The nation's ban, with no reason of its list yet to ask again."""
    dossier = _walk_in(telling, BEFORE)
    for reason in ({}, {HELD: "data_inaccurate"}):
        refused = _ask(telling, dossier, reason)
        telling.refused(f"with {reason or 'no reason'}", refused, "invalid")
    return dossier


@story(
    "Thái Bình today, the same walk-in: held data is not asked for again (Nghị định số 309/2026 Điều 2)",
    province="thai-binh",
    clock="2026-11-23T09:00:00",
)
def thai_binh_held_data_today(telling: Telling) -> str:
    """A listed reason opens the way."""
    dossier = _walk_in(telling, TODAY)
    refused = _ask(telling, dossier, {})
    telling.refused("without a reason", refused, "invalid")
    telling.same("… because the data is held", [each["code"] for each in refused.body["errors"]], ["data_held"])
    asked = _ask(telling, dossier, {HELD: "data_inaccurate"})
    telling.same("with a reason of the list", asked.body["state"], "supplement_requested")
    telling.cites(dossier, "supplement_requested", "Điều 2 Nghị định số 309/2026")
    return dossier


def _walk_in(telling: Telling, on: date) -> str:
    """Filed on paper by the officer, who found one of its papers in a database."""
    desk = telling.person("desk1")
    typed: dict[str, Any] = {
        "answers": MARITAL, "applicant": MARITAL_APPLICANT, "efiling": "declined", "held": [HELD],
    }  # fmt: skip
    dossier = desk.draft("1.004873", telling.place(on).one_stop, "desk", typed)
    filed = desk.submit(dossier, [desk.upload(dossier, "component", FORM_2)])
    telling.same("held by a database", filed["held"], [HELD])
    return dossier


def _ask(telling: Telling, dossier: str, fallbacks: dict[str, str]) -> Reply:
    body = {"components": [HELD], "guidance": "Nộp bản trích lục ly hôn.", "fallbacks": fallbacks}
    return telling.person("desk1").try_step(dossier, "request_supplement", body)
