"""Apologise: one new appointment, later than the present one, signed by the agency's head."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain import worktime
from chalicelib.domain.errors import Invalid
from chalicelib.domain.flow import State
from chalicelib.domain.roles import Role
from chalicelib.steps.apologise import DateOvertaken
from chalicelib.steps.rules import LimitReached
from tests.builders import CERTIFICATE, CITIZEN, Case

CASE, HEAD = Role.CASE_OFFICER, Role.AGENCY_HEAD


@pytest.mark.clause("VL-15.3", "LC-10.2.b")
def test_the_new_appointment_holds_once_the_head_has_signed() -> None:
    case = Case().processing()
    before = case.clock
    case.take("apologise", case.officer(CASE), new_due_days=9)
    assert case.clock == before
    d = case.approve(case.officer(HEAD))
    assert case.clock.due_at == worktime.add_working_days(case.reference.calendar(case.one_stop), case.now, 9)
    assert (case.clock.original_due_at, d.reappointed) == (before.original_due_at, 1)


def test_there_is_one_new_appointment_only() -> None:
    case = Case().processing()
    case.take("apologise", case.officer(CASE), new_due_days=9)
    case.approve(case.officer(HEAD))
    assert isinstance(case.refused("apologise", case.officer(CASE), new_due_days=20), LimitReached)


@pytest.mark.parametrize("days", [1, 3])
def test_an_earlier_or_equal_day_is_no_new_appointment(days: int) -> None:
    case = Case().processing()
    refused = case.refused("apologise", case.officer(CASE), new_due_days=days)
    assert isinstance(refused, Invalid)
    assert refused.fields[0].code == "not_later"


def test_a_declined_apology_leaves_the_appointment_and_the_chance() -> None:
    case = Case().processing()
    before = case.clock
    case.take("apologise", case.officer(CASE))
    d = case.decline(case.officer(HEAD))
    assert (case.clock, d.reappointed, d.requests) == (before, 0, ())
    assert case.take("apologise", case.officer(CASE)).requests[0].n == 2


@pytest.mark.clause("VL-7.2.c#1")
@pytest.mark.parametrize("province", ["hue", "lai-chau", "quang-ngai", "thai-binh", "vinh-long"])
@pytest.mark.parametrize(("before", "late"), [(2, False), (1, False), (0, True), (-1, True)])
def test_the_delay_is_announced_a_day_before_or_recorded_as_late(province: str, before: int, late: bool) -> None:
    case = Case(CERTIFICATE, province, channel="national_portal").processing()
    case.take("apologise", case.officer(CASE), new_due_days=30)
    case.now = case.clock.due_at.replace(hour=8) - timedelta(days=before)
    case.approve(case.officer(HEAD))
    assert case.facts[-1].data["late_notice"] is late
    assert {"overdue.notice_before", "overdue.reappoint_max"} <= {cite["param"] for cite in case.facts[-1].law}


def test_a_dossier_that_waits_for_money_can_be_late_too() -> None:
    case = Case().at(State.PAYMENT_REQUESTED)
    case.take("apologise", case.officer(CASE), new_due_days=9)
    d = case.approve(case.officer(HEAD))
    assert (d.state, d.reappointed) == (State.PAYMENT_REQUESTED, 1)


def test_an_extension_is_the_one_new_date_where_the_law_knows_no_other() -> None:
    case = Case(CERTIFICATE, "lai-chau").processing()
    case.take("extend", case.officer(CASE), units=1)
    case.approve(case.officer(HEAD))
    assert isinstance(case.refused("apologise", case.officer(CASE), new_due_days=30), LimitReached)


@pytest.mark.clause("HUE-14.4#1")
def test_in_hue_an_extension_leaves_the_one_new_date() -> None:
    case = Case().processing().then("extend", Case().processing().officer(CASE), units=1)
    case.approve(case.officer(Role.HEAD_OF_SECTION))
    case.approve(case.officer(Role.CENTRE_DIRECTOR))
    case.take("apologise", case.officer(CASE), new_due_days=30)
    assert case.approve(case.officer(HEAD), 2).reappointed == 1


def test_a_date_that_an_extension_has_overtaken_is_not_signed() -> None:
    case = Case().processing()
    case.take("apologise", case.officer(CASE), new_due_days=4)
    case.take("extend", case.officer(CASE), units=1)
    case.approve(case.officer(Role.HEAD_OF_SECTION), 2)
    case.approve(case.officer(Role.CENTRE_DIRECTOR), 2)
    assert isinstance(case.refusal(lambda: case.approve(case.officer(HEAD), 1)), DateOvertaken)


def test_without_a_new_date_there_is_no_new_appointment() -> None:
    case = Case().processing()
    refused = case.refused("apologise", case.officer(CASE), new_due_days=None)
    assert isinstance(refused, Invalid)
    assert (refused.fields[0].path, refused.fields[0].code) == ("/new_due_days", "required")


def test_only_a_paper_that_the_law_names_moves_the_date() -> None:
    case = Case().processing().paid()
    case.take("consult", case.officer(CASE), unit="HUE-BHXH")
    case.take("apologise", case.officer(CASE), new_due_days=9)
    case.take("supplement", CITIZEN, papers=[case.paper(component=case.some_component[0])])
    assert case.clock.due_at == case.clock.original_due_at
