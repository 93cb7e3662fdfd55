"""Difficulties and wishes for upgrades as the regulations of the five provinces want them."""

from __future__ import annotations

import pytest

from chalicelib.domain.accounts.roles import Role
from tests.product.matters.matter_calls import DIFFICULTY, open_matter, take_step, try_open, try_step
from tests.product.office import Worker

NO_LETTER = {key: value for key, value in DIFFICULTY.items() if not key.startswith("letter")}
REPORT = {"report": "30/BC", "report_day": "2026-11-23"}


def follow_to_answer(number: str, receiver: Worker) -> None:
    """Group, report and answer it."""
    take_step(receiver, "difficulties", number, "group", {"list": "Quý IV/2026"})
    assert take_step(receiver, "difficulties", number, "submit", REPORT)["state"] == "submitted"
    assert take_step(receiver, "difficulties", number, "answer", {"answer": "Sẽ nâng cấp năm 2027."})["ended"]


@pytest.mark.clause("VL-19.7", "VL-22.4")
def test_vinh_long_takes_difficulties_of_agencies_in_writing_at_the_provincial_office(office):
    product = office("vinh-long")
    assert try_open(product("citizen1"), "difficulties", DIFFICULTY).body["code"] == "not_a_reporter"
    refused = try_open(product("head1"), "difficulties", NO_LETTER)
    assert [each["path"] for each in refused.body["errors"]] == ["/values/letter", "/values/letter_day"]
    sent = open_matter(product("head1"), "difficulties", DIFFICULTY)
    assert sent["unit"] == "VL-VP"
    take_step(product("office"), "difficulties", sent["id"], "plan", {"plan_year": "2027"})
    follow_to_answer(sent["id"], product("office"))


@pytest.mark.parametrize(
    ("province", "unit"),
    [
        pytest.param("hue", "HUE-SO_KHCN", marks=pytest.mark.clause("HUE-27.3")),
        pytest.param("quang-ngai", "QNG-SO_KHCN", marks=pytest.mark.clause("QN-30.2", "QN-23.4")),
    ],
)
def test_people_and_agencies_report_to_the_department(office, province, unit):
    product = office(province)
    receiver = product.appoint("receiver1", Role.CASE_OFFICER, unit)
    for sender in ("citizen1", "head1"):
        sent = open_matter(product(sender), "difficulties", NO_LETTER)
        assert sent["unit"] == unit
        if province == "quang-ngai":
            take_step(receiver, "difficulties", sent["id"], "plan", {"plan_year": "2027"})
        follow_to_answer(sent["id"], receiver)


@pytest.mark.clause("TB-21.8", "TB-24.3")
def test_thai_binh_takes_difficulties_in_writing_at_the_department(office):
    product = office("thai-binh")
    receiver = product.appoint("receiver1", Role.CASE_OFFICER, "TB-SO_KHCN")
    assert try_open(product("head1"), "difficulties", NO_LETTER).status == 422
    sent = open_matter(product("head1"), "difficulties", DIFFICULTY)
    assert sent["unit"] == "TB-SO_KHCN"
    take_step(receiver, "difficulties", sent["id"], "plan", {"plan_year": "2027"})
    follow_to_answer(sent["id"], receiver)


@pytest.mark.clause("LC-27.5", "LC-35.2")
def test_lai_chau_reports_through_the_provincial_office(office):
    product = office("lai-chau")
    sent = open_matter(product("head1"), "difficulties", NO_LETTER)
    assert sent["unit"] == "LC-VP"
    assert try_step(product("head1"), "difficulties", sent["id"], "plan", {"plan_year": "2027"}).status == 403
    take_step(product("office"), "difficulties", sent["id"], "plan", {"plan_year": "2027"})
    follow_to_answer(sent["id"], product("office"))
