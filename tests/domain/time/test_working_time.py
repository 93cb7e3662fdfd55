"""Working time against the vectors of the requirements, an oracle without arithmetic, and its laws."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time import working_calendar
from chalicelib.domain.time import working_time as wt
from chalicelib.domain.time.working_calendar import CalendarMissing, DayOff, OfficeHours, YearDays
from chalicelib.domain.time.working_timeline import Shift
from tests.law.calendars import AFTERNOON, DESK, MORNING, RULES, WEEKDAYS, build_saturday_desk, parse_time


def _draw_instants(first: date, last: date) -> st.SearchStrategy[datetime]:
    midnights = (datetime.combine(day, time()) for day in (first, last))
    return st.datetimes(*midnights, timezones=st.just(VIETNAM))


INSTANTS = _draw_instants(date(2024, 1, 1), date(2027, 10, 31))
SPANS = st.integers(1, 3000)


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        ("20/11/2026 10:00", 3, "26/11/2026 17:00"),
        ("20/11/2026 15:30", 3, "26/11/2026 17:00"),
        ("23/11/2026 08:00", 3, "27/11/2026 17:00"),
        ("28/08/2026 09:00", 3, "07/09/2026 17:00"),
        ("21/08/2026 09:00", 1, "22/08/2026 17:00"),
        ("09/01/2026 09:00", 1, "10/01/2026 17:00"),
        ("03/02/2027 09:00", 5, "17/02/2027 17:00"),
        ("29/04/2027 09:00", 2, "05/05/2027 17:00"),
        ("01/09/2027 09:00", 1, "06/09/2027 17:00"),
        ("23/11/2027 09:00", 1, "25/11/2027 17:00"),
        ("23/04/2026 09:00", 5, "05/05/2026 17:00"),
        ("03/05/2024 09:00", 1, "04/05/2024 17:00"),
        ("25/04/2025 09:00", 2, "28/04/2025 17:00"),
        ("31/12/2025 16:59", 1, "05/01/2026 17:00"),
        ("20/11/2026 18:00", 1, "23/11/2026 17:00"),
        ("24/11/2026 09:00", 1, "25/11/2026 17:00"),
        ("29/12/2023 09:00", 0, None),
    ],
)
def test_working_days_end_at_closing_time(received, days, due):
    if due is None:
        with pytest.raises(CalendarMissing):
            wt.add_working_days(DESK, parse_time(received), days)
    else:
        assert wt.add_working_days(DESK, parse_time(received), days) == parse_time(due)


@pytest.mark.clause("LC-10.1.b#1")
@pytest.mark.parametrize(
    ("filed", "due"), [("20/11/2026 16:00", "23/11/2026 16:30"), ("21/11/2026 20:00", "25/11/2026 08:00")]
)
def test_eight_working_hours_from_filing(filed, due):
    assert wt.add_working_minutes(DESK, parse_time(filed), 8 * 60) == parse_time(due)


def test_filing_off_hours_starts_at_the_next_working_instant():
    assert wt.find_next_working_instant(DESK, parse_time("21/11/2026 20:00")) == parse_time("23/11/2026 07:30")
    assert wt.find_next_working_instant(DESK, parse_time("23/11/2026 12:00")) == parse_time("23/11/2026 13:30")
    assert wt.find_next_working_instant(DESK, parse_time("23/11/2026 17:00")) == parse_time("25/11/2026 07:30")


def test_culture_day_is_an_ordinary_day_before_its_law():
    assert wt.is_working_day(DESK, date(2025, 11, 24))
    assert not wt.is_working_day(DESK, date(2026, 11, 24))


@pytest.mark.parametrize(("year", "days"), [(2026, 249), (2027, 249)])
def test_working_days_of_the_year(year, days):
    assert wt.count_working_days(DESK, date(year, 1, 1), date(year, 12, 31)) == days


def test_saturday_reception_is_a_session_but_no_working_day():
    desk = build_saturday_desk()
    assert wt.is_reception_session(desk, parse_time("21/11/2026 08:00"))
    assert not wt.is_reception_session(DESK, parse_time("21/11/2026 08:00"))
    assert not wt.is_working_day(desk, date(2026, 11, 21))
    assert wt.add_working_minutes(desk, parse_time("21/11/2026 08:00"), 60) == parse_time("23/11/2026 08:30")


def test_a_date_may_have_reception_hours_of_its_own():
    usual = [OfficeHours(MORNING, WEEKDAYS), OfficeHours(AFTERNOON, WEEKDAYS)]
    saturdays = OfficeHours(MORNING, (6,), reception_only=True)
    afternoon = OfficeHours(AFTERNOON, on=date(2026, 11, 28), reception_only=True)
    desk = working_calendar.build_calendar(RULES.years, [*usual, saturdays, afternoon])
    assert wt.is_reception_session(desk, parse_time("28/11/2026 14:00"))
    assert not wt.is_reception_session(desk, parse_time("28/11/2026 08:00"))
    assert not wt.is_working_day(desk, date(2026, 11, 28))
    holiday = working_calendar.build_calendar(RULES.years, [*usual, saturdays])
    assert not wt.is_reception_session(holiday, parse_time("01/05/2027 08:00"))


def test_a_day_with_hours_of_its_own():
    half = OfficeHours(MORNING, on=date(2026, 12, 31))
    desk = working_calendar.build_calendar(
        RULES.years, [OfficeHours(MORNING, WEEKDAYS), OfficeHours(AFTERNOON, WEEKDAYS), half]
    )
    assert wt.add_working_days(desk, parse_time("30/12/2026 09:00"), 1) == parse_time("31/12/2026 11:30")
    assert wt.find_next_working_instant(desk, parse_time("31/12/2026 11:30")) == parse_time("04/01/2027 07:30")


@pytest.mark.parametrize(("days", "due"), [(1, "23/11/2026 17:00"), (4, "25/11/2026 17:00"), (10, "30/11/2026 17:00")])
def test_calendar_days_move_off_a_day_off(days, due):
    assert wt.add_calendar_days(DESK, parse_time("20/11/2026 10:00"), days) == parse_time(due)


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        ("31/01/2025 10:00", 1, "28/02/2025 17:00"),
        ("31/12/2025 10:00", 2, "02/03/2026 17:00"),
        ("15/10/2026 10:00", 3, "15/01/2027 17:00"),
    ],
)
def test_months_end_on_the_same_day_or_the_last(start, months, due):
    assert wt.add_months(DESK, parse_time(start), months) == parse_time(due)


def test_counting_back():
    assert wt.subtract_working_days(DESK, parse_time("26/11/2026 10:00"), 2) == parse_time("23/11/2026 17:00")
    assert wt.subtract_working_days(DESK, parse_time("22/11/2026 10:00"), 1) == parse_time("20/11/2026 17:00")
    assert wt.subtract_working_minutes(DESK, parse_time("25/11/2026 08:30"), 60) == parse_time("25/11/2026 07:30")
    assert wt.subtract_working_minutes(DESK, parse_time("25/11/2026 08:30"), 61) == parse_time("23/11/2026 16:59")
    assert wt.count_working_minutes(DESK, parse_time("25/11/2026 08:30"), parse_time("23/11/2026 16:59")) == -61


@pytest.mark.parametrize("text", ["29/12/2023 09:00", "02/01/2030 09:00"])
def test_years_without_a_calendar_are_refused_by_name(text):
    with pytest.raises(CalendarMissing) as refused:
        wt.add_working_days(DESK, parse_time(text), 1)
    assert text[6:10] in refused.value.text_vi


def test_running_off_the_last_year_is_refused():
    with pytest.raises(CalendarMissing, match="calendar_missing"):
        wt.add_working_days(DESK, parse_time("28/12/2029 09:00"), 2)
    with pytest.raises(CalendarMissing):
        wt.find_next_working_instant(DESK, parse_time("31/12/2029 18:00"))
    with pytest.raises(CalendarMissing):
        wt.subtract_working_minutes(DESK, parse_time("02/01/2024 07:30"), 1)


def test_years_to_come_are_provisional():
    assert wt.is_provisional(DESK, parse_time("03/02/2028 09:00"))
    assert not wt.is_provisional(DESK, parse_time("03/02/2027 09:00"))
    assert not wt.is_working_day(DESK, date(2028, 1, 26))


def test_impossible_shifts_and_calendars_are_refused():
    with pytest.raises(ValueError, match="before it closes"):
        Shift(time(17), time(8))
    with pytest.raises(ValueError, match="overlap"):
        working_calendar.build_calendar(
            RULES.years, [OfficeHours(MORNING, (1,)), OfficeHours(Shift(time(8), time(9)), (1,))]
        )
    with pytest.raises(ValueError, match="at least one"):
        working_calendar.build_calendar(RULES.years, [OfficeHours(MORNING, (6,), reception_only=True)])
    with pytest.raises(ValueError, match="without a gap"):
        working_calendar.build_calendar((YearDays(2024, ()), YearDays(2026, ())), [OfficeHours(MORNING, (1,))])
    with pytest.raises(ValueError, match="offset"):
        wt.find_next_working_instant(DESK, parse_time("20/11/2026 10:00").replace(tzinfo=None))
    with pytest.raises(ValueError, match="negative"):
        wt.add_working_minutes(DESK, parse_time("20/11/2026 10:00"), -1)


def test_instants_count_in_viet_nam_regardless_of_their_offset():
    evening = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)  # already Monday in Viet Nam
    assert wt.add_working_days(DESK, evening, 1) == parse_time("25/11/2026 17:00")


@given(INSTANTS, SPANS, SPANS)
def test_split_sums_meet(start, first, second):
    whole = wt.add_working_minutes(DESK, start, first + second)
    assert wt.add_working_minutes(DESK, wt.add_working_minutes(DESK, start, first), second) == whole


@given(INSTANTS, INSTANTS, SPANS, st.integers(1, 60))
def test_later_never_ends_earlier(one, other, minutes, days):
    early, late = sorted((one, other))
    assert wt.add_working_minutes(DESK, early, minutes) <= wt.add_working_minutes(DESK, late, minutes)
    assert wt.add_working_days(DESK, early, days) <= wt.add_working_days(DESK, late, days)


@given(INSTANTS, SPANS)
def test_never_ends_outside_a_shift_and_counts_back(start, minutes):
    end = wt.add_working_minutes(DESK, start, minutes)
    shifts = DESK.list_shifts(end.date())
    assert any(shift.opens < end.time() <= shift.closes for shift in shifts)
    assert wt.count_working_minutes(DESK, start, end) == minutes


@given(INSTANTS, st.integers(1, 60))
def test_days_counted_are_days_added(start, days):
    end = wt.add_working_days(DESK, start, days)
    assert wt.count_working_days(DESK, start, end) == days
    assert wt.is_working_day(DESK, end.date())


def _list_working_minutes(first: date, last: date) -> list[datetime]:
    """The oracle's data: each working minute by its start, found by asking every minute's day and hour."""
    off = {day.day for year in RULES.years for day in year.off}
    worked = {day.day for year in RULES.years for day in year.worked}
    minutes: list[datetime] = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(offset)
        if day in off or (day.weekday() > 4 and day not in worked):
            continue
        midnight = datetime.combine(day, time(), VIETNAM)
        minutes += [midnight + timedelta(minutes=m) for m in (*range(450, 690), *range(810, 1020))]
    return minutes


MINUTES = _list_working_minutes(date(2025, 12, 1), date(2027, 3, 31))
WORKED = sorted({minute.date() for minute in MINUTES})
ORACLE_INSTANTS = _draw_instants(date(2025, 12, 1), date(2027, 1, 31)).map(
    lambda instant: instant.replace(second=0, microsecond=0)
)


@settings(max_examples=300)
@given(ORACLE_INSTANTS, st.integers(1, 60 * 40), st.integers(1, 30))
def test_agrees_with_a_list_of_every_working_minute(start, minutes, days):
    last = MINUTES[bisect_left(MINUTES, start) + minutes - 1]
    assert wt.add_working_minutes(DESK, start, minutes) == last + timedelta(minutes=1)
    day = WORKED[bisect_right(WORKED, start.date()) + days - 1]
    assert wt.add_working_days(DESK, start, days) == datetime.combine(day, time(17), VIETNAM)


def test_a_holiday_wins_over_hours_of_its_own():
    years = (YearDays(2026, (DayOff(date(2026, 5, 1), "statutory", "Lao động", "Labour"),)),)
    hours = [OfficeHours(MORNING, WEEKDAYS), OfficeHours(AFTERNOON, on=date(2026, 5, 1))]
    assert working_calendar.build_calendar(years, hours).list_shifts(date(2026, 5, 1)) == ()
