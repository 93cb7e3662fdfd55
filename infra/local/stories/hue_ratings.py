"""Huế, today: applicants rate five ended dossiers, one on the counter's tablet; the unit's page shows it once the
month's ratings are final."""

from __future__ import annotations

import time
from typing import Any

from infra.local.person import CHECK_SECONDS
from infra.local.seed import TODAY
from infra.local.stories.people import FORM_2
from infra.local.stories.registry import register_story
from infra.local.stories.telling import Scenario, file_marital, pay_online

MONTH = "2026-11"
RATED, FINAL = "2026-11-23T09:00:00", "2026-12-08T09:00:00"
"""A day of the month, and the first one on which none of its ratings can be changed."""
REFUSAL = {"ground": "not_conforming", "reason": "Thiếu chữ ký."}
LOW = {"answers": {"overall": 2, "visits": 1, "attitude": 4}, "reasons": ["trips"], "text": "Phải đến ba lần."}


@register_story("Huế, ratings by applicants and their effect on the unit's page (QĐ 88/2017 Điều 7)", province="hue",
       clock=FINAL)  # fmt: skip
def hue_ratings(telling: Scenario) -> str:
    """The rating is a fact of the dossier; the rated unit sees totals, never a single answer."""
    unit = telling.find_place(TODAY).one_stop
    citizen, desk = telling.find_person("citizen1"), telling.find_person("desk1")
    before = read_unit(telling, unit)
    telling.set_clock(RATED)
    dossier = _hand_over(telling, unit)
    refused = desk.try_step(dossier, "rate", {"answers": {"overall": 5}})
    telling.check_refusal("the desk cannot rate for the applicant", refused, "forbidden")
    unexplained = citizen.try_step(dossier, "rate", {"answers": {"overall": 1}})
    telling.check_refusal("a low answer asks why", unexplained, "invalid")
    citizen.step(dossier, "rate", LOW)
    export = desk.get(f"/api/dossiers/{dossier}/ledger")
    telling.check_equal("the unit's ledger hides who answered what", export["facts"][-1].get("withheld"), ["fact"])
    for overall in (5, 4, 4):
        ended = file_marital(telling, unit)
        desk.step(ended, "refuse", REFUSAL)
        citizen.step(ended, "rate", {"answers": {"overall": overall}})
    _answer_on_tablet(telling, unit)
    early = telling.find_person("deskhead").get(f"/api/ratings/officers?unit={unit}&month={MONTH}")
    telling.check_equal("nobody reads figures while ratings may change", (early["unit"], early["items"]), (None, []))
    telling.check_equal("… the page says from when", early["published_from"], FINAL[:10])
    telling.set_clock(FINAL)
    shown = _wait_for_ratings(telling, unit, before["ratings"] + 5)
    telling.check_equal("the unit's public page shows a mean", shown["mean"] is not None, True)
    telling.check_equal("… of the answers of every level", sum(shown["levels"]), shown["ratings"])
    head = telling.find_person("deskhead").get(f"/api/ratings/officers?unit={unit}&month={MONTH}")
    telling.check_equal("the head reads the unit's mean too", head["unit"]["mean"], shown["mean"])
    return dossier


def _hand_over(telling: Scenario, unit: str) -> str:
    """A result handed over electronically."""
    dossier, desk, case = file_marital(telling, unit), telling.find_person("desk1"), telling.find_person("case1")
    pay_online(telling, telling.find_person("citizen1"), dossier)
    desk.step(dossier, "receive")
    desk.step(dossier, "transfer")
    telling.find_person("head1").step(
        dossier, "resolve", {"outcome": "granted", "result": case.upload(dossier, "result")}
    )
    desk.step(dossier, "compare", {"components": [FORM_2], "came": "sent"})
    desk.step(dossier, "give_back", {"way": "online"})
    return dossier


def _answer_on_tablet(telling: Scenario, unit: str) -> None:
    """The desk makes a code; somebody without sign-in answers with it, once."""
    dossier, desk, guest = file_marital(telling, unit), telling.find_person("desk1"), telling.stranger()
    desk.step(dossier, "refuse", REFUSAL)
    code = desk.ask("POST", f"/api/dossiers/{dossier}/rating_code", expect=201).body["code"]
    body = {"code": code, "answers": {"overall": 5}}
    guest.ask("POST", "/api/tablet/rate", body, expect=204)
    again = guest.ask("POST", "/api/tablet/rate", body)
    telling.check_refusal("the tablet's code is used once", again, "rating_code_invalid")


def read_unit(telling: Scenario, unit: str) -> dict[str, Any]:
    """Return the unit's line of the public results; no ratings where it is not shown yet."""
    items = telling.stranger().get(f"/api/ratings?month={MONTH}")["items"]
    return next((each for each in items if each["unit"] == unit), {"ratings": 0})


def _wait_for_ratings(telling: Scenario, unit: str, least: int) -> dict[str, Any]:
    until = time.monotonic() + CHECK_SECONDS
    while (shown := read_unit(telling, unit))["ratings"] < least and time.monotonic() < until:
        time.sleep(0.5)
    telling.check_equal("five more ratings count for the unit", shown["ratings"] >= least, True)
    return shown
