"""The published list of procedures that are taken anywhere, and the law of any province, over HTTP."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain.catalogue.territory import PublishedList, find_reach
from chalicelib.wiring import core as wiring
from tests.api.conftest import Api, forget_adapters

LIST = PublishedList(
    "1/QĐ-BTP", "Danh mục thử", "nd309-2026", "Điều 7", date(2026, 9, 1), date(2027, 1, 1), frozenset({"1.004873"}),
    "read_once", "",
)  # fmt: skip


@pytest.mark.parametrize(
    ("day", "reach_now", "article", "starts"),
    [
        ("2025-06-30", "own_desk", "Điều 14", None),
        ("2025-07-01", "province", "khoản 2 Điều 14", None),
        ("2026-08-04", "province", "khoản 2 Điều 14", None),
        ("2026-08-05", "province", "Điều 7", "competent_reception"),
    ],
)
def test_anyone_reads_how_far_each_procedure_may_be_filed_and_by_which_article(
    api: Api, day: str, reach_now: str, article: str, starts: str | None
) -> None:
    answer = api("GET", f"/api/territory?date={day}")
    assert answer.status == 200
    assert {each["reach"] for each in answer.json["items"]} == {reach_now}
    assert len(answer.json["items"]) == len(wiring.provide_catalogue().procedure_ids)
    assert answer.json["rule"]["cite"].startswith(f"{article} Nghị định ")
    assert answer.json["starts"]["value"] == starts
    assert len(answer.json["lists"]) == (1 if day >= "2026-08-05" else 0)


def test_the_list_of_which_no_decision_was_seen_is_empty_and_says_so(api: Api) -> None:
    (shown,) = api("GET", "/api/territory?date=2026-11-23").json["lists"]
    assert (shown["number"], shown["article"], shown["procedures"]) == (None, "Điều 7", [])


def test_a_list_with_a_decision_opens_its_procedures_to_the_country(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring.provide_catalogue(), "territory", (LIST,))
    items = api("GET", "/api/territory?date=2026-11-23").json["items"]
    assert {each["id"] for each in items if each["reach"] == "national"} == {"1.004873"}


@pytest.mark.parametrize(
    ("day", "national"),
    [(date(2026, 8, 31), False), (date(2026, 9, 1), True), (date(2026, 12, 31), True), (date(2027, 1, 1), False)],
)
def test_a_list_holds_from_its_first_day_to_the_day_before_its_end(day: date, national: bool) -> None:
    assert find_reach("national_list", "1.004873", [LIST], day) == ("national" if national else "province")


def test_without_a_rule_of_lists_a_list_opens_nothing() -> None:
    day = date(2026, 9, 1)
    assert find_reach("province", "1.004873", [LIST], day) == "province"
    assert find_reach(None, "1.004873", [LIST], day) == "own_desk"
    assert find_reach("national_list", "9.999999", [replace(LIST, until=None)], day) == "province"


def test_the_law_of_every_province_can_be_read_and_an_unknown_one_is_refused(api: Api) -> None:
    mine = api("GET", "/api/law?date=2024-11-04").json
    other = api("GET", "/api/law?date=2024-11-04&province=hue").json
    assert (mine["province"], other["province"]) == ("lai-chau", "hue")
    limit = {law["province"]: _find_value(law, "reception.answer_limit") for law in (mine, other)}
    assert limit == {"lai-chau": 8, "hue": 1}
    refused = api("GET", "/api/law?province=atlantis")
    assert (refused.status, refused.json["code"]) == (404, "unknown_province")
    assert api("GET", "/api/law?province=Hue").status == 400


def _find_value(law: dict[str, list[dict[str, object]]], param: str) -> object:
    return next(each["value"] for each in law["rules"] if each["param"] == param)


def test_anyone_reads_which_units_there_were_and_who_took_over(api: Api, deployment: pytest.MonkeyPatch) -> None:
    deployment.setenv("PROVINCE", "hue")
    forget_adapters()
    then, now = (api("GET", f"/api/territory/units?date={day}").json for day in ("2024-11-04", "2026-11-23"))
    assert (now["province"], now["date"]) == ("hue", "2026-11-23")
    city = {each["id"]: each for each in now["items"]}["HUE-H474"]
    assert (city["active"], city["active_until"], city["successor"]) == (False, "2024-12-31", "HUE-Q-PHU-XUAN")
    assert {each["id"]: each["active"] for each in then["items"]}["HUE-H474"] is True
    home = {each["id"]: each for each in now["items"]}["HUE-SO_NOI_VU"]
    assert "Sở Lao động - Thương binh và Xã hội" in home["formerly_vi"]
