"""Money: owed sums can be paid online and at the counter, and are recorded either way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.accounts.roles import Role
from tests.product.journeys import CERTIFICATE, LAND, LAND_PAPERS, PERSON, TRANSFER, list_cited, receive_dossier


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("hue", marks=pytest.mark.clause("HUE-15.2")),
        pytest.param("quang-ngai", marks=pytest.mark.clause("QN-12.1")),
        pytest.param("vinh-long", marks=pytest.mark.clause("VL-16.1")),
    ],
)
def test_a_tax_is_paid_online_too_once_its_notice_is_entered(office, province, at):
    product = office(province, at)
    dossier, citizen = product.filed(LAND, {"answers": TRANSFER, "applicant": PERSON}, LAND_PAPERS), product("citizen1")
    agency = product("desk1").step(dossier, "receive", {"deferral": None})["agency"]
    product("desk1").step(dossier, "transfer")
    officer = product.appoint("land-officer", Role.CASE_OFFICER, agency)
    tax = {"fee": "registration_tax", "amount": 5_000_000, "notice": "TB-2026-118"}
    officer.step(dossier, "request_payment", {"computed": [tax], "obligations": ["F01"]})
    assert product.around.pays(dossier).body == {"recorded": "settled"}
    shown = citizen.get(f"/api/dossiers/{dossier}")["obligations"]
    assert [(each["fee_key"], each["amount"], each["state"]) for each in shown] == [
        ("registration", 25_000, "settled"), ("registration_tax", 5_000_000, "settled"),
    ]  # fmt: skip
    assert list(product.around.gateway.amounts.values()) == [5_025_000]


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("hue", marks=pytest.mark.clause("HUE-15.2")),
        pytest.param("quang-ngai", marks=pytest.mark.clause("QN-12.1", "QN-27.3")),
    ],
)
def test_what_is_owed_is_paid_online_and_settled_on_the_gateways_word(office, province, at):
    product = office(province, at)
    dossier, citizen = receive_dossier(product, paid=False), product("citizen1")
    owed = citizen.get(f"/api/dossiers/{dossier}")["obligations"]
    assert [(each["amount"], each["state"]) for each in owed] == [(15_000, "open")]
    assert [each["to_pay"] for each in citizen.get("/api/me/dossiers")["items"]] == [15_000]
    assert product.around.pays(dossier).body == {"recorded": "settled"}
    assert [each["to_pay"] for each in citizen.get("/api/me/dossiers")["items"]] == [0]
    shown = citizen.get(f"/api/dossiers/{dossier}")
    assert [each["state"] for each in shown["obligations"]] == ["settled"]
    kinds = [each["kind"] for each in citizen.get(f"/api/dossiers/{dossier}/timeline")["items"]]
    assert "payment_recorded" in kinds


@pytest.mark.parametrize("status", ["failed", "cancelled"])
def test_a_payment_that_failed_at_the_gateway_is_shown_to_the_payer_who_tries_again(office, status):
    product = office("hue")
    dossier, citizen = receive_dossier(product, paid=False), product("citizen1")
    assert product.around.pays(dossier, status=status).body == {"recorded": "not_paid"}
    (owed,) = citizen.get(f"/api/dossiers/{dossier}")["obligations"]
    assert (owed["state"], owed["failed"]["ended_as"]) == ("open", status)
    kinds = [each["kind"] for each in citizen.get(f"/api/dossiers/{dossier}/timeline")["items"]]
    assert kinds.count("payment_failed") == 1
    waiting = product("cashier1").get(f"/api/reconciliation?unit={product.place.one_stop}")
    assert waiting["items"] == []
    assert product.around.pays(dossier).body == {"recorded": "settled"}
    (paid,) = citizen.get(f"/api/dossiers/{dossier}")["obligations"]
    assert (paid["state"], paid["failed"]) == ("settled", None)


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("quang-ngai", marks=pytest.mark.clause("QN-12.1", "QN-27.3")),
        pytest.param("vinh-long", marks=pytest.mark.clause("VL-16.1")),
    ],
)
def test_what_is_owed_is_paid_at_the_counter_too(office, province, at):
    product = office(province, at)
    dossier = receive_dossier(product, paid=False)
    cash = {"obligations": ["F01"], "amount": 15_000, "receipt_number": "BL-0001"}
    assert product("desk1").try_step(dossier, "pay", cash).code == "forbidden"
    assert product("cashier1").try_step(dossier, "pay", cash | {"amount": 14_000}).code == "amount_mismatch"
    paid = product("cashier1").step(dossier, "pay", cash)
    assert [each["state"] for each in paid["obligations"]] == ["settled"]


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("vinh-long", marks=pytest.mark.clause("VL-16.1")),
        pytest.param("lai-chau", marks=pytest.mark.clause("LC-2.4", "LC-7.3")),
    ],
)
def test_what_a_procedure_costs_is_paid_online_by_what_the_gateway_signed_and_nobody_else(office, province):
    product = office(province)
    dossier, citizen = receive_dossier(product, paid=False), product("citizen1")
    owed = citizen.get(f"/api/dossiers/{dossier}")["obligations"]
    published = citizen.get(f"/api/procedures/{CERTIFICATE}")["fees"]
    assert [each["amount"] for each in owed] == [each["amount"] for each in published]
    around = product.around
    forged = around.pays(dossier, keys={"bank-1": b"x" * 32})
    assert (forged.status, forged.code) == (400, "gateway_signature_invalid")
    assert {each["state"] for each in citizen.get(f"/api/dossiers/{dossier}")["obligations"]} == {"open"}
    assert around.pays(dossier).body == {"recorded": "settled"}
    assert {each["state"] for each in citizen.get(f"/api/dossiers/{dossier}")["obligations"]} == {"settled"}
    assert set(around.gateway.amounts.values()) == {sum(each["amount"] for each in owed)}


EVERY_OTHER = ["post", "other"]
"""The payment ways of the national list other than the counter and online."""


@pytest.mark.parametrize(
    ("province", "article", "ways"),
    [
        pytest.param(
            "hue", "khoản 1 Điều 15", ["counter", "online", "bank_points", *EVERY_OTHER],
            marks=pytest.mark.clause("HUE-15.3", "HUE-15.4"),
        ),
        pytest.param(
            "vinh-long", "khoản 1 Điều 16", ["counter", "online", *EVERY_OTHER], marks=pytest.mark.clause("VL-16.1")
        ),
        pytest.param(
            "quang-ngai", "khoản 1 Điều 12", ["counter", "online", *EVERY_OTHER], marks=pytest.mark.clause("QN-12.1")
        ),
        ("thai-binh", "Điều 10", ["counter", "online", *EVERY_OTHER]),
        ("lai-chau", "khoản 1 Điều 11", ["counter", "online", "collection_on_behalf"]),
    ],
)  # fmt: skip
def test_what_is_owed_is_paid_in_every_way_of_the_province_and_in_no_other(office, province, article, ways, at):
    product = office(province, at)
    dossier, cashier = receive_dossier(product, paid=False), product("cashier1")
    assert product("citizen1").get(f"/api/dossiers/{dossier}")["pay_ways"] == ways
    voucher = {"obligations": ["F01"], "amount": 15_000, "receipt_number": "CT-0001"}
    for closed in {"counter", "bank_points", "collection_on_behalf", *EVERY_OTHER} - set(ways):
        refused = cashier.try_step(dossier, "pay", voucher | {"way": closed})
        assert (refused.status, refused.code) == (409, "payment_way_closed"), closed
    paid = cashier.step(dossier, "pay", voucher | {"way": "bank_points" if province == "hue" else ways[-1]})
    assert [each["state"] for each in paid["obligations"]] == ["settled"]
    assert any(each.startswith(article) for each in list_cited(product, dossier, "paid"))


def test_what_a_cashier_recorded_by_mistake_is_reversed_whichever_way_it_came(office):
    product = office("hue")
    dossier, cashier = receive_dossier(product, paid=False), product("cashier1")
    voucher = {"obligations": ["F01"], "amount": 15_000, "receipt_number": "UNC-1", "way": "bank_points"}
    cashier.step(dossier, "pay", voucher)
    cashier.step(dossier, "reverse_payment", {"receipt_number": "UNC-1", "reason": "Ghi nhầm hồ sơ."})
    (request,) = product("deskhead").get(f"/api/dossiers/{dossier}")["requests"]
    after = product("deskhead").step(dossier, f"requests/{request['n']}/approve", {"reason": None})
    assert [each["state"] for each in after["obligations"]] == ["open"]


@pytest.mark.parametrize("province", ["hue", "vinh-long", "quang-ngai", "thai-binh", "lai-chau"])
def test_the_time_limit_runs_on_while_a_payment_is_awaited_and_the_payer_is_notified(office, province, at):
    product = office(province, at)
    dossier, citizen = receive_dossier(product, paid=False), product("citizen1")
    product("desk1").step(dossier, "transfer")
    due = citizen.get(f"/api/dossiers/{dossier}")["due_at"]
    product("case1").step(dossier, "request_payment", {"obligations": ["F01"]})
    product.around.bring("send_notice", dossier)
    (told,) = [each for each in citizen.get("/api/inbox")["items"] if each["notice"].startswith("payment_requested")]
    assert "Thời hạn giải quyết vẫn được tính trong lúc chờ nộp." in told["vi"]["body"]
    product.at(at + timedelta(days=1)).pays(dossier)
    assert citizen.get(f"/api/dossiers/{dossier}")["due_at"] == due
