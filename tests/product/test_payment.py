"""Money: what is owed can be paid online and at the counter, and is on record either way."""

from __future__ import annotations

import pytest

from tests.product.journeys import CERTIFICATE, received


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("hue", marks=pytest.mark.clause("HUE-15.2")),
        pytest.param("quang-ngai", marks=pytest.mark.clause("QN-12.1", "QN-27.3")),
    ],
)
def test_what_is_owed_is_paid_online_and_settled_on_the_gateways_word(office, province, at):
    product = office(province, at)
    dossier, citizen = received(product, paid=False), product("citizen1")
    owed = citizen.get(f"/api/dossiers/{dossier}")["obligations"]
    assert [(each["amount"], each["state"]) for each in owed] == [(15_000, "open")]
    assert product.around.pays(dossier).body == {"recorded": "settled"}
    shown = citizen.get(f"/api/dossiers/{dossier}")
    assert [each["state"] for each in shown["obligations"]] == ["settled"]
    told = [each["kind"] for each in citizen.get(f"/api/dossiers/{dossier}/timeline")["items"]]
    assert "payment_recorded" in told


@pytest.mark.parametrize(
    "province",
    [
        pytest.param("quang-ngai", marks=pytest.mark.clause("QN-12.1", "QN-27.3")),
        pytest.param("vinh-long", marks=pytest.mark.clause("VL-16.1")),
    ],
)
def test_what_is_owed_is_paid_at_the_counter_too(office, province, at):
    product = office(province, at)
    dossier = received(product, paid=False)
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
    dossier, citizen = received(product, paid=False), product("citizen1")
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
