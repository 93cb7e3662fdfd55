"""Apologise: one new appointment, later than the present one, signed by the agency's head."""

from __future__ import annotations

import pytest

from chalicelib.domain import worktime
from chalicelib.domain.errors import Invalid
from chalicelib.domain.roles import Role
from chalicelib.steps.rules import LimitReached
from tests.builders import Case

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
