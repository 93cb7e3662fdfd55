"""Boards: which lines a dossier stands on, what a move changes, and how dates stand to a day."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.flow.transitions import State
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.supervision.boards import (
    BoardLine,
    DueWindow,
    When,
    WorkCount,
    build_board,
    classify_due_date,
    count_moves,
    find_drift,
    find_due_date,
    limit_due_dates,
    list_board_lines,
    list_settlements,
)
from tests.support.builders import STATES, Case

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(2026, 11, 1), date(2026, 12, 15))
LINES = st.builds(BoardLine, st.sampled_from("ab"), st.sampled_from("xy"), st.just("p"), st.none() | DAYS)


@pytest.mark.parametrize(("state", "stage"), [s for s in STATES if s[0] is not State.DRAFT])
def test_an_open_dossier_stands_once_in_its_one_stop_unit_and_once_in_each_open_task(state, stage):
    d = Case().at(state, stage).dossier
    units = [line.unit for line in list_board_lines(d)]
    expected = [d.one_stop, *(t.unit for t in d.tasks if t.done_at is None)] if d.is_open else []
    assert sorted(units) == sorted(expected)
    assert {(line.state, line.procedure) for line in list_board_lines(d)} <= {(state.value, d.procedure)}


def test_the_due_date_is_the_day_in_vietnam():
    assert find_due_date(datetime(2026, 11, 23, 0, 30, tzinfo=VIETNAM)) == TODAY
    assert find_due_date(None) is None
    d = Case().processing().dossier
    assert d.next_due is not None
    assert {line.due for line in list_board_lines(d) if line.unit == d.one_stop} == {
        d.next_due.astimezone(VIETNAM).date()
    }


def test_a_task_that_is_done_leaves_the_board_of_its_unit():
    case = Case().processing()
    partner = next(t.unit for t in case.dossier.tasks if not t.lead)
    assert partner in {line.unit for line in list_board_lines(case.dossier)}
    case.finish_partners()
    assert partner not in {line.unit for line in list_board_lines(case.dossier)}


@pytest.mark.parametrize(("state", "stage"), [s for s in STATES if s[0] is not State.DRAFT])
def test_a_dossier_is_settled_by_its_unit_and_its_agency_once_it_has_an_outcome(state, stage):
    d = Case().at(state, stage).dossier
    found = list_settlements(d)
    assert [each.unit for each in found] == (sorted({d.one_stop, d.agency}) if d.outcome else [])
    assert {(each.month, each.on_time) for each in found} <= {("2026-11", True)}


def test_a_settlement_is_on_time_on_the_very_due_time_and_counts_in_its_vietnamese_month():
    d = Case().resolved().dossier
    kept = d.clock
    assert kept is not None
    ends = datetime(2026, 12, 1, 0, 30, tzinfo=VIETNAM)

    def settled(**clock: Any) -> set[tuple[str, bool]]:
        return {(each.month, each.on_time) for each in list_settlements(replace(d, clock=replace(kept, **clock)))}

    assert settled(ended_at=ends, due_at=ends) == {("2026-12", True)}
    assert settled(ended_at=ends + timedelta(minutes=1), due_at=ends) == {("2026-12", False)}
    assert settled(ended_at=ends, due_at=ends, reappointed_by=2) == {("2026-12", False)}, "the first promise was missed"
    assert settled(ended_at=None, due_at=ends) == set()


@given(st.lists(LINES), st.lists(LINES))
def test_a_move_takes_the_count_from_one_to_the_other_and_names_no_line_that_stays(before, after):
    change = count_moves(before, after)
    total = Counter(before)
    total.update(change)
    assert +total == Counter(after)
    assert 0 not in change.values()
    assert count_moves(after, after) == {}


@given(st.dictionaries(LINES, st.integers(1, 9)), st.dictionaries(LINES, st.integers(1, 9)))
def test_drift_names_exactly_the_lines_that_differ(counted, found):
    named = find_drift(counted, found)
    assert all(pair == (counted.get(line, 0), found.get(line, 0)) for line, pair in named.items())
    assert {line: n for line, n in found.items() if line not in named}.items() <= counted.items()
    assert all(counted[line] == found.get(line) for line in counted if line not in named)
    assert find_drift(found, found) == {}


@pytest.mark.parametrize(
    ("due", "stands"),
    [
        (None, When.UNDATED),
        (TODAY - timedelta(1), When.OVERDUE),
        (TODAY, When.TODAY),
        (TODAY + timedelta(1), When.LATER),
    ],
)
def test_overdue_is_a_past_date_that_is_still_open(due, stands):
    assert classify_due_date(due, TODAY) is stands


@given(st.dictionaries(st.builds(replace, LINES, unit=st.just("u")), st.integers(1, 9)))
def test_a_board_adds_up_whichever_way_it_is_read(counts):
    shown = build_board(counts, TODAY)
    assert shown.total.open == sum(counts.values()) == sum(shown.dates.values()) + shown.undated
    for parts in (shown.states, shown.procedures):
        assert sum(t.open for t in parts.values()) == shown.total.open
        assert sum(t.overdue for t in parts.values()) == shown.total.overdue
    assert shown.total.overdue == sum(n for day, n in shown.dates.items() if day < TODAY)
    assert shown.total.today == shown.dates.get(TODAY, 0)
    assert list(shown.dates) == sorted(shown.dates)


def test_the_board_of_an_idle_unit_is_empty():
    assert build_board({}, TODAY).total == WorkCount()


def is_within(span: DueWindow, due: date | None) -> bool:
    if due is None:
        return span.dated is not True and span.since is None and span.until is None
    return span.dated is not False and (span.since or due) <= due and (span.until is None or due < span.until)


@given(st.none() | st.sampled_from(When), st.none() | DAYS, st.none() | DAYS)
def test_a_window_holds_what_both_the_choice_and_the_date_allow(chosen, on, due):
    wanted = (chosen is None or classify_due_date(due, TODAY) is chosen) and (on is None or due == on)
    assert is_within(limit_due_dates(chosen, on, TODAY), due) is wanted
