"""Filters of the list of officers, and the state of an officer there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.accounts.account_state import AccountStanding, AccountState
from chalicelib.domain.accounts.officer_directory import OfficerFilter, OfficerStanding, find_standing
from chalicelib.domain.accounts.officers import Officer, OfficerSignIn
from chalicelib.domain.accounts.roles import Assignment, Role
from tests.support.people import MONDAY

DAY = timedelta(days=1)
PAST = Assignment(Role.CASHIER, "one", MONDAY - 9 * DAY, MONDAY - DAY)
PRESENT = Assignment(Role.CASE_OFFICER, "two", MONDAY - 9 * DAY)
COMING = Assignment(Role.AUDITOR, "province", MONDAY + DAY)


def build_officer(*rights: Assignment, state: AccountStanding = AccountStanding.OPEN) -> Officer:
    return Officer("lan", 1, "Đỗ Thị Hoà", "Thủ quỹ", "", rights, state=AccountState(state))


@pytest.mark.parametrize(
    ("officer", "standing"),
    [
        (build_officer(PAST, PRESENT), OfficerStanding.ACTIVE),
        (build_officer(PAST, COMING), OfficerStanding.COMING),
        (build_officer(PAST), OfficerStanding.ENDED),
        (build_officer(), OfficerStanding.ENDED),
        (build_officer(PRESENT, state=AccountStanding.LOCKED), OfficerStanding.LOCKED),
        (build_officer(PRESENT, state=AccountStanding.SUSPENDED), OfficerStanding.SUSPENDED),
        (build_officer(PRESENT, state=AccountStanding.PAUSED), OfficerStanding.ACTIVE),
    ],
)
def test_the_state_is_that_of_the_account_and_else_of_the_rights(officer: Officer, standing: OfficerStanding) -> None:
    assert find_standing(officer, MONDAY) is standing


@pytest.mark.parametrize(
    ("wanted", "accepted"),
    [
        (OfficerFilter(), True),
        (OfficerFilter(name="hoa"), True),
        (OfficerFilter(name="Hòa Đ"), True),
        (OfficerFilter(name="oa"), False),
        (OfficerFilter(name="hoa le"), False),
        (OfficerFilter(unit="two"), True),
        (OfficerFilter(unit="one"), False),
        (OfficerFilter(unit="two", role=Role.CASHIER), False),
        (OfficerFilter(role=Role.CASE_OFFICER), True),
        (OfficerFilter(standing=OfficerStanding.ENDED), False),
        (OfficerFilter(id_number="046190001234"), False),
    ],
)
def test_each_filter_narrows_the_list(wanted: OfficerFilter, accepted: bool) -> None:
    assert wanted.matches(build_officer(PAST, PRESENT), MONDAY) is accepted


def test_who_has_left_is_still_found_in_the_former_unit() -> None:
    assert OfficerFilter(unit="one", role=Role.CASHIER).matches(build_officer(PAST), MONDAY)


def test_a_telephone_is_registered_once_the_present_account_has_signed_in() -> None:
    officer = build_officer(PRESENT)
    assert not officer.has_second_factor
    signed = Officer("lan", sign_in=OfficerSignIn("lan", MONDAY))
    assert signed.has_second_factor
    assert not Officer("lan", account="lan-new", sign_in=signed.sign_in).has_second_factor
