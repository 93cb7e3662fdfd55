"""What an IT officer of a unit follows: sign-ins by month, open work; and units without one."""

from __future__ import annotations

from datetime import datetime

import pytest

from chalicelib.domain.accounts.members import Workload
from chalicelib.domain.accounts.officers import Officer, OfficerSignIn, count_sign_in
from chalicelib.domain.accounts.roles import Actor, Assignment, Role
from chalicelib.domain.accounts.tasks.unit_use import list_held_units, list_use, require_it_officer
from chalicelib.domain.shared.errors import Forbidden
from chalicelib.domain.shared.timezone import VIETNAM

NOW = datetime(2027, 1, 2, 8, tzinfo=VIETNAM)
SINCE = datetime(2021, 1, 1, tzinfo=VIETNAM)


def test_sign_ins_are_counted_by_month_over_the_turn_of_a_year() -> None:
    november = count_sign_in(None, "a", datetime(2026, 11, 30, 8, tzinfo=VIETNAM))
    december = count_sign_in(november, "a", datetime(2026, 12, 1, 8, tzinfo=VIETNAM))
    again = count_sign_in(december, "b", datetime(2026, 12, 31, 23, tzinfo=VIETNAM))
    assert (again.account, again.count, again.count_before) == ("b", 2, 1)
    assert again.count_in(NOW) == (0, 2)
    assert again.count_in(datetime(2027, 3, 1, tzinfo=VIETNAM)) == (0, 0)
    assert OfficerSignIn("a", NOW).count_in(NOW) == (1, 0), "a sign-in of before counts as one"


def test_the_officers_of_the_unit_are_listed_with_sign_ins_and_open_work_and_nobody_else() -> None:
    here = Officer("a", 1, "An", assignments=(Assignment(Role.CASE_OFFICER, "U", SINCE),))
    there = Officer("b", 1, "Bình", assignments=(Assignment(Role.CASE_OFFICER, "V", SINCE),))
    (used,) = list_use((here, there), ("U",), {"a": Workload(3, 1)}, NOW)
    assert (used.member.sub, used.last_sign_in, used.sign_ins, used.member.load) == ("a", None, 0, Workload(3, 1))


def test_a_unit_has_an_it_officer_who_is_no_backup_and_whose_right_is_in_force() -> None:
    def hold(**more: object) -> Officer:
        return Officer("a", 1, assignments=(Assignment(Role.UNIT_IT, "U", SINCE, **more),))  # type: ignore[arg-type]

    assert list_held_units([hold()], Role.UNIT_IT, NOW) == {"U"}
    assert not list_held_units([hold(backup_for="b"), hold(valid_until=NOW)], Role.UNIT_IT, NOW)
    require_it_officer(Actor("a", hold().assignments), "U", NOW)
    with pytest.raises(Forbidden):
        require_it_officer(Actor("a", hold().assignments), "V", NOW)
