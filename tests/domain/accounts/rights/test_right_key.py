"""Keys of rights: a right that was changed has another one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.rights.right_key import KEY_LENGTH, build_right_key, find_right
from chalicelib.domain.accounts.roles import Assignment, Role

NOW = datetime(2027, 1, 4, 2, tzinfo=UTC)
RIGHT = Assignment(Role.CASE_OFFICER, "A", NOW - timedelta(days=90))


@pytest.mark.parametrize(
    "changed",
    [
        replace(RIGHT, role=Role.CASHIER),
        replace(RIGHT, unit="B"),
        replace(RIGHT, valid_until=NOW + timedelta(days=9)),
        replace(RIGHT, valid_from=NOW - timedelta(days=91)),
        replace(RIGHT, stage="receive"),
        replace(RIGHT, backup_for="b"),
    ],
)
def test_a_right_that_was_changed_is_another_one(changed: Assignment) -> None:
    key = build_right_key("a", RIGHT)
    assert find_right(Officer("a", 1, assignments=(RIGHT,)), key, NOW) == RIGHT
    assert find_right(Officer("a", 2, assignments=(changed,)), key, NOW) is None
    assert build_right_key("b", RIGHT) != key


def test_a_right_is_found_until_it_ends_and_the_key_of_the_first_reviews_stays() -> None:
    key = build_right_key("a", RIGHT)
    assert (len(key), key) == (KEY_LENGTH, "58f70b8762fdcb77bef5a67d")
    until = replace(RIGHT, valid_until=NOW)
    officer = Officer("a", 1, assignments=(until,))
    assert find_right(officer, build_right_key("a", until), NOW - timedelta(seconds=1)) == until
    assert find_right(officer, build_right_key("a", until), NOW) is None
