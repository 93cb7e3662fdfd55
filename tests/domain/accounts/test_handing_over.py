"""Who owns a share: over any rights and cuts, one person who may act, or the superiors."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.accounts.account_state import AccountStanding, AccountState
from chalicelib.domain.accounts.handing_over import (
    find_owner,
    find_right_end,
    list_answered_for,
    list_case_units,
    list_left_units,
    may_handle_cases,
)
from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Assignment, Role

NOW = datetime(2026, 12, 3, 2, tzinfo=UTC)
SINCE, DAY = NOW - timedelta(days=400), timedelta(days=1)
PEOPLE, UNITS = ("anh", "binh", "cuc", "dung"), ("A", "B")
HEIRS = {"OLD": "A"}


def find_heir(unit: str) -> str:
    """The unit that has a unit's work."""
    return HEIRS.get(unit, unit)


def right(unit: str = "A", until: datetime | None = None, backup_for: str | None = None) -> Assignment:
    """A right to handle cases."""
    return Assignment(Role.CASE_OFFICER, unit, SINCE, until, backup_for)


def test_the_units_of_a_person_are_those_that_have_the_work_today() -> None:
    lan = Officer("lan", assignments=(right("OLD"), right("B", NOW - DAY), Assignment(Role.CASHIER, "C", SINCE)))
    assert list_case_units(lan, find_heir) == ("A", "B")
    assert [may_handle_cases(lan, unit, find_heir, NOW) for unit in UNITS] == [True, False]
    gone = replace(lan, assignments=(right("OLD", NOW),))
    assert list_left_units(lan, gone, find_heir, NOW) == ("A",)
    assert list_left_units(gone, gone, find_heir, NOW) == ()


@pytest.mark.parametrize(
    ("rights", "end"),
    [((right(),), None), ((right(until=NOW + DAY),), NOW + DAY), ((right(until=NOW + DAY), right()), None),
     ((right(until=NOW + DAY), right(until=NOW + 2 * DAY)), NOW + 2 * DAY), ((right(until=NOW),), None)],
)  # fmt: skip
def test_a_right_ends_with_the_last_of_its_periods(rights: tuple[Assignment, ...], end: datetime | None) -> None:
    assert find_right_end(Officer("lan", assignments=rights), "A", find_heir, NOW) == end


def test_an_account_that_cannot_be_used_owns_nothing_and_stands_in_for_nobody() -> None:
    state = AccountState(AccountStanding.SUSPENDED)
    absent, backup = Officer("lan", assignments=(right(),)), Officer("anh", assignments=(right(backup_for="lan"),))
    assert find_owner("lan", "A", (absent, backup), find_heir, NOW) == "anh"
    assert find_owner("lan", "A", (absent, replace(backup, state=state)), find_heir, NOW) == "lan"
    assert find_owner("lan", "A", (replace(absent, state=state),), find_heir, NOW) == ""


ASSIGNMENTS = st.builds(
    right,
    st.sampled_from((*UNITS, "OLD")),
    st.sampled_from((None, NOW - DAY, NOW, NOW + DAY)),
    st.sampled_from((None, *PEOPLE)),
)


@given(
    rights=st.fixed_dictionaries({sub: st.lists(ASSIGNMENTS, max_size=3) for sub in PEOPLE}),
    held=st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(UNITS)), max_size=8),
    leaver=st.sampled_from(PEOPLE),
    cuts=st.lists(st.integers(0, 3), max_size=6),
)
def test_whoever_leaves_and_wherever_it_is_cut_every_share_keeps_one_owner_with_the_right(
    rights: dict[str, list[Assignment]], held: list[tuple[str, str]], leaver: str, cuts: list[int]
) -> None:
    officers = {sub: Officer(sub, assignments=tuple(found)) for sub, found in rights.items()}

    def owner(share: tuple[str, str]) -> str:
        return find_owner(share[0], share[1], officers.values(), find_heir, NOW)

    def may_own(sub: str, unit: str) -> bool:
        return sub in officers and may_handle_cases(officers[sub], unit, find_heir, NOW)

    before = [owner(share) for share in held]
    gone = replace(officers[leaver], assignments=())
    for taken in (*cuts, len(held)):
        left = [n for n, (sub, _) in enumerate(held) if sub == leaver]
        for n in left[:taken]:
            successor = next((sub for sub in PEOPLE if sub != leaver and may_own(sub, held[n][1])), None)
            held[n] = (successor, held[n][1]) if successor else held[n]
        assert all(owner(share) for share, was in zip(held, before, strict=True) if was)
        units = list_left_units(officers[leaver], gone, find_heir, NOW)
        stays = (officers | {leaver: gone}).values()
        blocked = any(
            sub == holder and place == unit
            for unit in units
            for holder in list_answered_for(officers[leaver], unit, find_heir, NOW)
            if not find_owner(holder, unit, stays, find_heir, NOW)
            for sub, place in held
        )
        if not blocked:
            officers[leaver] = gone
            break
    for share, was in zip(held, before, strict=True):
        if was:
            assert may_own(owner(share), share[1]), "nobody loses a share by somebody's leaving"
        if was == leaver and officers[leaver] is gone:
            assert owner(share) != leaver
