"""Filings of registered accounts alone: in three provinces the desk first finds or makes the account, for paper too."""

from __future__ import annotations

from typing import Any

import pytest

from infra.local.person import HttpReply
from tests.product.bodies import DECLARATION, FUNERAL, FUNERAL_DRAFT, HOA
from tests.product.office import Office

REGISTERED = [
    pytest.param("quang-ngai", "khoản 2 Điều 9 ", marks=pytest.mark.clause("QN-9.2")),
    pytest.param("thai-binh", "khoản 2 Điều 6 ", marks=pytest.mark.clause("TB-6.2")),
    pytest.param("hue", "khoản 1 Điều 11 "),
]


def start_draft(product: Office) -> str:
    """A draft at the desk, without an account."""
    started = {"procedure": FUNERAL, "one_stop": product.place.one_stop, "channel": "desk"}
    begun = product("desk1").ask("POST", "/api/dossiers", started, expect=201).body
    assert "account" in begun["wants"]
    return str(begun["id"])


def submit_typed(product: Office, dossier: str, **more: Any) -> HttpReply:
    """The desk's filing of what it typed."""
    desk = product("desk1")
    version = desk.get(f"/api/dossiers/{dossier}/draft")["version"]
    draft = {**FUNERAL_DRAFT, "efiling": "declined", **more}
    desk.ask("PUT", f"/api/dossiers/{dossier}/draft", draft, version=version, expect=200)
    scan = desk.upload(dossier, "component", DECLARATION)
    return desk.ask("POST", f"/api/dossiers/{dossier}/submit", {"papers": [scan], "declared_true": True})


@pytest.mark.parametrize(("province", "article"), REGISTERED)
def test_no_paper_is_taken_before_the_applicant_has_an_account(office, province, article, at):
    product = office(province, at)
    dossier = start_draft(product)
    refused = submit_typed(product, dossier)
    assert (refused.status, [(each["path"], each["code"]) for each in refused.body["errors"]]) == (
        422,
        [("/account", "account_needed")],
    )
    assert any(each.startswith(article) for each in refused.body["law"]), refused.body["law"]
    account = product("desk1").provide_account(product.place.one_stop, HOA)
    taken = submit_typed(product, dossier, account=account)
    assert (taken.status, taken.body["state"]) == (200, "submitted"), taken.body
    fact = product("desk1").get(f"/api/dossiers/{dossier}/ledger")["facts"][0]
    assert (fact["data"]["owner"], fact["data"]["filer"]) == (account, account)


@pytest.mark.parametrize("province", ["vinh-long", "lai-chau"])
def test_elsewhere_the_paper_of_who_declines_is_taken_without_an_account(office, province, at):
    product = office(province, at)
    dossier = product("desk1").draft(FUNERAL, product.place.one_stop, "desk", {**FUNERAL_DRAFT, "efiling": "declined"})
    product("desk1").submit(dossier, [product("desk1").upload(dossier, "component", DECLARATION)])
    fact = product("desk1").get(f"/api/dossiers/{dossier}/ledger")["facts"][0]
    assert fact["data"]["owner"] == ""


def test_an_account_of_somebody_else_or_of_nobody_takes_no_dossier(office):
    product = office("quang-ngai")
    dossier = start_draft(product)
    desk, unit = product("desk1"), product.place.one_stop
    unknown = desk.ask("PUT", f"/api/dossiers/{dossier}/draft", {**FUNERAL_DRAFT, "account": "nobody"}, version=1)
    assert [each["code"] for each in unknown.body["errors"]] == ["account_unknown"]
    other = desk.provide_account(unit, {"full_name": "Lê Văn Bình", "id_number": "051090000007"})
    refused = submit_typed(product, dossier, account=other)
    assert [(each["path"], each["code"]) for each in refused.body["errors"]] == [
        ("/applicant/id_number", "account_of_another"),
        ("/applicant/full_name", "account_of_another"),
    ]
    citizen = product("citizen1")
    own = citizen.draft(FUNERAL, unit, "own_portal", FUNERAL_DRAFT)
    claimed = citizen.ask("PUT", f"/api/dossiers/{own}/draft", {**FUNERAL_DRAFT, "account": other}, version=2)
    assert [each["code"] for each in claimed.body["errors"]] == ["account_unknown"]
