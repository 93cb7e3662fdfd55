"""In Lai Châu the provincial police grant the right to look up population data, and follow and count each look-up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import PROVINCE_UNIT, Role
from chalicelib.wiring import core as wiring
from infra.local.person import HttpReply
from infra.local.stand_ins.population import PopulationFault
from tests.product.accounts.test_account_requests import PLURAL, REPLY, build_request, find_faults, grant, list_rights
from tests.product.accounts.test_desk_accounts import make_account, population
from tests.product.matters.matter_calls import open_matter, try_open, try_step
from tests.product.office import Office

__all__ = ["population"]
PAPER = {"document": "15/QĐ-CAT", "document_day": "2024-11-01", "reason": "appointment"}
REPLY_BODY = {"values": REPLY}
PANG = {"kind": "citizen", "number": "012095000002", "full_name": "Lò Văn Pâng", "paper": "CCCD"}


def seat_police(product: Office) -> None:
    """Two people of the provincial police."""
    for name in ("police1", "police2"):
        product.appoint(name, Role.POLICE_POPULATION, PROVINCE_UNIT, f"Công an {name}")


def read_use(product: Office, reader: str = "police1", **more: Any) -> HttpReply:
    """The use of population data this month, by the clock on the wall."""
    month = f"{wiring.provide_clock().real_now():%Y-%m}"
    worker = product.person(reader) if reader in product.appointed else product(reader)
    return worker.ask("POST", "/api/population-use", {"month": month, **more})


def build_right(product: Office, **changes: str) -> dict[str, str]:
    """A request for the right to look up of somebody at the desk."""
    asked = {"role": "population_reader", "person": "tra-cuu", "full_name": "", "job_title": "Công chức", **PAPER}
    return build_request(product, **{**asked, **changes})


@pytest.mark.clause("LC-17.5")
def test_who_looks_up_without_the_right_is_refused_and_the_police_grant_and_end_it(office, at, population):
    product = office("lai-chau", at)
    population.put_person(PANG["number"], {"full_name": PANG["full_name"], "state": "active"})
    unit = product.place.one_stop
    seat_police(product)
    product.appoint("tra-cuu", Role.ONE_STOP_OFFICER, unit, "Lò Thị Tra")
    asked = {"unit": unit, **PANG}
    refused = product.person("tra-cuu").ask("POST", "/api/applicants", asked)
    assert (refused.status, refused.code) == (403, "population_right_needed")
    assert any("Điều 17" in each for each in refused.body["law"])
    request = open_matter(product("deskhead"), PLURAL, build_right(product))
    for word in ("grant", "refuse"):
        tried = try_step(product("office"), PLURAL, request["id"], word, REPLY)
        assert (tried.status, tried.code) == (403, "granted_by_others"), "the provincial office answers it not"
        assert "the provincial police" in str(tried.body)
    assert product("office").get(f"/api/{PLURAL}/{request['id']}")["steps"] == [], "nor is it offered to"
    listed = product.person("police1").get(f"/api/{PLURAL}?unit={read_use(product).body['requests_at']}")
    assert [each["id"] for each in listed["items"]] == [request["id"]]
    granted = product.person("police1").ask(
        "POST", f"/api/{PLURAL}/{request['id']}/grant", REPLY_BODY, version=request["version"], expect=200
    )
    wiring.provide_officers().cache.clear()
    assert granted.body["state"] == "granted"
    assert ("population_reader", unit, True) in list_rights(product, "tra-cuu")
    (newest, *_) = product("office").get("/api/officers/tra-cuu/history")["changes"]
    assert "khoản 5 Điều 17" in newest["article"]
    assert product.person("tra-cuu").ask("POST", "/api/applicants", asked).status == 201
    product.at(at + timedelta(hours=1))
    ending = open_matter(product.person("police1"), PLURAL, build_right(product, action="revoke", reason="leaving"))
    own = try_step(product.person("police1"), PLURAL, ending["id"], "grant", REPLY)
    assert own.status == 403, "nobody grants what they asked for"
    product.person("police2").ask(
        "POST", f"/api/{PLURAL}/{ending['id']}/grant", REPLY_BODY, version=ending["version"], expect=200
    )
    wiring.provide_officers().cache.clear()
    rights = list_rights(product, "tra-cuu")
    assert ("population_reader", unit, False) in rights
    assert ("one_stop_officer", unit, True) in rights, "no other right ends with it"


@pytest.mark.clause("LC-17.5")
def test_each_look_up_is_on_record_without_the_number_and_counted_for_the_police_alone(office, at, population):
    product = office("lai-chau", at)
    population.put_person(PANG["number"], {"full_name": PANG["full_name"], "state": "active"})
    unit = product.place.one_stop
    seat_police(product)
    assert make_account(product, PANG).status == 201
    population.fault = PopulationFault.DOWN
    other = {**PANG, "number": "012095000010"}
    assert make_account(product, other).body["unanswered"] is True
    product.appoint("tra-cuu", Role.ONE_STOP_OFFICER, unit)
    assert product.person("tra-cuu").ask("POST", "/api/applicants", {"unit": unit, **other}).status in (403, 409)
    found = read_use(product)
    assert found.status == 200, found.body
    seen = [(each["sub"], each["outcome"], each["unit"]) for each in found.body["items"]]
    assert ("desk1", "unanswered", unit) in seen
    assert ("desk1", "matched", unit) in seen
    assert {each["purpose"] for each in found.body["items"]} == {"account"}
    assert PANG["number"] not in str(found.body)
    assert {(each["unit"], each["outcome"]): each["number"] for each in found.body["counts"]}[unit, "matched"] == 1
    only = read_use(product, outcome="matched", who="desk1", limit=1).body
    assert (len(only["items"]), only["total"]) == (1, 1)
    assert read_use(product, unit=product.place.other).body["items"] == []
    for name in ("office", "auditor", "operator", "desk1", "deskhead"):
        assert read_use(product, name).code == "forbidden", name
    assert product.person("police1").ask("GET", f"/api/worklist?unit={unit}").status == 404


@pytest.mark.clause("LC-17.5")
def test_the_police_ask_for_and_read_nothing_but_that_right(office):
    product = office("lai-chau")
    seat_police(product)
    police = product.person("police1")
    assert try_open(police, PLURAL, build_request(product)).status == 403
    changed = try_open(product("deskhead"), PLURAL, build_right(product, action="change"))
    assert ("/values/action", "not_possible") in find_faults(changed)
    other = open_matter(product("deskhead"), PLURAL, build_request(product))
    assert police.ask("GET", f"/api/{PLURAL}/{other['id']}").status == 404
    assert police.get(f"/api/{PLURAL}?unit={read_use(product).body['requests_at']}")["items"] == []
    assert grant(product, other)["state"] == "granted"
    elsewhere = office("hue")
    asked = try_open(elsewhere("deskhead"), PLURAL, build_right(elsewhere))
    assert find_faults(asked) == [("/values/role", "not_in_list")]
