"""Any centre of Huế takes the payment and hands over the result, also of a dossier that another unit received."""

from __future__ import annotations

from datetime import datetime

import pytest

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.shared.timezone import VIETNAM
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from tests.product.conftest import MONDAY
from tests.product.journeys import LAND, LAND_PAPERS, TRANSFER
from tests.product.office import Office, Worker
from tests.support.bodies import BY_POST

CERTIFICATE = "1.004873"
IN_2024 = datetime(2024, 11, 4, 9, tzinfo=VIETNAM)
TYPED = {"answers": MARITAL, "applicant": MARITAL_APPLICANT}
PROVINCIAL, DISTRICT, WARD = "HUE-TTPVHCC", "HUE-H479-1C", "HUE-N19753-1C"
DAYS = [
    pytest.param(IN_2024, PROVINCIAL, id="2024-province"), pytest.param(IN_2024, DISTRICT, id="2024-district"),
    pytest.param(MONDAY, PROVINCIAL, id="today-province"), pytest.param(MONDAY, WARD, id="today-ward"),
]  # fmt: skip
"""The levels at which a centre stands, on a day of the regulation's life and today."""

VISIT = {
    "way": "counter", "receiver": {"full_name": "Lò Văn Pâng", "id_number": "012095000002"}, "receipt_shown": True,
    "announced_by": "phone", "compared": [FORM_2],
}  # fmt: skip


def build_cash(dossier: str, number: str = "BL-0001") -> dict[str, object]:
    """The whole fee, under a receipt of the centre."""
    return {"obligations": ["F01"], "amount": 15_000, "receipt_number": number}


def list_cited(who: Worker, dossier: str, kind: str) -> list[str]:
    """Articles on which the last fact of a kind rests."""
    lines = who.get(f"/api/dossiers/{dossier}/timeline")["items"]
    return [cite["article"] for cite in [line for line in lines if line["kind"] == kind][-1]["law"]]


@pytest.mark.clause("HUE-15.1")
@pytest.mark.parametrize(("at", "centre"), DAYS)
def test_fees_are_paid_in_person_at_a_centre_of_any_level(office, at, centre):
    product = office("hue", at=at)
    dossier = product.filed(CERTIFICATE, TYPED, [FORM_2])
    cashier = product.appoint("cashier-elsewhere", Role.CASHIER, centre)
    seen = cashier.get(f"/api/dossiers/{dossier}")
    assert (seen["seen_as"], seen["allowed"], seen["pays_anywhere"]) == ("centre", ["pay"], True)
    assert {part["name"] for part in seen["parts"]} == {"applicant"}, "whom it has before it, and nothing more"
    paid = cashier.step(dossier, "pay", build_cash(dossier))
    assert [each["state"] for each in paid["obligations"]] == ["settled"]
    assert product("desk1").step(dossier, "receive", {"deferral": None})["state"] == "received"
    facts = product("desk1").get(f"/api/dossiers/{dossier}/ledger")["facts"]
    took = [fact["actor"] for fact in facts if fact["kind"] == "paid"]
    assert [(each["role"], each["unit"]) for each in took] == [("cashier", centre)], "whose till holds the money"
    assert any(article.startswith("khoản 1 Điều 15") for article in list_cited(cashier, dossier, "paid"))


@pytest.mark.clause("HUE-15.1")
def test_a_tax_is_paid_there_too_once_its_notice_is_entered(office):
    product = office("hue")
    dossier = product.filed(LAND, {"answers": TRANSFER, "applicant": MARITAL_APPLICANT}, LAND_PAPERS)
    agency = product("desk1").step(dossier, "receive", {"deferral": None})["agency"]
    product("desk1").step(dossier, "transfer")
    officer = product.appoint("land-officer", Role.CASE_OFFICER, agency)
    tax = {"fee": "registration_tax", "amount": 5_000_000, "notice": "TB-2026-118"}
    unknown = {"computed": [{**tax, "fee": "registration"}], "obligations": []}
    assert officer.try_step(dossier, "request_payment", unknown).status == 422
    asked = officer.step(dossier, "request_payment", {"computed": [tax], "obligations": ["F01"]})
    assert [(each["fee_key"], each["amount"], each["due"]) for each in asked["obligations"]] == [
        ("registration", 25_000, "processing"), ("registration_tax", 5_000_000, "processing"),
    ]  # fmt: skip
    body = {"obligations": ["F01", "F02"], "amount": 5_025_000, "receipt_number": "BL-0002"}
    paid = product.appoint("cashier-elsewhere", Role.CASHIER, WARD).step(dossier, "pay", body)
    assert (paid["state"], {each["state"] for each in paid["obligations"]}) == ("processing", {"settled"})


@pytest.mark.clause("HUE-16.3")
@pytest.mark.parametrize(("at", "centre"), DAYS)
def test_a_result_is_handed_over_at_a_centre_of_any_level(office, at, centre):
    product = office("hue", at=at)
    dossier = product.filed(CERTIFICATE, TYPED, [FORM_2])
    desk = product.appoint("desk-elsewhere", Role.ONE_STOP_OFFICER, centre)
    assert desk.ask("GET", f"/api/dossiers/{dossier}").status == 404, (
        "before there is a result it is none of its business"
    )
    result = product.granted(dossier)
    wanted = {"unit": centre, "by": "code", "purpose": "handover"}
    code = product("desk1").get(f"/api/dossiers/{dossier}")["code"]
    found = desk.ask("POST", "/api/search", wanted | {"text": code}, expect=200).body["items"]
    assert [line["dossier_id"] for line in found] == [dossier]
    seen = desk.get(f"/api/dossiers/{dossier}")
    assert (seen["seen_as"], set(seen["allowed"])) == ("centre", {"give_back", "compare"})
    items = desk.get(f"/api/dossiers/{dossier}/papers")["items"]
    assert {each["kind"] for each in items} == {"result", "component"}
    assert desk.ask("GET", f"/api/dossiers/{dossier}/papers/{result}/link").status == 200
    desk.step(dossier, "compare", {"came": "brought"})
    for way in ({"way": "online"}, BY_POST):
        refused = desk.try_step(dossier, "give_back", way)
        assert [(each["path"], each["code"]) for each in refused.body["errors"]] == [("/way", "counter_only")]
    handed = desk.step(dossier, "give_back", VISIT | {"compared": []})
    assert (handed["state"], handed["handed"], handed["to_compare"]) == ("returned", ["counter"], [])
    assert any(article.startswith("khoản 3 Điều 16") for article in list_cited(desk, dossier, "given_back"))
    assert product("desk1").step(dossier, "close")["state"] == "closed"


def test_cash_booked_wrongly_elsewhere_is_reversed_there_by_two_people(office):
    product = office("hue")
    dossier = product.filed(CERTIFICATE, TYPED, [FORM_2])
    cashier = product.appoint("cashier-elsewhere", Role.CASHIER, WARD)
    cashier.step(dossier, "pay", build_cash(dossier))
    asked = cashier.step(dossier, "reverse_payment", {"receipt_number": "BL-0001", "reason": "Nhầm hồ sơ."})
    head = product.appoint("head-elsewhere", Role.HEAD_OF_ONE_STOP, WARD)
    waiting = head.get(f"/api/approvals?unit={WARD}")["items"]
    assert [each["dossier_id"] for each in waiting] == [dossier]
    number = waiting[0]["n"]
    assert asked["seen_as"] == "centre"
    approve = f"requests/{number}/approve"
    assert cashier.try_step(dossier, approve, {"reason": None}).status in (403, 409)
    undone = head.step(dossier, approve, {"reason": None})
    assert [each["state"] for each in undone["obligations"]] == ["open"]


@pytest.mark.parametrize(
    ("province", "at", "unit"),
    [
        ("hue", IN_2024, "HUE-X19753-1C"),  # a ward's reception unit, which was no centre then
        ("quang-ngai", MONDAY, "other"),
        ("lai-chau", MONDAY, "other"),
    ],
)
def test_elsewhere_only_the_unit_that_received_it_serves(office, province, at, unit):
    product: Office = office(province, at=at)
    dossier = product.filed(CERTIFICATE, TYPED, [FORM_2])
    unit = product.place.other if unit == "other" else unit
    cashier = product.appoint("cashier-elsewhere", Role.CASHIER, unit)
    assert cashier.ask("GET", f"/api/dossiers/{dossier}").status == 404
    body = build_cash(dossier)
    assert cashier.ask("POST", f"/api/dossiers/{dossier}/pay", body, version=1).status == 404
    product.granted(dossier)
    desk = product.appoint("desk-elsewhere", Role.ONE_STOP_OFFICER, unit)
    assert desk.ask("GET", f"/api/dossiers/{dossier}").status == 404
