"""Money of a dossier that is filed again: it goes along, and the difference is due or owed back."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.notices.notice_rules import Channel
from infra.operations.verify_ledger import check_export
from tests.product.conftest import MONDAY
from tests.product.journeys import (
    CERTIFICATE,
    COPY,
    LINKED,
    REGISTRATION,
    approve_latest,
    file_dossier,
    receive_dossier,
)
from tests.product.office import Office
from tests.product.reception.refilings import (
    WRONG,
    propose_procedure,
    read_dossier,
    refile_dossier,
)
from tests.support.bodies import ANSWERS


def file_paid_online(product: Office, procedure: str) -> str:
    """A dossier of a procedure whose fee was paid through the gateway, received."""
    dossier = file_dossier(product, procedure)
    assert product.around.pays(dossier).status == 200
    product("desk1").step(dossier, "receive")
    return dossier


def list_sums(at: Office, dossier: str) -> list[tuple[int, str]]:
    """The sums of a dossier and what has become of them, as the applicant reads it."""
    return [(each["amount"], each["state"]) for each in read_dossier(at, dossier, "citizen1")["obligations"]]


@pytest.mark.parametrize(
    ("wrong", "right", "carried", "to_pay", "owed_back"),
    [
        (CERTIFICATE, REGISTRATION, 15_000, 85_000, 0),
        (REGISTRATION, CERTIFICATE, 15_000, 0, 85_000),
        (CERTIFICATE, LINKED, 0, 0, 15_000),
    ],
)
def test_money_paid_online_goes_along_and_only_the_difference_is_due_or_owed_back(
    office: Any, wrong: str, right: str, carried: int, to_pay: int, owed_back: int
) -> None:
    product = office("hue", MONDAY)
    product.around.proves_contacts("citizen1")
    void = file_paid_online(product, wrong)
    propose_procedure(product, void, right)
    (request,) = read_dossier(product, void, "deskhead")["requests"]
    assert [request[each] for each in ("carried", "to_pay", "owed_back")] == [carried, to_pay, owed_back]
    number = approve_latest(product, void, "deskhead")["refiled_into"]["dossier"]
    parts = [(carried, "settled")] * bool(carried) + [(to_pay, "open")] * bool(to_pay)
    assert list_sums(product, number) == parts
    for reader in ("citizen1", "desk1", "cashier1"):
        origin = read_dossier(product, number, reader)["refiled_from"]
        assert (origin["carried"], origin["owed_back"]) == (carried, owed_back), reader
    left = read_dossier(product, void, "citizen1")
    assert {each["state"] for each in left["obligations"]} == {"cancelled"}, "no đồng counts on two dossiers"
    assert (left["refiled_into"]["carried"], left["refiled_into"]["owed_back"]) == (carried, owed_back)
    product.around.bring("send_notice", void)
    letters = {delivery.notice: letter.body for _, letter, delivery in product.around.outlets[Channel.MAIL].sent}
    said = [f"{sum_:,}".replace(",", ".") for sum_ in (carried, owed_back) if sum_]
    assert all(each in letters["refiled"] for each in said), letters["refiled"]
    for dossier in (void, number):
        assert check_export(product("desk1").get(f"/api/dossiers/{dossier}/ledger")).problems == []


def test_the_difference_is_paid_online_like_any_sum(office: Any) -> None:
    product = office("hue", MONDAY)
    number = refile_dossier(product, file_paid_online(product, CERTIFICATE), REGISTRATION)
    assert product.around.pays(number).status == 200
    assert list_sums(product, number) == [(15_000, "settled"), (85_000, "settled")]


def test_what_is_owed_back_follows_a_dossier_that_is_filed_again_once_more(office: Any) -> None:
    product = office("hue", MONDAY)
    middle = refile_dossier(product, file_paid_online(product, REGISTRATION), COPY)
    taken = sum(amount for amount, state in list_sums(product, middle) if state == "settled")
    assert read_dossier(product, middle)["refiled_from"]["owed_back"] == 100_000 - taken
    lacking = read_dossier(product, middle)["refiled_from"]
    asked = {"components": lacking["lacking"], "form_fields": lacking["lacking_fields"], "guidance": "Bổ sung."}
    product("desk1").step(middle, "request_supplement", asked)
    citizen = product("citizen1")
    papers = [citizen.upload(middle, "component", each) for each in lacking["lacking"]]
    citizen.step(middle, "supplement", {"papers": papers, "answers": ANSWERS[COPY]})
    product("desk1").step(middle, "receive")
    last = read_dossier(product, refile_dossier(product, middle, CERTIFICATE))["refiled_from"]
    assert (last["carried"], last["owed_back"]) == (15_000, 85_000)


def test_money_that_a_till_took_is_reversed_first_and_the_refusal_says_how_much(office: Any) -> None:
    product = office("hue", MONDAY)
    dossier = file_dossier(product, WRONG)
    product.pays(dossier)
    product("desk1").step(dossier, "receive")
    paid = [each for each in read_dossier(product, dossier)["obligations"] if each["state"] == "settled"]
    assert paid, "the procedure has a fee"
    refused = propose_procedure(product, dossier)
    assert (refused.status, refused.code) == (409, "payment_taken")
    assert "15.000 đồng" in refused.body["detail"]["vi"]
    assert read_dossier(product, dossier)["requests"] == []


def test_money_taken_after_the_proposal_holds_up_its_approval(office: Any) -> None:
    product = office("hue", MONDAY)
    dossier = receive_dossier(product, WRONG, paid=False)
    (request,) = propose_procedure(product, dossier).body["requests"]
    product.pays(dossier)
    refused = product("deskhead").try_step(dossier, f"requests/{request['n']}/approve", {"reason": None})
    assert (refused.status, refused.code, read_dossier(product, dossier)["state"]) == (409, "payment_taken", "received")
