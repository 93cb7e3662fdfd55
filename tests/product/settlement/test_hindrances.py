"""Steps that would be refused are not offered: the page shows the step's own reason in their place. And the approver of
a request sees what it changes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.product.conftest import MONDAY
from tests.product.journeys import (
    CERTIFICATE,
    approve_latest,
    bring_to_agency,
    file_dossier,
    grant_dossier,
    receive_dossier,
)
from tests.product.office import Office, Worker


@pytest.fixture
def hue(office: Any) -> Office:
    product: Office = office("hue", MONDAY)
    return product


def read_seen(worker: Worker, dossier: str) -> dict[str, Any]:
    """The dossier as this person sees it."""
    found: dict[str, Any] = worker.get(f"/api/dossiers/{dossier}")
    return found


def list_reasons(worker: Worker, dossier: str) -> dict[str, str]:
    """Steps of this person that would be refused, with the code of the refusal."""
    return {each["step"]: each["code"] for each in read_seen(worker, dossier)["hindered"]}


def test_a_step_that_would_be_refused_is_not_offered_and_its_own_reason_is_given(hue):
    dossier = bring_to_agency(hue)
    case = hue("case1")
    assert "extend" in read_seen(case, dossier)["allowed"]
    case.step(dossier, "extend", {"units": 1, "reason": "Chờ xác minh."})
    (hindered,) = [each for each in read_seen(case, dossier)["hindered"] if each["step"] == "extend"]
    refused = case.try_step(dossier, "extend", {"units": 1, "reason": "Chờ xác minh."})
    assert (hindered["code"], hindered["vi"], hindered["en"]) == (
        "request_pending", refused.body["detail"]["vi"], refused.body["detail"]["en"],
    )  # fmt: skip
    assert "extend" not in read_seen(case, dossier)["allowed"]


def test_no_more_time_is_offered_once_the_time_is_over(hue):
    dossier = bring_to_agency(hue)
    due = datetime.fromisoformat(read_seen(hue("case1"), dossier)["due_at"])
    late = hue.at(due + timedelta(minutes=1))
    assert list_reasons(late("case1"), dossier)["extend"] == "due_passed"
    assert "apologise" in read_seen(late("case1"), dossier)["allowed"]


def test_what_one_answer_would_let_pass_is_offered_though_another_is_refused(hue):
    dossier = bring_to_agency(hue)
    refused = hue("case1").try_step(dossier, "apologise", {"new_due_days": 2, "reason": "Chưa xong."})
    assert refused.code == "delay_uncertain"
    assert "apologise" in read_seen(hue("case1"), dossier)["allowed"], "for papers that were lost"


def test_a_result_whose_fee_is_unpaid_is_not_offered_for_handover(hue):
    dossier = receive_dossier(hue, paid=False)
    hue("desk1").step(dossier, "transfer")
    grant_dossier(hue, dossier)
    assert list_reasons(hue("desk1"), dossier)["give_back"] == "obligations_open"
    assert "give_back" not in read_seen(hue("desk1"), dossier)["allowed"]
    cash = {"obligations": ["F01"], "amount": 15_000, "receipt_number": "BL-1"}
    hue("cashier1").step(dossier, "pay", cash)
    assert "give_back" in read_seen(hue("desk1"), dossier)["allowed"]


def test_money_is_offered_only_while_there_is_something_to_do_with_it(hue):
    dossier = file_dossier(hue, CERTIFICATE, "desk")
    money = {"pay", "reverse_payment", "acknowledge_payment", "confirm_exemption"}
    assert money & set(read_seen(hue("cashier1"), dossier)["allowed"]) == {"pay"}
    assert "confirm_exemption" not in read_seen(hue("desk1"), dossier)["allowed"]
    hue("cashier1").step(dossier, "pay", {"obligations": ["F01"], "amount": 15_000, "receipt_number": "BL-1"})
    shown = read_seen(hue("cashier1"), dossier)
    assert money & set(shown["allowed"]) == {"reverse_payment", "acknowledge_payment"}
    assert shown["hindered"] == [], "nobody looks for what there is nothing to do by"


def test_who_decides_an_extension_sees_days_both_dates_and_what_is_left(hue):
    dossier = bring_to_agency(hue)
    before = read_seen(hue("case1"), dossier)["due_at"]
    hue("case1").step(dossier, "extend", {"units": 1, "reason": "Chờ xác minh."})
    (asked,) = read_seen(hue("section"), dossier)["requests"]
    assert (asked["units"], asked["unit"]) == (1, "working_day")
    assert asked["units_left"] is not None
    assert datetime.fromisoformat(asked["new_due_at"]) > datetime.fromisoformat(before)
    assert read_seen(hue("citizen1"), dossier)["requests"][0]["new_due_at"] is None, "a proposal is no news yet"
    for who in ("section", "deskhead"):
        approve_latest(hue, dossier, who)
    assert read_seen(hue("case1"), dossier)["due_at"] == asked["new_due_at"], (
        "the date that was shown is the date that comes"
    )


def test_a_request_that_can_no_longer_be_granted_says_so_to_who_decides(hue):
    dossier = bring_to_agency(hue)
    hue("case1").step(dossier, "extend", {"units": 1, "reason": "Chờ xác minh."})
    assert read_seen(hue("section"), dossier)["requests"][0]["approval_hindered"] is None
    new_due = datetime.fromisoformat(read_seen(hue("section"), dossier)["requests"][0]["new_due_at"])
    late = hue.at(new_due + timedelta(minutes=1))
    (asked,) = read_seen(late("section"), dossier)["requests"]
    assert asked["approval_hindered"]["code"] == "date_overtaken"
    assert read_seen(late("case1"), dossier)["requests"][0]["approval_hindered"] is None, (
        "who decides nothing reads no reason"
    )


def test_who_decides_a_reversal_sees_the_receipt(hue):
    dossier = file_dossier(hue, CERTIFICATE, "desk")
    hue("cashier1").step(dossier, "pay", {"obligations": ["F01"], "amount": 15_000, "receipt_number": "BL-1"})
    hue("cashier1").step(dossier, "reverse_payment", {"receipt_number": "BL-1", "reason": "Ghi nhầm."})
    (asked,) = read_seen(hue("deskhead"), dossier)["requests"]
    assert (asked["reverses"]["receipt_number"], asked["reverses"]["amount"]) == ("BL-1", 15_000)
