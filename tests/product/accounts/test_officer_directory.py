"""The list of all officers: who reads it, how it is searched, and where each right came from."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.item_keys import name_view
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.steps.dossier.items import ViewedSearch
from chalicelib.wiring import core as wiring
from tests.product.accounts.test_account_requests import ask_rights, grant
from tests.product.accounts.test_rights_preview import preview
from tests.product.office import Office

SEARCH = "/api/officers/search"
EVERYBODY = ("office", "operator", "auditor", "desk1", "desk2", "case1", "head1", "deskhead", "cashier1", "other1")


def search(product: Office, by: str = "office", **asked: Any) -> list[dict[str, Any]]:
    """The officers that a search finds, read page by page to its end."""
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        page = product(by).ask("POST", SEARCH, {**asked, "cursor": cursor, "limit": 3}, expect=200).body
        found += page["items"]
        cursor = page["cursor"]
        if cursor is None:
            return found


def staff(product: Office) -> None:
    """Everybody of the demo has an account and rights."""
    for name in EVERYBODY:
        product(name)


def test_those_who_grant_and_audit_rights_find_every_officer_and_nobody_else_does(office):
    product = office("hue")
    staff(product)
    for reader in ("office", "operator", "auditor"):
        assert {each["sub"] for each in search(product, by=reader)} == set(EVERYBODY)
    for name in ("desk1", "head1", "deskhead", "case1"):
        assert product(name).ask("POST", SEARCH, {}).code == "forbidden", name
        assert product(name).ask("GET", "/api/officers/desk2/history").code == "forbidden", name
    assert product("citizen1").ask("POST", SEARCH, {}).status == 403
    assert product.nobody().ask("POST", SEARCH, {}).status == 401


def test_officers_are_found_by_name_unit_role_and_state(office):
    product = office("quang-ngai")
    staff(product)
    now, officers = product.clock.at, wiring.provide_officers()
    product.appoint("hoa", Role.CASHIER, product.place.one_stop, "Đỗ Thị Hoà", "Thủ quỹ")
    product.appoint("gone", Role.CASHIER, product.place.one_stop, "Lê Văn Đã Nghỉ", until=now - timedelta(days=1))
    product.appoint("lost", Role.CASE_OFFICER, product.place.tax, "Trần Mất Máy")
    TableItem(keys.OFFICER("lost"), keys.RIGHTS).update(
        actions=[TableItem.standing.set('{"standing": "locked", "version": 1}')]
    )

    def find(**asked: Any) -> set[str]:
        return {each["sub"] for each in search(product, **asked)}

    assert find(name="hoa do") == {"hoa"}
    assert find(name="Hoà Nguyễn") == set()
    assert {"hoa", "cashier1"} <= find(unit=product.place.one_stop, role="cashier")
    assert "gone" not in find(standing="active")
    assert find(standing="ended") == {"gone"}
    assert find(standing="locked") == {"lost"}
    assert find(standing="coming") == set()
    known = officers.load("hoa")
    officers.save(replace(known, version=known.version + 1, id_number="046190001234"), "seed", "1", now)
    refused = product("office").ask("POST", SEARCH, {"id_number": "046190001234"})
    assert [(each["path"], each["code"]) for each in refused.body["errors"]] == [("/purpose", "required")]
    assert find(id_number="046190001234", purpose="review") == {"hoa"}
    looks = wiring.provide_access_log().list_views(name_view(ViewedSearch("province")))
    assert [each.what for each in looks][:1] == ["officer search by number for review"]
    assert "046190001234" not in str(search(product)), "nobody reads the number"


def test_a_record_says_which_request_and_article_gave_and_ended_each_right(office):
    product = office("lai-chau")
    request = ask_rights(product)
    grant(product, request)
    product.at(product.clock.at + timedelta(days=1))
    revoke = ask_rights(product, action="revoke", full_name="", reason="transfer")
    grant(product, revoke)
    found = product("office").get("/api/officers/lan/history")
    assert (found["officer"]["standing"], found["officer"]["second_factor"]) == ("ended", False)
    last, first = found["changes"]
    assert [each["role"] for each in first["given"]] == ["cashier"]
    assert (first["request_ref"], first["matter"], first["ended"]) == (request["number"], request["id"], [])
    assert "Điều 17" in first["article"]
    assert [each["role"] for each in last["ended"]] == ["cashier"]
    assert (last["matter"], last["given"], last["by"]) == (revoke["id"], [], "office")
    assert last["by_name"]
    own = product.appoint("lan-own", Role.CASHIER, product.place.one_stop)
    assert own.ask("GET", "/api/officers/lan-own/history").status == 200, "everybody reads the own record"


def test_officers_from_before_the_list_are_in_it_from_its_first_reading_on(office):
    product = office("thai-binh")
    staff(product)
    for name in EVERYBODY:
        TableItem(keys.EVERY_OFFICER, name).delete()
    assert {each["sub"] for each in search(product)} == set(EVERYBODY)


def test_a_stored_right_of_an_unknown_role_opens_nothing_breaks_no_list_and_is_kept(office):
    product = office("quang-ngai")
    unit = product.place.one_stop
    product("office"), product("desk1")
    product.appoint("hoa", Role.CASHIER, unit, "Đỗ Thị Hoà", "Thủ quỹ")
    row = TableItem.get(keys.OFFICER("hoa"), keys.RIGHTS)
    stored = json.loads(str(row.body))
    old = {**stored["assignments"][0], "role": "sealer_of_before"}
    stored["assignments"].append(old)
    row.update(actions=[TableItem.body.set(json.dumps(stored))])
    officers = wiring.provide_officers()
    officers.cache.clear()
    (line,) = search(product, name="hoa do")
    assert [each["role"] for each in line["assignments"]] == ["cashier"]
    assert "hoa" in {each["sub"] for each in product("office").get(f"/api/officers?unit={unit}")["items"]}
    assert product("office").get("/api/officers/hoa/history")["changes"] != []
    seen = preview(product, "office", person="hoa", action="leave")
    assert [each["role"] for each in seen["ended"]] == ["cashier"]
    grant(product, ask_rights(product, action="leave", person="hoa", role="", full_name="", reason="leaving"))
    again = json.loads(str(TableItem.get(keys.OFFICER("hoa"), keys.RIGHTS).body))["assignments"]
    assert [each["role"] for each in again] == ["cashier", "sealer_of_before"]
    assert again[1] == old, "what this version cannot read is stored as it was"


def test_those_who_stand_in_for_somebody_are_a_list_that_names_whom(office):
    product = office("quang-ngai")
    product("cashier1"), product("desk1"), product("desk2")
    assert search(product, standing_in=True) == []
    last = product.clock.at + timedelta(days=3)
    leave = {"action": "away", "reason": "absence", "person": "cashier1", "full_name": "", "job_title": ""}
    until = f"{last.astimezone(VIETNAM).date()}"
    grant(product, ask_rights(product, **leave, stand_in="desk1", valid_until=until))
    (line,) = search(product, by="auditor", standing_in=True)
    (backup,) = [each for each in line["assignments"] if each["backup_for"]]
    named = product("office").get("/api/officers/cashier1")["name"]
    assert (line["sub"], backup["backup_for"], backup["backup_name"]) == ("desk1", "cashier1", named)
    (change,) = product("office").get("/api/officers/desk1/history")["changes"][:1]
    assert [each["backup_name"] for each in change["given"]] == [named]
    product.at(last + timedelta(days=1))
    assert search(product, standing_in=True) == [], "it has ended by itself"
