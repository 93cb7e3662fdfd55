"""Clocks of matters against an oracle that counts the calendar day by day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.matters.matter import Matter, RunningClock
from chalicelib.domain.matters.matter_clocks import find_next_alert, list_reached_alerts, move_clocks
from chalicelib.domain.matters.matter_kind import ClockEffect, ClockMove, ClockRule
from chalicelib.domain.shared.timezone import VIETNAM
from tests.support.matter_desk import HOURS, build_deps

DEPS = build_deps()
CALENDAR = DEPS.reference.find_calendar("unit-a")
RULE = ClockRule("qa.answer_limit", scope={"kind": "plain"})
FIRST = datetime(2025, 1, 1, tzinfo=VIETNAM)
MOMENTS = st.integers(0, 600 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))


def find_rule(days: int | None) -> Any:
    """A law with one length."""

    def read_length(param: str, **scope: str) -> Ruling:
        return Ruling(days, DEPS.reference.find_rule(param, CaseDates(None), **scope).cite, date(2026, 1, 1))

    return read_length


def count_by_hand(at: datetime, days: int) -> datetime:
    """The close of the last of so many days on which the office is open, after the day itself."""
    day, left = at.astimezone(VIETNAM).date(), days
    while left:
        day += timedelta(days=1)
        left -= bool(CALENDAR.list_shifts(day))
    return datetime.combine(day, time(17), VIETNAM)


@given(at=MOMENTS, days=st.integers(1, 15))
def test_working_days_are_those_of_the_calendar(at: datetime, days: int) -> None:
    effects = (ClockEffect("answer", ClockMove.START, (RULE,)),)
    clock = move_clocks(effects, None, at, find_rule(days), CALENDAR).changed["answer"]
    assert clock.due_at == count_by_hand(at, days)
    assert clock.soon_at is None or at <= clock.soon_at < clock.due_at
    assert (clock.soon_at is None) is (days == 1)


@given(at=MOMENTS, later=st.integers(0, 4000), short=st.integers(1, 5), more=st.integers(1, 10))
def test_a_changed_clock_keeps_its_start(at: datetime, later: int, short: int, more: int) -> None:
    begun = RunningClock("answer", at, count_by_hand(at, short))
    matter = Matter("m", "question", "X", "p", "taken", "unit-a", "unit-a", at, clocks=(begun,))
    effects = (ClockEffect("answer", ClockMove.CHANGE, (RULE,)),)
    moves = move_clocks(effects, matter, at + timedelta(minutes=later), find_rule(short + more), CALENDAR)
    assert moves.changed["answer"].since == at
    assert moves.changed["answer"].due_at == count_by_hand(at, short + more)


def test_where_the_law_is_silent_no_clock_runs() -> None:
    at = datetime(2026, 11, 23, 9, tzinfo=VIETNAM)
    for move in (ClockMove.START, ClockMove.CHANGE):
        assert move_clocks((ClockEffect("answer", move, (RULE,)),), None, at, find_rule(None), CALENDAR).changed == {}


def test_an_alert_is_reached_once_and_only_while_the_matter_is_open() -> None:
    at = datetime(2026, 11, 23, 9, tzinfo=VIETNAM)
    clock = RunningClock("answer", at, at + timedelta(days=3), soon_at=at + timedelta(days=2))
    matter = Matter("m", "question", "X", "p", "taken", "unit-a", "unit-a", at, clocks=(clock,))
    assert find_next_alert(matter) == clock.soon_at
    assert list_reached_alerts(matter, at) == ()
    assert list_reached_alerts(matter, at + timedelta(days=2)) == (("answer", "soon"),)
    assert list_reached_alerts(matter, at + timedelta(days=4)) == (("answer", "overdue"),)
    assert HOURS[0].open < HOURS[1].open
