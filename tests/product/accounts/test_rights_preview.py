"""The effect of a request for rights is shown before it is sent and granted; nobody gets around the second person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.wiring import core as wiring
from tests.product.accounts.test_account_requests import (
    PLURAL,
    REPLY,
    ask_rights,
    build_request,
    grant,
    list_rights,
)
from tests.product.matters.matter_calls import open_matter, try_step
from tests.product.office import Office

PREVIEW = "/api/officers/preview"


def preview(product: Office, by: str, **asked: Any) -> dict[str, Any]:
    """The effect of a request, as somebody reads it."""
    return dict(product(by).ask("POST", PREVIEW, asked, expect=200).body)


def list_roles(rights: list[dict[str, Any]]) -> list[str]:
    """The roles of rights."""
    return [each["role"] for each in rights]


def test_whoever_asks_and_whoever_grants_see_the_change_before_it_is_made(office):
    product = office("lai-chau")
    unit = product.place.one_stop
    product("cashier1")
    asked = {"person": "cashier1", "action": "change", "role": "case_officer", "work_unit": unit}
    for reader in ("deskhead", "office"):
        seen = preview(product, reader, **asked)
        assert (list_roles(seen["given"]), list_roles(seen["ended"])) == (["case_officer"], ["cashier"]), reader
        assert (seen["clash"], seen["known"], bool(seen["name"])) == (None, True, True)
    assert preview(product, "deskhead", person="cashier1", action="rename")["ended"] == []
    assert list_roles(preview(product, "deskhead", person="cashier1", action="leave")["ended"]) != []
    assert not preview(product, "deskhead", person="lan", action="grant")["known"]
    before = list_rights(product, "cashier1")
    grant(product, ask_rights(product, action="change", person="cashier1", role="case_officer", full_name=""))
    assert list_rights(product, "cashier1") != before
    for name in ("desk1", "case1"):
        assert product(name).ask("POST", PREVIEW, asked).code == "forbidden", name


def test_duties_that_are_kept_apart_are_named_before_the_grant_and_refused_by_it(office):
    product = office("thai-binh")
    product("operator"), product("auditor")
    for person, role, clash in (
        ("operator", "case_officer", {"role": "operator", "other": "case_officer"}),
        ("auditor", "provincial_office", {"role": "auditor", "other": "provincial_office"}),
    ):
        asked = {"person": person, "action": "grant", "role": role, "work_unit": product.place.committee}
        assert preview(product, "office", **asked)["clash"] == clash
    request = ask_rights(product, by="office", person="operator", role="case_officer")
    granter = product.appoint("second", Role.PROVINCIAL_OFFICE, "province")
    refused = try_step(granter, PLURAL, request["id"], "grant", REPLY)
    assert (refused.status, refused.body["errors"][0]["path"]) == (422, "/values/role")


def test_a_head_reads_no_rights_of_other_units(office):
    product = office("hue")
    product("tax1")
    seen = preview(product, "deskhead", person="tax1", action="leave")
    assert (seen["kept"], seen["ended"]) == ([], [])
    assert list_roles(preview(product, "office", person="tax1", action="leave")["ended"]) != []


@pytest.mark.parametrize("by", ["friend", "second account"])
def test_nobody_gets_rights_by_a_friends_request_or_by_a_second_account(office, by):
    product = office("thai-binh")
    product("office")
    officers, now = wiring.provide_officers(), product.clock.at
    if by == "friend":
        request = ask_rights(product, person="office", role="cashier")
        code = "own_rights"
        assert preview(product, "office", person="office", action="leave")["own"]
    else:
        second = product.appoint("office-again", Role.PROVINCIAL_OFFICE, "province")
        for sub in ("office", "office-again"):
            known = officers.load(sub)
            officers.save(replace(known, version=known.version + 1, id_number="034190001234"), "seed", "1", now)
        request = open_matter(second, PLURAL, build_request(product))
        code = "own_matter"
    refused = try_step(product("office"), PLURAL, request["id"], "grant", REPLY)
    assert (refused.status, refused.code) == (403, code)
    assert list_rights(product, "lan") == []


def test_a_granted_right_begins_and_ends_by_the_clock_within_a_minute(office):
    product = office("quang-ngai")
    lan = product("citizen2")
    tomorrow, later = (f"{product.clock.at + timedelta(days=each):%Y-%m-%d}" for each in (1, 3))
    asked = {"person": "citizen2", "valid_from": tomorrow, "valid_until": later}
    grant(product, ask_rights(product, **asked))
    product.forget_token("citizen2")
    assert lan.get("/api/me")["units"] == []
    start = product.clock.at.replace(hour=0, minute=0, second=0, microsecond=0)
    for days, units in ((1, [product.place.one_stop]), (3, [product.place.one_stop]), (4, [])):
        product.at(start + timedelta(days=days, seconds=59))
        assert lan.get("/api/me")["units"] == units, days
