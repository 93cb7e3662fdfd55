"""Limits and clocks: restart, pause, extension, notice and transfer times, and how they are explained."""

from __future__ import annotations

from datetime import date, time

import pytest

from chalicelib.domain.time import clocks
from chalicelib.domain.time.clocks import Clock, SupplementEffect
from chalicelib.domain.time.deadlines import (
    NEXT_OPENING,
    CountingMethod,
    DayMethod,
    Duration,
    Outside,
    ReceiptDay,
    Unit,
    calculate_due_from_receipt,
    calculate_due_time,
    calculate_extension_cap,
    calculate_notice_due,
    calculate_paper_transfer_due,
    describe_receipt_day,
    explain_days,
    find_outside_hours,
)
from chalicelib.domain.time.recalculation import recalculate_clock
from tests.law.calendars import DESK, build_saturday_desk, parse_time

TEN_DAYS = Duration(10, Unit.WORKING_DAY)
IMMEDIATE = Duration(0, Unit.IMMEDIATE)
CUT_OFF = time(15)


def _start_asked_clock(effect: SupplementEffect, duration: Duration = TEN_DAYS) -> Clock:
    clock = clocks.start_clock(DESK, "resolution", parse_time("03/03/2025 09:00"), duration, law=("nd61.clock_start",))
    waiting = clocks.wait_for_supplement(clock, parse_time("06/03/2025 09:00"))
    return clocks.resume_after_supplement(DESK, waiting, parse_time("10/03/2025 10:00"), effect)


def test_an_appraisal_supplement_restarts_the_settlement_time():
    clock = _start_asked_clock(SupplementEffect.RESTART)
    assert clock.original_due_at == parse_time("17/03/2025 17:00")
    assert clock.due_at == parse_time("24/03/2025 17:00")
    assert clock.index_due_at == parse_time("19/03/2025 17:00")
    assert clock.started_at == parse_time("10/03/2025 10:00")
    assert clock.begun_at == parse_time("03/03/2025 09:00")


@pytest.mark.parametrize(
    ("effect", "ends"), [(SupplementEffect.PAUSE, "19/03/2025 17:00"), (SupplementEffect.RUN, "17/03/2025 17:00")]
)
def test_other_effects_push_the_due_time_on_or_leave_it(effect, ends):
    clock = _start_asked_clock(effect)
    assert clock.due_at == parse_time(ends)
    assert clock.index_due_at == parse_time("19/03/2025 17:00")


def test_a_pause_in_hours_and_in_days_of_the_calendar():
    assert _start_asked_clock(SupplementEffect.PAUSE, Duration(24, Unit.WORKING_HOUR)).due_at == parse_time(
        "10/03/2025 11:30"
    )
    assert _start_asked_clock(SupplementEffect.PAUSE, Duration(10, Unit.CALENDAR_DAY)).due_at == parse_time(
        "17/03/2025 17:00"
    )


def test_index_time_leaves_the_wait_out():
    clock = _start_asked_clock(SupplementEffect.RESTART)
    used = clocks.index_minutes(DESK, clock, parse_time("10/03/2025 11:00"))
    assert used == 3 * 450 + 60  # Monday to Thursday 09:00 is three full days; then one hour
    waiting = clocks.wait_for_supplement(clock, parse_time("10/03/2025 11:00"))
    assert clocks.index_minutes(DESK, waiting, parse_time("12/03/2025 11:00")) == used


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
    assert calculate_paper_transfer_due(DESK, parse_time(received), CUT_OFF, NEXT_OPENING) == parse_time(by)
    assert calculate_due_time(DESK, parse_time(received), Duration(1, Unit.WORKING_DAY)) == parse_time(
        "10/03/2025 17:00"
    )


def test_notice_of_delay_goes_out_by_the_last_working_day_before():
    assert calculate_notice_due(DESK, parse_time("24/03/2025 17:00"), 1) == parse_time("21/03/2025 17:00")
    assert calculate_notice_due(DESK, parse_time("26/11/2026 17:00"), 1) == parse_time("25/11/2026 17:00")


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
    assert calculate_due_time(DESK, parse_time(received), IMMEDIATE, cut_off) == parse_time(ends)


def test_saturday_reception_ends_with_monday():
    assert calculate_due_time(build_saturday_desk(), parse_time("21/11/2026 09:00"), IMMEDIATE) == parse_time(
        "23/11/2026 17:00"
    )


@pytest.mark.clause("LC-10.1.b#2")
def test_reception_clock_starts_at_the_official_time():
    clock = clocks.start_reception(DESK, parse_time("21/11/2026 20:00"), Duration(8, Unit.WORKING_HOUR))
    assert (clock.started_at, clock.due_at) == (parse_time("23/11/2026 07:30"), parse_time("25/11/2026 08:00"))


@pytest.mark.clause("HUE-14.4#1")
@pytest.mark.parametrize(("limit", "cap"), [(10, 3), (2, 0), (3, 1), (15, 5)])
def test_extension_cap_rounds_down(limit, cap):
    assert calculate_extension_cap(Duration(limit, Unit.WORKING_DAY), 1, 3) == cap


def test_extension_moves_the_due_time_and_keeps_the_original():
    clock = clocks.extend_clock(DESK, _start_asked_clock(SupplementEffect.RESTART), 3)
    assert clock.due_at == parse_time("27/03/2025 17:00")
    assert clock.original_due_at == parse_time("17/03/2025 17:00")
    assert (clock.extended_times, clock.extended_by) == (1, 3)
    with pytest.raises(ValueError, match="at least one"):
        clocks.extend_clock(DESK, clock, 0)


def test_standing_early_late_and_on_the_minute():
    clock = clocks.start_clock(DESK, "resolution", parse_time("03/03/2025 09:00"), Duration(1, Unit.WORKING_DAY))
    early = clocks.measure_standing(
        DESK, clocks.end_clock(clock, parse_time("04/03/2025 16:00")), parse_time("30/03/2025 09:00")
    )
    assert (early.late, early.minutes) == (False, 60)
    assert not clocks.measure_standing(DESK, clock, parse_time("04/03/2025 17:00")).late
    late = clocks.measure_standing(DESK, clock, parse_time("05/03/2025 08:30"))
    assert (late.late, late.minutes) == (True, -60)


def test_a_clock_does_not_wait_twice_or_end_twice():
    clock = _start_asked_clock(SupplementEffect.RESTART)
    with pytest.raises(ValueError, match="not waiting"):
        clocks.resume_after_supplement(DESK, clock, parse_time("11/03/2025 09:00"), SupplementEffect.RUN)
    with pytest.raises(ValueError, match="running"):
        clocks.wait_for_supplement(
            clocks.end_clock(clock, parse_time("11/03/2025 09:00")), parse_time("12/03/2025 09:00")
        )
    with pytest.raises(ValueError, match="already ended"):
        clocks.end_clock(clocks.end_clock(clock, parse_time("11/03/2025 09:00")), parse_time("12/03/2025 09:00"))


def test_a_clock_survives_json():
    clock = clocks.end_clock(
        clocks.extend_clock(DESK, _start_asked_clock(SupplementEffect.RESTART), 1), parse_time("20/03/2025 09:00")
    )
    assert Clock.from_dict(clock.to_dict()) == clock
    same_day = clocks.start_clock(DESK, "resolution", parse_time("20/11/2026 15:30"), IMMEDIATE, cut_off="15:00")
    assert Clock.from_dict(same_day.to_dict()).due_at == parse_time("23/11/2026 17:00")


def test_a_due_time_in_an_undecided_year_is_provisional():
    assert clocks.start_clock(DESK, "resolution", parse_time("29/12/2027 09:00"), TEN_DAYS).provisional
    assert not clocks.start_clock(DESK, "resolution", parse_time("01/12/2027 09:00"), TEN_DAYS).provisional


def test_explains_each_day_counted_or_skipped():
    lines = explain_days(DESK, parse_time("20/11/2026 10:00"), parse_time("26/11/2026 17:00"))
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
    line = explain_days(DESK, parse_time("21/08/2026 09:00"), parse_time("22/08/2026 17:00"))[-1]
    assert (line.day, line.number) == (date(2026, 8, 22), 1)
    assert "làm bù" in line.vi


@pytest.mark.parametrize(("value", "unit"), [(-1, Unit.WORKING_DAY), (0, Unit.WORKING_DAY), (1, Unit.IMMEDIATE)])
def test_impossible_limits_are_refused(value, unit):
    with pytest.raises(ValueError, match="no such limit"):
        Duration(value, unit)


# -- what is received outside working time ------------------------------------------------------------------------

ONE_DAY = Duration(1, Unit.WORKING_DAY)
NEXT = CountingMethod(off_hours=ReceiptDay.NEXT_WORKING_DAY, session=ReceiptDay.NEXT_WORKING_DAY)
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
    desk = build_saturday_desk()
    assert find_outside_hours(desk, parse_time(received)) is outside
    assert calculate_due_from_receipt(desk, parse_time(received), ONE_DAY) == parse_time(f"{own} 17:00")
    assert calculate_due_from_receipt(desk, parse_time(received), ONE_DAY, None, NEXT) == parse_time(
        f"{following} 17:00"
    )


def test_a_session_and_an_evening_may_be_read_apart():
    saturday, evening = parse_time("24/02/2024 08:00"), parse_time("23/02/2024 18:00")
    only_session = CountingMethod(session=ReceiptDay.NEXT_WORKING_DAY)
    assert calculate_due_from_receipt(build_saturday_desk(), saturday, ONE_DAY, None, only_session) == parse_time(
        "27/02/2024 17:00"
    )
    assert calculate_due_from_receipt(build_saturday_desk(), evening, ONE_DAY, None, only_session) == parse_time(
        "26/02/2024 17:00"
    )


@pytest.mark.parametrize(
    ("duration", "counting"),
    [
        (Duration(8, Unit.WORKING_HOUR), NEXT),
        (IMMEDIATE, NEXT),
        (ONE_DAY, CountingMethod(DayMethod.ELAPSED, 8, NEXT.off_hours, NEXT.session)),
    ],
)
def test_only_whole_days_have_a_day_of_receipt(duration, counting):
    evening = parse_time("22/02/2024 17:35")
    plain = CountingMethod(counting.method, counting.day_hours)
    assert not counting.is_by_days(duration)
    assert calculate_due_from_receipt(DESK, evening, duration, None, counting) == calculate_due_time(
        DESK, evening, duration, counting=plain
    )


def test_an_extension_continues_from_the_due_time_under_any_reading_of_receipt():
    """A due time is a closing time, and so off hours: it is no receipt."""
    clock = clocks.start_clock(DESK, "resolution", parse_time("22/02/2024 17:35"), TEN_DAYS, counting=NEXT)
    assert clock.due_at == parse_time("08/03/2024 17:00")
    assert clocks.extend_clock(DESK, clock, 1).due_at == parse_time("11/03/2024 17:00")


def test_a_restart_and_a_recount_read_receipt_as_the_start_did():
    clock = clocks.start_clock(DESK, "resolution", parse_time("04/03/2024 09:00"), ONE_DAY, counting=NEXT)
    waiting = clocks.wait_for_supplement(clock, parse_time("04/03/2024 10:00"))
    again = clocks.resume_after_supplement(DESK, waiting, parse_time("07/03/2024 21:00"), SupplementEffect.RESTART)
    assert again.due_at == parse_time("11/03/2024 17:00")
    later = clocks.start_clock(DESK, "resolution", parse_time("30/12/2027 21:00"), TEN_DAYS, counting=NEXT)
    assert later.provisional
    assert recalculate_clock(DESK, later, pauses=False, promised=False) == later


def test_a_clock_from_before_the_reading_counts_as_it_did():
    plain = clocks.start_clock(DESK, "resolution", parse_time("22/02/2024 17:35"), ONE_DAY).to_dict()
    assert "counting" not in plain
    assert Clock.from_dict(plain).counting == CountingMethod()
    elapsed = {**plain, "counting": {"method": "elapsed_working_hours", "day_hours": 8}}
    assert Clock.from_dict(elapsed).counting == CountingMethod(DayMethod.ELAPSED, 8)


def test_the_days_are_explained_from_the_day_of_receipt():
    evening, ends = parse_time("22/02/2024 17:35"), parse_time("26/02/2024 17:00")
    own = [(each.number, each.reason) for each in explain_days(DESK, evening, parse_time("23/02/2024 17:00"))]
    assert own == [(None, "received"), (1, "counted")]
    following = explain_days(DESK, evening, ends, NEXT.find_receipt_instant(DESK, evening))
    assert [each.number for each in following] == [None, None, None, None, 1]
    assert [each.vi for each in following[:2]] == ["Nhận ngoài giờ làm việc, chưa tính", "Ngày tiếp nhận, không tính"]


def test_each_reading_has_its_own_words():
    said = {describe_receipt_day(outside, day) for outside in Outside for day in ReceiptDay}
    assert len(said) == len(Outside) * len(ReceiptDay)
