"""Which days a sweep looks at, and which facts it leaves to the stream."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.ledger.routing import convert_fact
from chalicelib.domain.ledger.sweeping import GRACE, LOOK_BACK, OVERLAP, Sweep, list_days_since, select_settled
from tests.support.builders import MONDAY, Case

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_the_first_sweep_looks_back_and_the_next_ones_go_on():
    days = list_days_since(None, NOON)
    assert (days[0], days[-1]) == (date(2026, 10, 19), date(2026, 11, 23))
    assert len(days) == LOOK_BACK + 1
    assert list_days_since(Sweep(NOON), NOON + timedelta(minutes=15)) == (date(2026, 11, 23),)


@given(st.timedeltas(timedelta(0), timedelta(days=40)))
def test_after_any_standstill_every_day_since_the_last_good_run_is_looked_at(gap):
    last, now = Sweep(NOON), NOON + gap
    days = list_days_since(last, now)
    assert days[0] == (NOON - OVERLAP).date()
    assert days[-1] == now.date()
    assert len(days) == (days[-1] - days[0]).days + 1


def test_a_run_just_after_midnight_still_looks_at_what_was_young_before_it():
    last = Sweep(datetime(2026, 11, 24, 0, 5, tzinfo=UTC))
    assert list_days_since(last, last.began_at + timedelta(minutes=15))[0] == date(2026, 11, 23)
    assert OVERLAP > GRACE


@pytest.mark.parametrize(
    ("age", "swept"),
    [(timedelta(0), 0), (GRACE - timedelta(seconds=1), 0), (GRACE, 2), (timedelta(days=2), 2), (-timedelta(1), 2)],
)
def test_a_fact_that_may_still_be_on_its_way_is_left_alone(age, swept):
    facts = [convert_fact(fact) for fact in Case().received().facts]
    assert len(select_settled(facts, MONDAY + age)) == swept


def test_nothing_passes_a_young_fact_and_an_unreadable_one_is_not_young():
    facts = [convert_fact(fact) for fact in Case().processing().facts]
    broken = replace(facts[0], body="no fact")
    assert select_settled([broken, *facts[1:]], MONDAY + timedelta(hours=1)) == [broken, *facts[1:]]
    assert select_settled([broken, facts[1]], MONDAY) == [broken]
