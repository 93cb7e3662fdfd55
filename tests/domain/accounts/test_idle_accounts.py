"""When an unused account is warned of and put off, by days of the calendar in Vietnam, and who keeps its duties."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.accounts.account_state import AccountStanding, AccountState
from chalicelib.domain.accounts.idle_accounts import (
    IdleRule,
    IdleStep,
    LastOfDuty,
    choose_keepers,
    count_days,
    find_last_use,
    find_own_unit,
    judge_use,
)
from chalicelib.domain.accounts.officers import IdleNote, Officer, OfficerSignIn
from chalicelib.domain.accounts.roles import Assignment, Role

NOW = datetime(2026, 12, 3, 18, 30, tzinfo=UTC)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
RULE = IdleRule(45, 7, "Điều 28")
GRANTORS = (Role.OPERATOR, Role.PROVINCIAL_OFFICE)


def build_officer(sub: str = "lan", role: Role = Role.CASE_OFFICER, used_days_ago: float | None = None) -> Officer:
    """Somebody with one right of long ago."""
    at = None if used_days_ago is None else NOW - timedelta(days=used_days_ago)
    sign_in = OfficerSignIn(sub, at) if at else None
    return Officer(sub, 1, sub, assignments=(Assignment(role, "U1", LONG_AGO),), sign_in=sign_in)


@pytest.mark.parametrize(
    ("used", "warned", "step"),
    [
        (37, None, IdleStep.NOTHING),
        (38, None, IdleStep.WARN),
        (400, None, IdleStep.WARN),
        (-3, None, IdleStep.NOTHING),
        (45, 6, IdleStep.NOTHING),
        (44, 7, IdleStep.NOTHING),
        (45, 7, IdleStep.PUT_OFF),
        (400, 1, IdleStep.NOTHING),
    ],
)
def test_nobody_is_put_off_before_the_days_nor_unwarned(used: float, warned: float | None, step: IdleStep) -> None:
    officer = build_officer(used_days_ago=used)
    last = find_last_use(officer, LONG_AGO)
    note = None if warned is None else IdleNote("m", last, NOW - timedelta(days=warned))
    assert judge_use(officer, last, note, RULE, NOW) is step


def test_days_begin_at_midnight_in_vietnam() -> None:
    assert count_days(datetime(2026, 12, 1, 16, 59, tzinfo=UTC), datetime(2026, 12, 1, 17, 0, tzinfo=UTC)) == 1
    assert count_days(datetime(2026, 12, 1, 17, 0, tzinfo=UTC), datetime(2026, 12, 2, 16, 59, tzinfo=UTC)) == 0


def test_use_counts_from_the_grant_from_turning_on_and_from_the_day_on_which_counting_began() -> None:
    never, counted = build_officer(), NOW - timedelta(days=100)
    assert find_last_use(never, counted) == counted
    assert find_last_use(never, counted, NOW) == NOW
    turned_on = replace(never, state=AccountState(AccountStanding.OPEN, 2, NOW))
    assert find_last_use(turned_on, counted) == NOW
    coming = replace(never, assignments=(Assignment(Role.CASHIER, "U2", NOW + timedelta(days=5)),))
    assert judge_use(coming, find_last_use(coming, counted), None, RULE, NOW) is IdleStep.NOTHING


def test_a_case_ends_with_a_sign_in_and_with_the_last_right() -> None:
    used = build_officer(used_days_ago=1)
    note = IdleNote("m", NOW - timedelta(days=50), NOW - timedelta(days=9))
    assert judge_use(used, find_last_use(used, LONG_AGO), note, RULE, NOW) is IdleStep.CLOSE
    gone = replace(build_officer(used_days_ago=50), assignments=())
    assert judge_use(gone, note.since, note, RULE, NOW) is IdleStep.CLOSE
    off = replace(build_officer(used_days_ago=50), state=AccountState(AccountStanding.IDLE, 1, NOW))
    assert judge_use(off, find_last_use(off, LONG_AGO), note, RULE, NOW) is IdleStep.NOTHING


def test_duties_are_kept_by_others_who_can_act() -> None:
    last = build_officer("o1", Role.OPERATOR)
    shut = replace(build_officer("o2", Role.OPERATOR), state=AccountState(AccountStanding.LOCKED, 1, NOW))
    with pytest.raises(LastOfDuty):
        choose_keepers(last, [last, shut, build_officer("p1", Role.PROVINCIAL_OFFICE)], GRANTORS, NOW)
    stale, fresh = build_officer("o3", Role.OPERATOR), build_officer("o4", Role.OPERATOR, used_days_ago=2)
    assert [each.sub for each in choose_keepers(last, [stale, fresh], GRANTORS, NOW)] == ["o4"]
    assert choose_keepers(build_officer(), [], GRANTORS, NOW) == ()


def test_the_unit_of_a_case_is_that_of_a_present_right() -> None:
    coming = Assignment(Role.CASHIER, "A1", NOW + timedelta(days=5))
    assert find_own_unit(replace(build_officer(), assignments=(coming, *build_officer().assignments)), NOW) == "U1"
    assert find_own_unit(Officer("o", assignments=(Assignment(Role.OPERATOR, "province", LONG_AGO),)), NOW) == ""
