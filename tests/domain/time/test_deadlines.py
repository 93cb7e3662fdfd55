"""Limits and clocks: restart, pause, extension, notice and transfer times, and how they are explained."""

from __future__ import annotations

from datetime import date, time

import pytest

from chalicelib.domain.time import clocks
from chalicelib.domain.time.clocks import Clock, Effect
from chalicelib.domain.time.deadlines import (
    NEXT_OPENING,
    Counting,
    DayMethod,
    Duration,
    Outside,
    ReceiptDay,
    Unit,
    due,
    due_from_receipt,
    explain,
    extension_cap,
    notice_due,
    outside_hours,
    receipt_reading,
    transfer_due,
)
from chalicelib.domain.time.recalculation import recounted
from tests.law.calendars import DESK, at, saturday_desk

TEN_DAYS = Duration(10, Unit.WORKING_DAY)
IMMEDIATE = Duration(0, Unit.IMMEDIATE)
CUT_OFF = time(15)


def _asked(effect: Effect, duration: Duration = TEN_DAYS) -> Clock:
    clock = clocks.start(DESK, "resolution", at("03/03/2025 09:00"), duration, law=("nd61.clock_start",))
    waiting = clocks.wait_for_supplement(clock, at("06/03/2025 09:00"))
    return clocks.supplement_arrived(DESK, waiting, at("10/03/2025 10:00"), effect)


def test_an_appraisal_supplement_restarts_the_settlement_time():
    clock = _asked(Effect.RESTART)
    assert clock.original_due_at == at("17/03/2025 17:00")
    assert clock.due_at == at("24/03/2025 17:00")
    assert clock.index_due_at == at("19/03/2025 17:00")
    assert clock.started_at == at("10/03/2025 10:00")
    assert clock.begun_at == at("03/03/2025 09:00")


@pytest.mark.parametrize(("effect", "ends"), [(Effect.PAUSE, "19/03/2025 17:00"), (Effect.RUN, "17/03/2025 17:00")])
def test_other_effects_push_the_due_time_on_or_leave_it(effect, ends):
    clock = _asked(effect)
    assert clock.due_at == at(ends)
    assert clock.index_due_at == at("19/03/2025 17:00")


def test_a_pause_in_hours_and_in_days_of_the_calendar():
    assert _asked(Effect.PAUSE, Duration(24, Unit.WORKING_HOUR)).due_at == at("10/03/2025 11:30")
    assert _asked(Effect.PAUSE, Duration(10, Unit.CALENDAR_DAY)).due_at == at("17/03/2025 17:00")


def test_index_time_leaves_the_wait_out():
    clock = _asked(Effect.RESTART)
    used = clocks.index_minutes(DESK, clock, at("10/03/2025 11:00"))
    assert used == 3 * 450 + 60  # Monday to Thursday 09:00 is three full days; then one hour
    waiting = clocks.wait_for_supplement(clock, at("10/03/2025 11:00"))
    assert clocks.index_minutes(DESK, waiting, at("12/03/2025 11:00")) == used


@pytest.mark.parametrize(
    ("received", "by"),
    [
        ("07/03/2025 12:00", "07/03/2025 17:00"),
        ("07/03/2025 14:59", "07/03/2025 17:00"),
        ("07/03/2025 15:00", "07/03/2025 17:00"),
        ("07/03/2025 15:01", "10/03/2025 07:30"),
        ("08/03/2025 09:00", "10/03/2025 07:30"),
        ("07/03/2025 17:30", "10/03/2025 07:30"),
    ],
)
def test_the_cut_off_moves_the_transfer_only(received, by):
    assert transfer_due(DESK, at(received), CUT_OFF, NEXT_OPENING) == at(by)
    assert due(DESK, at(received), Duration(1, Unit.WORKING_DAY)) == at("10/03/2025 17:00")


def test_notice_of_delay_goes_out_by_the_last_working_day_before():
    assert notice_due(DESK, at("24/03/2025 17:00"), 1) == at("21/03/2025 17:00")
    assert notice_due(DESK, at("26/11/2026 17:00"), 1) == at("25/11/2026 17:00")


@pytest.mark.parametrize(
    ("received", "cut_off", "ends"),
    [
        ("20/11/2026 14:59", CUT_OFF, "20/11/2026 17:00"),
        ("20/11/2026 15:30", CUT_OFF, "23/11/2026 17:00"),
        ("20/11/2026 15:30", None, "20/11/2026 17:00"),
        ("20/11/2026 17:30", CUT_OFF, "23/11/2026 17:00"),
        ("20/11/2026 17:30", None, "23/11/2026 17:00"),
        ("21/11/2026 16:00", CUT_OFF, "23/11/2026 17:00"),
    ],
)
def test_immediate_ends_with_the_working_day(received, cut_off, ends):
    assert due(DESK, at(received), IMMEDIATE, cut_off) == at(ends)


def test_saturday_reception_ends_with_monday():
    assert due(saturday_desk(), at("21/11/2026 09:00"), IMMEDIATE) == at("23/11/2026 17:00")


@pytest.mark.clause("LC-10.1.b#2")
def test_reception_clock_starts_at_the_official_time():
    clock = clocks.start_reception(DESK, at("21/11/2026 20:00"), Duration(8, Unit.WORKING_HOUR))
    assert (clock.started_at, clock.due_at) == (at("23/11/2026 07:30"), at("25/11/2026 08:00"))


@pytest.mark.clause("HUE-14.4#1")
@pytest.mark.parametrize(("limit", "cap"), [(10, 3), (2, 0), (3, 1), (15, 5)])
def test_extension_cap_rounds_down(limit, cap):
    assert extension_cap(Duration(limit, Unit.WORKING_DAY), 1, 3) == cap


def test_extension_moves_the_due_time_and_keeps_the_original():
    clock = clocks.extend(DESK, _asked(Effect.RESTART), 3)
    assert clock.due_at == at("27/03/2025 17:00")
    assert clock.original_due_at == at("17/03/2025 17:00")
    assert (clock.extended_times, clock.extended_by) == (1, 3)
    with pytest.raises(ValueError, match="at least one"):
        clocks.extend(DESK, clock, 0)


def test_standing_early_late_and_on_the_minute():
    clock = clocks.start(DESK, "resolution", at("03/03/2025 09:00"), Duration(1, Unit.WORKING_DAY))
    early = clocks.standing(DESK, clocks.end(clock, at("04/03/2025 16:00")), at("30/03/2025 09:00"))
    assert (early.late, early.minutes) == (False, 60)
    assert not clocks.standing(DESK, clock, at("04/03/2025 17:00")).late
    late = clocks.standing(DESK, clock, at("05/03/2025 08:30"))
    assert (late.late, late.minutes) == (True, -60)


def test_a_clock_does_not_wait_twice_or_end_twice():
    clock = _asked(Effect.RESTART)
    with pytest.raises(ValueError, match="not waiting"):
        clocks.supplement_arrived(DESK, clock, at("11/03/2025 09:00"), Effect.RUN)
    with pytest.raises(ValueError, match="running"):
        clocks.wait_for_supplement(clocks.end(clock, at("11/03/2025 09:00")), at("12/03/2025 09:00"))
    with pytest.raises(ValueError, match="already ended"):
        clocks.end(clocks.end(clock, at("11/03/2025 09:00")), at("12/03/2025 09:00"))


def test_a_clock_survives_json():
    clock = clocks.end(clocks.extend(DESK, _asked(Effect.RESTART), 1), at("20/03/2025 09:00"))
    assert Clock.from_dict(clock.to_dict()) == clock
    same_day = clocks.start(DESK, "resolution", at("20/11/2026 15:30"), IMMEDIATE, cut_off="15:00")
    assert Clock.from_dict(same_day.to_dict()).due_at == at("23/11/2026 17:00")


def test_a_due_time_in_an_undecided_year_is_provisional():
    assert clocks.start(DESK, "resolution", at("29/12/2027 09:00"), TEN_DAYS).provisional
    assert not clocks.start(DESK, "resolution", at("01/12/2027 09:00"), TEN_DAYS).provisional


def test_explains_each_day_counted_or_skipped():
    lines = explain(DESK, at("20/11/2026 10:00"), at("26/11/2026 17:00"))
    assert [(line.day.day, line.number, line.reason) for line in lines] == [
        (20, None, "received"),
        (21, None, "weekend"),
        (22, None, "weekend"),
        (23, 1, "counted"),
        (24, None, "holiday"),
        (25, 2, "counted"),
        (26, 3, "counted"),
    ]
    assert lines[4].en == "Vietnamese Culture Day"


def test_explains_a_worked_saturday():
    line = explain(DESK, at("21/08/2026 09:00"), at("22/08/2026 17:00"))[-1]
    assert (line.day, line.number) == (date(2026, 8, 22), 1)
    assert "làm bù" in line.vi


@pytest.mark.parametrize(("value", "unit"), [(-1, Unit.WORKING_DAY), (0, Unit.WORKING_DAY), (1, Unit.IMMEDIATE)])
def test_impossible_limits_are_refused(value, unit):
    with pytest.raises(ValueError, match="no such limit"):
        Duration(value, unit)


# -- what is received outside working time ------------------------------------------------------------------------

ONE_DAY = Duration(1, Unit.WORKING_DAY)
NEXT = Counting(off_hours=ReceiptDay.NEXT_WORKING_DAY, session=ReceiptDay.NEXT_WORKING_DAY)
OFF, SESSION = Outside.OFF_HOURS, Outside.SESSION


@pytest.mark.parametrize(
    ("received", "outside", "own", "following"),
    [
        ("22/02/2024 17:35", OFF, "23/02/2024", "26/02/2024"),  # a Thursday evening
        ("22/02/2024 17:00", OFF, "23/02/2024", "26/02/2024"),  # the closing instant is no working time
        ("22/02/2024 16:59", None, "23/02/2024", "23/02/2024"),
        ("22/02/2024 12:10", None, "23/02/2024", "23/02/2024"),  # at noon the day continues
        ("22/02/2024 05:00", None, "23/02/2024", "23/02/2024"),
        ("25/02/2024 10:00", OFF, "26/02/2024", "27/02/2024"),  # a Sunday
        ("24/02/2024 08:00", SESSION, "26/02/2024", "27/02/2024"),  # a Saturday session
        ("24/02/2024 12:00", OFF, "26/02/2024", "27/02/2024"),  # after it
        ("01/05/2027 08:00", OFF, "04/05/2027", "05/05/2027"),  # no session on a holiday
    ],
)
def test_the_day_of_receipt_is_as_the_rule_reads_it(received, outside, own, following):
    desk = saturday_desk()
    assert outside_hours(desk, at(received)) is outside
    assert due_from_receipt(desk, at(received), ONE_DAY) == at(f"{own} 17:00")
    assert due_from_receipt(desk, at(received), ONE_DAY, None, NEXT) == at(f"{following} 17:00")


def test_a_session_and_an_evening_may_be_read_apart():
    saturday, evening = at("24/02/2024 08:00"), at("23/02/2024 18:00")
    only_session = Counting(session=ReceiptDay.NEXT_WORKING_DAY)
    assert due_from_receipt(saturday_desk(), saturday, ONE_DAY, None, only_session) == at("27/02/2024 17:00")
    assert due_from_receipt(saturday_desk(), evening, ONE_DAY, None, only_session) == at("26/02/2024 17:00")


@pytest.mark.parametrize(
    ("duration", "counting"),
    [
        (Duration(8, Unit.WORKING_HOUR), NEXT),
        (IMMEDIATE, NEXT),
        (ONE_DAY, Counting(DayMethod.ELAPSED, 8, NEXT.off_hours, NEXT.session)),
    ],
)
def test_only_whole_days_have_a_day_of_receipt(duration, counting):
    evening = at("22/02/2024 17:35")
    plain = Counting(counting.method, counting.day_hours)
    assert not counting.is_by_days(duration)
    assert due_from_receipt(DESK, evening, duration, None, counting) == due(DESK, evening, duration, counting=plain)


def test_an_extension_goes_on_from_the_due_time_whatever_receipt_means():
    """A due time is a closing time, and so off hours: it is no receipt."""
    clock = clocks.start(DESK, "resolution", at("22/02/2024 17:35"), TEN_DAYS, counting=NEXT)
    assert clock.due_at == at("08/03/2024 17:00")
    assert clocks.extend(DESK, clock, 1).due_at == at("11/03/2024 17:00")


def test_a_restart_and_a_recount_read_receipt_as_the_start_did():
    clock = clocks.start(DESK, "resolution", at("04/03/2024 09:00"), ONE_DAY, counting=NEXT)
    waiting = clocks.wait_for_supplement(clock, at("04/03/2024 10:00"))
    again = clocks.supplement_arrived(DESK, waiting, at("07/03/2024 21:00"), Effect.RESTART)
    assert again.due_at == at("11/03/2024 17:00")
    later = clocks.start(DESK, "resolution", at("30/12/2027 21:00"), TEN_DAYS, counting=NEXT)
    assert later.provisional
    assert recounted(DESK, later, pauses=False, promised=False) == later


def test_a_clock_from_before_the_reading_counts_as_it_did():
    plain = clocks.start(DESK, "resolution", at("22/02/2024 17:35"), ONE_DAY).to_dict()
    assert "counting" not in plain
    assert Clock.from_dict(plain).counting == Counting()
    elapsed = {**plain, "counting": {"method": "elapsed_working_hours", "day_hours": 8}}
    assert Clock.from_dict(elapsed).counting == Counting(DayMethod.ELAPSED, 8)


def test_the_days_are_told_from_the_day_of_receipt():
    evening, ends = at("22/02/2024 17:35"), at("26/02/2024 17:00")
    own = [(each.number, each.reason) for each in explain(DESK, evening, at("23/02/2024 17:00"))]
    assert own == [(None, "received"), (1, "counted")]
    following = explain(DESK, evening, ends, NEXT.received(DESK, evening))
    assert [each.number for each in following] == [None, None, None, None, 1]
    assert [each.vi for each in following[:2]] == ["Nhận ngoài giờ làm việc, chưa tính", "Ngày tiếp nhận, không tính"]


def test_each_reading_has_its_own_words():
    said = {receipt_reading(outside, day) for outside in Outside for day in ReceiptDay}
    assert len(said) == len(Outside) * len(ReceiptDay)
