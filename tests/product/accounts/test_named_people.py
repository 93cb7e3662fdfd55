"""Whom a request for rights is about is found by name or office address; what the right opens is shown with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from chalicelib.domain.accounts.roles import Assignment, Role
from chalicelib.wiring import core as wiring
from tests.product.accounts.test_rights_preview import preview
from tests.product.journeys import bring_to_agency
from tests.product.office import Office

FIND = "/api/officers/find"


def find(product: Office, by: str, typed: str) -> list[str]:
    """The accounts that somebody finds."""
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = product(by).ask("POST", FIND, {"typed": typed, "cursor": cursor}, expect=200).body
        found += [each["sub"] for each in page["items"]]
        cursor = page["cursor"]
        if cursor is None:
            return found


def keep(product: Office, sub: str, **changes: Any) -> None:
    """Change an officer's record, as it would have been changed before."""
    known = wiring.provide_officers().load(sub)
    changed = replace(known, version=known.version + 1, **changes)
    wiring.provide_officers().save(changed, "seed", "1", product.clock.at)


def test_a_head_finds_people_of_the_own_unit_and_others_by_their_whole_address(office):
    product = office("hue")
    unit = product.place.one_stop
    product("deskhead"), product("office")
    product.appoint("hoa", Role.CASHIER, unit, "Đỗ Thị Hoà", "Thủ quỹ")
    product.appoint("thue", Role.CASE_OFFICER, product.place.tax, "Đỗ Thị Hoà Thuế", "Chuyên viên")
    keep(product, "hoa", email="hoa.do@hue.example.test")
    keep(product, "thue", email="hoa.thue@hue.example.test")
    assert find(product, "deskhead", "hoa do") == find(product, "deskhead", "HOA.do@") == ["hoa"]
    assert find(product, "deskhead", "hoa.thue") == [], "the beginning of an address finds nobody elsewhere"
    assert find(product, "deskhead", "hoa.thue@hue.example.test") == ["thue"]
    assert set(find(product, "office", "đỗ hoà")) == {"hoa", "thue"}
    assert product("deskhead").ask("POST", FIND, {"typed": " h "}).status == 400
    for name in ("desk1", "case1", "cashier1"):
        assert product(name).ask("POST", FIND, {"typed": "hoa"}).code == "forbidden", name
    assert product("citizen1").ask("POST", FIND, {"typed": "hoa"}).status == 403


def test_a_new_right_is_shown_with_the_work_that_it_opens_today(office):
    product = office("hue")
    product("deskhead"), product("head1")
    dossier = bring_to_agency(product)
    product.around.bring("count_facts", dossier)
    for role, by, unit, there in (
        ("one_stop_officer", "deskhead", product.place.one_stop, 1),
        ("case_officer", "office", product.place.tax, 0),
        ("case_officer", "office", product.place.committee, 1),
    ):
        seen = preview(product, by, person="lan", action="grant", role=role, work_unit=unit)
        assert seen["opens"]["units"][0] == unit
        assert (seen["opens"]["open"], seen["opens"]["stages"]) == (there, []), role
    elsewhere = preview(product, "deskhead", person="lan", action="grant", role="cashier", work_unit=product.place.tax)
    assert elsewhere["opens"] is None, "nobody counts the work of another unit"
    whole = preview(product, "office", person="lan", action="grant", role="auditor")
    assert (whole["opens"], whole["held"], whole["stand_ins"]) == (None, 0, [])


def test_the_stage_of_a_hired_enterprise_is_shown_as_far_as_the_rule_gives_it(office):
    product = office("lai-chau")
    asked = {"person": "lan", "action": "grant", "role": "postal_staff", "work_unit": product.place.one_stop}
    assert preview(product, "office", **asked, stage="digitise")["opens"]["stages"] == ["digitise"]
    every = preview(product, "office", **asked)["opens"]["stages"]
    assert {"guide", "receive", "digitise", "process", "return"} <= set(every)


def test_whoever_leaves_is_shown_with_the_open_tasks_and_with_who_stands_in(office):
    product = office("thai-binh")
    product("case1"), product("office")
    dossier = bring_to_agency(product)
    view = product("head1").get(f"/api/dossiers/{dossier}")
    unit = view["agency"]
    product("section").step(dossier, "assign", {"officer": "case1", "note": None})
    now = product.clock.at
    seen = preview(product, "office", person="case1", action="leave")
    assert (seen["held"], seen["stand_ins"]) == (1, [])
    right = Assignment(Role.CASE_OFFICER, unit, now, now + timedelta(days=9), "case1")
    product.appoint("mai", Role.CASE_OFFICER, unit, "Lê Mai", "Chuyên viên")
    keep(product, "mai", assignments=(right,))
    (instead,) = preview(product, "office", person="case1", action="leave")["stand_ins"]
    assert (instead["name"], instead["right"]["backup_for"]) == ("Lê Mai", "case1")
    asked = {"action": "grant", "role": "case_officer", "work_unit": unit, "backup_for": "case1"}
    replaced = preview(product, "office", person="mai", **asked)["replaces"]
    assert replaced == {"name": product("office").get("/api/officers/case1")["name"], "title": replaced["title"]}
