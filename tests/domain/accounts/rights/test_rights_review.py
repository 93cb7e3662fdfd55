"""Periods of reviews, the keys of rights, and how a line stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.rights.right_key import build_right_key
from chalicelib.domain.accounts.rights.rights_review import (
    LineState,
    describe_line,
    find_period,
    is_review_due,
    judge_line,
    list_held_rights,
    name_period,
    read_line_right,
    write_review_subject,
)
from chalicelib.domain.accounts.roles import PROVINCE_UNIT, Assignment, Role

NOW = datetime(2027, 1, 4, 2, tzinfo=UTC)
RIGHT = Assignment(Role.CASE_OFFICER, "A", NOW - timedelta(days=90))


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.sampled_from([1, 2, 3, 4, 6, 12]))
def test_every_day_belongs_to_one_period_that_begins_on_a_first(day: date, months: int) -> None:
    first = find_period(day, months)
    assert first <= day
    assert (first.day, (first.month - 1) % months) == (1, 0)
    assert (day.year - first.year) * 12 + day.month - first.month < months


@pytest.mark.parametrize(
    ("day", "since", "done", "due"),
    [
        (date(2026, 12, 31), date(2026, 12, 3), "", False),
        (date(2027, 1, 1), date(2026, 12, 3), "", True),
        (date(2027, 1, 9), date(2026, 12, 3), "2026-07", True),
        (date(2027, 6, 30), date(2026, 12, 3), "2027-01", False),
        (date(2027, 7, 1), date(2026, 12, 3), "2027-01", True),
        (date(2027, 1, 1), date(2027, 1, 1), "", True),
        (date(2027, 1, 2), date(2027, 1, 2), "", False),
    ],
)
def test_reviews_are_due_once_a_period_and_never_for_the_past(day: date, since: date, done: str, due: bool) -> None:
    assert is_review_due(day, 6, since, done) is due


def test_a_period_is_named_by_its_first_month_and_written_in_words() -> None:
    assert name_period(date(2027, 7, 1)) == "2027-07"
    assert write_review_subject("Sở Nội vụ", date(2027, 7, 1), 6) == "Rà soát quyền: Sở Nội vụ, tháng 7–12/2027"


def test_rights_that_ended_are_no_lines_and_those_of_the_province_belong_to_one_unit() -> None:
    ended = replace(RIGHT, valid_until=NOW)
    coming = replace(RIGHT, valid_from=NOW + timedelta(days=3), valid_until=NOW + timedelta(days=9))
    wide = Assignment(Role.OPERATOR, PROVINCE_UNIT, RIGHT.valid_from)
    people = [Officer("b", 1, assignments=(ended, coming)), Officer("a", 1, assignments=(RIGHT, wide))]
    assert [each.right for each in list_held_rights(people, ("A",), "O", NOW)] == [RIGHT, coming]
    assert [each.right for each in list_held_rights(people, ("A", "O"), "O", NOW)] == [RIGHT, wide, coming]


def test_a_line_holds_its_right() -> None:
    right = replace(RIGHT, valid_until=NOW + timedelta(days=9), stage="receive", backup_for="c")
    (held,) = list_held_rights([Officer("a", 1, assignments=(right,))], ("A",), "O", NOW)
    line = describe_line(held)
    assert (line["officer"], read_line_right(line)) == ("a", right)
    assert build_right_key("a", read_line_right(line)) == held.key


@pytest.mark.parametrize(
    ("answer", "live", "state"),
    [
        ("", True, LineState.WAITING),
        ("", False, LineState.GONE),
        ("keep", True, LineState.KEPT),
        ("keep", False, LineState.GONE),
        ("end", True, LineState.ENDING),
        ("end", False, LineState.ENDED),
    ],
)
def test_a_line_stands_by_its_answer_and_its_right(answer: str, live: bool, state: LineState) -> None:
    assert judge_line({"answer": answer} if answer else {}, live) is state
