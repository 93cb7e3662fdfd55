"""Help at the counter: to an account as the law offers it, and through a filing that stays the applicant's."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from chalicelib.domain.accounts.proven_identity import ProvenIdentity
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.accounts.desk_help import AT_PORTAL
from chalicelib.wiring import people as wiring_people
from infra.local.person import HttpReply
from tests.product.accounts.signing_in import SignIns
from tests.product.bodies import DECLARATION, FUNERAL, FUNERAL_DRAFT, HOA
from tests.product.conftest import MONDAY, THEN
from tests.product.office import Office, Worker

IDENTITY = ProvenIdentity(1, HOA["id_number"], HOA["full_name"], "citizen", "1990-03-08", "female", "VN")
LAST_DAY = datetime(2026, 7, 17, 9, tzinfo=VIETNAM)


def help_with_account(product: Office, person: str, way: str, by: str = "desk1") -> HttpReply:
    """Help given at the counter; the answer."""
    body = {"unit": product.place.one_stop, "number": HOA["id_number"], "way": way}
    return product(by).ask("POST", f"/api/applicants/{person}/help", body)


def list_helps(person: str) -> list[tuple[str, str]]:
    """The help that is on record: which, and by whom."""
    changes = wiring_people.provide_profiles().list_changes(person)
    return [(each.change.cause, each.change.by) for each in changes if each.change.cause.startswith("helped_")]


def file_at_desk(product: Office, account: str, efiling: str = "assisted") -> str:
    """A filing that the desk types with the applicant; its dossier."""
    desk = product("desk1")
    typed = {**FUNERAL_DRAFT, "efiling": efiling, "account": account}
    dossier = desk.draft(FUNERAL, product.place.one_stop, "desk", typed)
    desk.submit(dossier, [desk.upload(dossier, "component", DECLARATION)])
    return dossier


def list_own(worker: Worker) -> list[str]:
    """The person's own dossiers."""
    return sorted(each["dossier_id"] for each in worker.get("/api/me/dossiers")["items"])


@pytest.mark.clause("LC-10.1.a#2")
def test_in_lai_chau_who_has_no_identity_account_is_helped_to_the_first_level(office, deployment):
    product = office("lai-chau")
    person = product("desk1").provide_account(product.place.one_stop, HOA)
    asked = {"unit": product.place.one_stop, "kind": "citizen", "number": HOA["id_number"], "purpose": "help"}
    assert product("desk1").ask("POST", "/api/applicants/search", asked).body["found"]["help"] == "vneid_level_1"
    for _ in range(2):
        assert help_with_account(product, person, "vneid_level_1").status == 200
    assert list_helps(person) == [("helped_vneid_level_1", "desk1")]
    refused = help_with_account(product, person, AT_PORTAL)
    assert (refused.code, [each[:24] for each in refused.body["law"]]) == (
        "help_not_offered", ["điểm a khoản 1 Điều 10 Q"],
    )  # fmt: skip
    helped = SignIns.at(product, deployment).person("helped", IDENTITY)
    assert helped.get("/api/me")["sub"] == person, "level 1 is enough to be known"


@pytest.mark.clause("TB-20.2")
def test_in_thai_binh_an_officer_with_the_right_helps_to_a_portal_account_while_there_are_such(office):
    product = office("thai-binh", THEN)
    person = product("desk1").provide_account(product.place.one_stop, HOA)
    product.appoint("newcomer", Role.CASHIER, product.place.one_stop)
    assert help_with_account(product, person, AT_PORTAL, "newcomer").status == 404, "not granted"
    product.appoint("granted", Role.ONE_STOP_OFFICER, product.place.one_stop)
    assert help_with_account(product, person, AT_PORTAL, "granted").status == 200
    assert list_helps(person) == [(f"helped_{AT_PORTAL}", "granted")]
    assert help_with_account(product.at(LAST_DAY), person, AT_PORTAL).status == 200
    closed = help_with_account(product.at(MONDAY), person, AT_PORTAL)
    assert (closed.status, closed.code) == (403, "sign_in_method_closed")
    assert "29/2026" in closed.body["detail"]["vi"]


def test_an_organisation_has_no_portal_account_from_july_2025_and_the_desk_offers_it_none(office):
    company = {"kind": "organisation", "number": "0301234567", "full_name": "Công ty TNHH Hương Sơn", "paper": "MSDN"}
    product = office("thai-binh", datetime(2025, 6, 30, 9, tzinfo=VIETNAM))
    unit = product.place.one_stop
    made = product("desk1").ask("POST", "/api/applicants", {"unit": unit, **company}, expect=201).body
    body = {"unit": unit, "number": company["number"], "way": AT_PORTAL}
    path = f"/api/applicants/{made['person']}/help"
    assert (made["help"], product("desk1").ask("POST", path, body).status) == (AT_PORTAL, 200)
    product.at(datetime(2025, 7, 1, 9, tzinfo=VIETNAM))
    closed = product("desk1").ask("POST", path, body)
    assert (closed.status, closed.code) == (403, "sign_in_method_closed")
    assert "khoản 4 Điều 40 Nghị định số 69/2024" in closed.body["detail"]["vi"]
    asked = {"unit": unit, "kind": "organisation", "number": company["number"], "purpose": "help"}
    assert product("desk1").ask("POST", "/api/applicants/search", asked).body["found"]["help"] is None
    person = product("desk1").provide_account(unit, HOA)
    assert help_with_account(product, person, AT_PORTAL).status == 200, "an individual until 20/07/2026"


@pytest.mark.clause("VL-7.1.a")
def test_in_vinh_long_an_officer_guides_through_a_filing_that_stays_the_applicants(office, deployment):
    product = office("vinh-long")
    account = product("desk1").provide_account(product.place.one_stop, HOA)
    dossier = file_at_desk(product, account)
    fact = product("desk1").get(f"/api/dossiers/{dossier}/ledger")["facts"][0]
    assert (fact["data"]["efiling"], fact["data"]["owner"], fact["actor"]["sub"]) == ("assisted", account, "desk1")
    own = SignIns.at(product, deployment).person("hoa", replace(IDENTITY, level=2))
    assert list_own(own) == [dossier]
    seen = own.get(f"/api/dossiers/{dossier}")
    assert "withdraw" in seen["allowed"], seen["allowed"]


@pytest.mark.parametrize("province", ["quang-ngai", "vinh-long"])
def test_who_was_served_at_the_counter_finds_every_dossier_at_the_first_sign_in(office, deployment, province):
    product = office(province)
    account = product("desk1").provide_account(product.place.one_stop, HOA)
    filed = sorted(file_at_desk(product, account, "declined") for _ in range(3))
    signing = SignIns.at(product, deployment)
    hoa = signing.person("hoa", IDENTITY)
    assert list_own(hoa) == filed
    assert list_own(signing.person("hoa-again", IDENTITY)) == filed
    other = signing.person("other", replace(IDENTITY, id_number="046190005555"))
    assert list_own(other) == []
