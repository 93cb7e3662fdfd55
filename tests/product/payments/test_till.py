"""Unpaid sums of a centre's dossiers, and its till of the day, for cashiers and their heads."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.handlers.search.index_finds import index_finds
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.wiring import core as wiring
from tests.product.conftest import MONDAY
from tests.product.journeys import CERTIFICATE, approve_latest, file_dossier
from tests.product.office import AGREED, Office

FEE = 15_000


@pytest.fixture
def hue(office: Any) -> Office:
    product: Office = office("hue", MONDAY)
    return product


def index_dossier(product: Office, dossier: str) -> str:
    """The same, once the consumer has had its facts."""
    product.around.bring("index_finds", dossier)
    return dossier


def list_unpaid(product: Office, who: str = "cashier1", **query: Any) -> list[dict[str, Any]]:
    """Lines of the centre's unpaid sums."""
    text = "&".join(f"{name}={value}" for name, value in query.items())
    page: dict[str, Any] = product(who).get(f"/api/unpaid?unit={product.place.one_stop}&{text}")
    lines: list[dict[str, Any]] = page["items"]
    return lines


def search_unpaid(product: Office, **asked: Any) -> list[str]:
    """Dossiers that a search of the list finds."""
    body = {"unit": product.place.one_stop, **asked}
    found = product("cashier1").ask("POST", "/api/unpaid/search", body, expect=200).body
    return [each["dossier_id"] for each in found["items"]]


def pay_fee(product: Office, dossier: str, number: str, who: str = "cashier1", **instead: Any) -> dict[str, Any]:
    """Record the fee under a receipt's number."""
    cash = {"obligations": ["F01"], "amount": FEE, "receipt_number": number, **instead}
    paid: dict[str, Any] = product(who).step(dossier, "pay", cash)
    return paid


def read_till(product: Office, who: str = "cashier1", day: str = "") -> dict[str, Any]:
    """A day of the centre's till."""
    found: dict[str, Any] = product(who).get(f"/api/till?unit={product.place.one_stop}{f'&day={day}' if day else ''}")
    return found


def test_unpaid_sums_are_listed_by_when_they_are_due_with_names_and_on_record(hue):
    later = file_dossier(hue, CERTIFICATE, "desk")
    hue("desk1").step(later, "receive", {"deferral": AGREED})
    now = file_dossier(hue.at(MONDAY + timedelta(hours=1)), CERTIFICATE, "desk")
    for dossier in (later, now):
        index_dossier(hue, dossier)
    lines = list_unpaid(hue)
    assert [each["dossier_id"] for each in lines] == [now, later]
    first, second = lines
    assert first["sums"] == [
        {"fee_key": first["sums"][0]["fee_key"], "amount": FEE, "due": "reception", "deferred": None}
    ]
    assert (second["sums"][0]["due"], second["sums"][0]["deferred"], second["total"]) == ("handover", AGREED, FEE)
    assert (first["payable"], second["state"]) == (True, "received")
    assert first["applicant"]
    assert [each["dossier_id"] for each in list_unpaid(hue, due="handover")] == [later]
    record = wiring.provide_access_log().list_views(f"LIST#{hue.place.one_stop}")[0]
    assert (record.sub, record.what) == ("cashier1", f"unpaid with names: {later}")


def test_pages_follow_each_other_and_a_search_finds_by_code_and_by_name(hue):
    dossiers = [file_dossier(hue.at(MONDAY + timedelta(minutes=n)), CERTIFICATE, "desk") for n in range(3)]
    for dossier in dossiers:
        hue("desk1").step(index_dossier(hue, dossier), "receive", {"deferral": AGREED})
        index_dossier(hue, dossier)
    first = hue("cashier1").get(f"/api/unpaid?unit={hue.place.one_stop}&limit=2")
    rest = hue("cashier1").get(f"/api/unpaid?unit={hue.place.one_stop}&limit=2&cursor={first['cursor']}")
    assert [each["dossier_id"] for each in (*first["items"], *rest["items"])] == dossiers
    assert rest["cursor"] is None
    code = hue("desk1").get(f"/api/dossiers/{dossiers[1]}")["code"]
    assert search_unpaid(hue, code=code[-6:].lower()) == [dossiers[1]]
    name = first["items"][0]["applicant"].split()[-1]
    assert search_unpaid(hue, name=name[:2]) == dossiers
    assert search_unpaid(hue, name="zzzz") == []


def test_what_is_paid_exempt_or_dropped_leaves_the_list_and_a_late_message_brings_nothing_back(hue):
    paid, withdrawn = (index_dossier(hue, file_dossier(hue)) for _ in range(2))
    assert {each["dossier_id"] for each in list_unpaid(hue)} == {paid, withdrawn}
    pay_fee(hue, paid, "BL-1")
    assert {each["dossier_id"] for each in list_unpaid(hue)} == {withdrawn}, "the sums are read from the dossier itself"
    hue("citizen1").step(withdrawn, "withdraw", {"reason": "Nhầm thủ tục."})
    for dossier in (paid, withdrawn, paid):
        index_dossier(hue, dossier)
    assert list_unpaid(hue) == []
    rows = [row for row in TableItem.scan() if row.kind == "unpaid"]
    assert {row.work_pk for row in rows} == {None}


def test_a_line_written_by_hand_stands_for_a_dossier_of_before(hue):
    dossier = file_dossier(hue, CERTIFICATE, "desk")
    assert list_unpaid(hue) == []
    index_finds({"dossier_id": dossier}, None)
    assert [each["dossier_id"] for each in list_unpaid(hue)] == [dossier]


@pytest.mark.parametrize("who", ["desk1", "case1", "citizen1"])
def test_nobody_else_sees_the_money(hue, who):
    for path in ("/api/unpaid", "/api/till"):
        assert hue(who).ask("GET", f"{path}?unit={hue.place.one_stop}").status in {403, 404}


def test_heads_see_the_money_but_do_not_take_it(hue):
    dossier = index_dossier(hue, file_dossier(hue, CERTIFICATE, "desk"))
    director = hue.appoint("boss", Role.CENTRE_DIRECTOR, hue.place.one_stop)
    lines = director.get(f"/api/unpaid?unit={hue.place.one_stop}")["items"]
    assert [(each["dossier_id"], each["payable"]) for each in lines] == [(dossier, False)]


def test_a_day_s_till_totals_by_method_with_what_was_reversed(hue):
    at_counter, by_post, online = (file_dossier(hue) for _ in range(3))
    pay_fee(hue, at_counter, "BL-1")
    pay_fee(hue, by_post, "CT-2", way="post")
    hue.around.pays(online)
    hue("cashier1").step(at_counter, "reverse_payment", {"receipt_number": "BL-1", "reason": "Ghi nhầm."})
    approve_latest(hue, at_counter, "deskhead")
    day = read_till(hue)
    assert {each["method"]: each for each in day["totals"]} == {
        "cash": {"method": "cash", "taken": 1, "taken_amount": FEE, "reversed": 1, "reversed_amount": FEE},
        "post": {"method": "post", "taken": 1, "taken_amount": FEE, "reversed": 0, "reversed_amount": 0},
        "online": {"method": "online", "taken": 1, "taken_amount": FEE, "reversed": 0, "reversed_amount": 0},
    }
    lines = [
        (each["number"], each["reversal"], each["dossier_id"]) for each in day["entries"] if each["method"] != "online"
    ]
    assert lines == [("BL-1", False, at_counter), ("CT-2", False, by_post), ("BL-1", True, at_counter)]
    assert {each["cashier"] for each in day["entries"] if each["method"] == "cash"} == {
        hue("cashier1").get("/api/me")["name"]
    }
    assert day["day"] == datetime.now(VIETNAM).date().isoformat(), "receipts bear real days"
    assert read_till(hue, day="2026-01-05")["entries"] == []
    assert read_till(hue, "deskhead")["totals"] == day["totals"]


def test_a_day_to_come_has_no_till(hue):
    tomorrow = datetime.now(VIETNAM).date() + timedelta(days=1)
    refused = hue("cashier1").ask("GET", f"/api/till?unit={hue.place.one_stop}&day={tomorrow}")
    assert (refused.status, refused.body["errors"][0]["path"]) == (422, "/query/day")
    assert refused.body["errors"][0]["vi"].startswith("Ngày thu không được sau hôm nay, ")


def test_a_payment_is_confirmed_on_paper_and_the_second_time_as_a_copy(hue):
    dossier = file_dossier(hue, CERTIFICATE, "desk")
    pay_fee(hue, dossier, "BL-1")
    wanted = {"unit": hue.place.one_stop, "number": "BL-1"}
    first, second = (hue("cashier1").ask("POST", "/api/till/prints", wanted, expect=200).body for _ in range(2))
    assert (first["amount"], first["copies"], second["copies"], first["reversed"]) == (FEE, 0, 1, False)
    assert first["sums"] == [{"fee_key": first["sums"][0]["fee_key"], "amount": FEE}]
    assert first["cashier"] == hue("cashier1").get("/api/me")["name"]
    prints = [each.what for each in wiring.provide_access_log().list_views(dossier) if each.what.startswith("print")]
    assert prints == ["print of receipt BL-1"] * 2
    other = hue("cashier1").ask("POST", "/api/till/prints", {**wanted, "number": "BL-2"})
    assert (other.status, other.code) == (404, "not_found")
    assert hue("desk1").ask("POST", "/api/till/prints", wanted).status == 404
