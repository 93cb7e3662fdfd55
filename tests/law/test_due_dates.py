"""Due dates of the engine against the lists of the oracle, on random cases of every province."""

from __future__ import annotations

import random
from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest

from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time import clocks
from chalicelib.domain.time.clocks import Clock, SupplementEffect
from chalicelib.domain.time.deadlines import CountingMethod, DayMethod, Duration, ReceiptDay, Unit
from chalicelib.domain.time.working_calendar import Calendar, OfficeHours, build_calendar
from chalicelib.domain.time.working_timeline import Shift
from tests.conftest import SIZE
from tests.law.calendars import RULES, WEEKDAYS
from tests.law.oracle import HALF_DAYS, MORNING_ONLY, OFF, OFFICES, WORKED, DayLists, OracleOffice, Times

CASES = 2_000 if SIZE == "small" else 20_000
LONGEST = {
    Unit.IMMEDIATE: 0, Unit.WORKING_HOUR: 120, Unit.WORKING_DAY: 45, Unit.CALENDAR_DAY: 60, Unit.MONTH: 4,
}  # fmt: skip
NOTED = [*OFF, *WORKED, *HALF_DAYS, "2024-12-31", "2025-06-30", "2025-07-01", "2027-12-31", "2024-02-29"]


def _build_calendar(office: OracleOffice) -> Calendar:
    lines = [OfficeHours(shift, WEEKDAYS) for shift in _build_shifts(office.usual)]
    lines += [OfficeHours(shift, WEEKDAYS, season=((4, 16), (10, 15))) for shift in _build_shifts(office.summer)]
    lines += [OfficeHours(shift, (6,), reception_only=True) for shift in _build_shifts(MORNING_ONLY)]
    if office.half_days:
        days = [date.fromisoformat(day) for day in HALF_DAYS]
        lines += [OfficeHours(shift, on=day) for shift in _build_shifts(MORNING_ONLY) for day in days]
    return build_calendar(RULES.years, lines)


def _build_shifts(times: Times) -> list[Shift]:
    return [Shift(time(*opens), time(*closes)) for opens, closes in zip(times[::2], times[1::2], strict=True)]


@dataclass(frozen=True)
class LimitCase:
    """A limit, how it is counted, and what happens: waits, each with its effect, then an extension."""

    start: datetime
    duration: Duration
    counting: CountingMethod
    waits: tuple[tuple[datetime, datetime, SupplementEffect], ...]
    extension: int


def _draw_case(rng: random.Random) -> LimitCase:
    start = _draw_instant(rng, date(2024, 1, 1), 1200)
    unit = rng.choice(list(LONGEST))
    duration = Duration(rng.randint(1, LONGEST[unit]) if LONGEST[unit] else 0, unit)
    method = rng.choice(list(DayMethod)) if unit is Unit.WORKING_DAY else DayMethod.WHOLE_DAYS
    day = rng.choice(list(ReceiptDay))  # of sessions too: which is which is looked at elsewhere
    counting = CountingMethod(method, rng.choice((0, 8)) if method is DayMethod.ELAPSED else 0, day, day)
    waits, at = [], start
    for _ in range(rng.choice((0, 0, 1, 2, 3))):
        since = at + timedelta(minutes=rng.randint(1, 7_000))
        at = since + timedelta(minutes=rng.randint(1, 30_000))
        waits.append((since, at, rng.choice(list(SupplementEffect))))
    return LimitCase(start, duration, counting, tuple(waits), rng.choice((0, 0, 1, 3, 10)))


def _draw_instant(rng: random.Random, first: date, days: int) -> datetime:
    """Any minute of the years; one in three on or next to a special day, one in five at night."""
    day = first + timedelta(days=rng.randint(0, days))
    if rng.random() < 0.35:
        day = date.fromisoformat(rng.choice([each for each in NOTED if each < "2027-05"]))
        day = max(day + timedelta(days=rng.randint(-2, 2)), first)
    hour = rng.choice((0, 3, 6, 18, 23)) if rng.random() < 0.2 else rng.randint(6, 18)
    return datetime(day.year, day.month, day.day, hour, rng.choice((0, 29, 30, 31, 59)), tzinfo=VIETNAM)


def _calculate_by_engine(calendar: Calendar, case: LimitCase) -> Clock:
    clock = clocks.start_clock(calendar, "resolution", case.start, case.duration, counting=case.counting)
    for since, until, effect in case.waits:
        clock = clocks.resume_after_supplement(calendar, clocks.wait_for_supplement(clock, since), until, effect)
    return clocks.extend_clock(calendar, clock, case.extension) if case.extension else clock


def _look_up_due(lists: DayLists, case: LimitCase) -> tuple[datetime, datetime, datetime]:
    """Original, present and index due time, read from the lists."""
    original = due = index = _find_begun(lists, case.start, case)
    for since, until, effect in case.waits:
        index = _move_due(lists, case, index, since, until)
        if effect is SupplementEffect.RESTART:
            due = _find_begun(lists, until, case)
        elif effect is SupplementEffect.PAUSE:
            due = _move_due(lists, case, due, since, until)
    if case.extension:
        unit = Unit.WORKING_DAY if case.duration.unit is Unit.IMMEDIATE else case.duration.unit
        due = _find_end(lists, due, Duration(case.extension, unit), case.counting)
    return original, due, index


def _find_begun(lists: DayLists, received: datetime, case: LimitCase) -> datetime:
    """The end of a limit that a receipt starts; its day may be that of the next working minute."""
    by_days = case.duration.unit in (Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH)
    if case.counting.off_hours is ReceiptDay.OWN_DAY or case.counting.method is DayMethod.ELAPSED or not by_days:
        return _find_end(lists, received, case.duration, case.counting)
    opens = lists.minutes[bisect_left(lists.minutes, _remove_zone(received))]
    return _find_end(lists, opens, case.duration, case.counting)


def _find_end(lists: DayLists, start: datetime, duration: Duration, counting: CountingMethod) -> datetime:
    at, day = _remove_zone(start), _remove_zone(start).date()
    if duration.unit is Unit.IMMEDIATE:
        return lists.same_day(at)
    if duration.unit is Unit.WORKING_HOUR:
        return lists.after_minutes(at, len(range(duration.value)) * 60)
    if duration.unit is Unit.CALENDAR_DAY:
        return lists.on_or_after(lists.later(day, duration.value))
    if duration.unit is Unit.MONTH:
        return lists.on_or_after(lists.months_later(day, duration.value))
    if counting.method is DayMethod.ELAPSED:
        worth = counting.day_hours * 60 or _measure_full_day(lists.office, day)
        return lists.after_minutes(at, duration.value * worth)
    return lists.after_days(day, duration.value)


def _measure_full_day(office: OracleOffice, day: date) -> int:
    """Minutes of a full day at that time of the year: counted out, 8 or 7½ hours."""
    warm = bool(office.summer) and (4, 16) <= (day.month, day.day) <= (10, 15)
    return {(7, 0): 480, (7, 30): 450}[(office.summer if warm else office.usual)[0]]


def _move_due(lists: DayLists, case: LimitCase, due: datetime, since: datetime, until: datetime) -> datetime:
    unit = case.duration.unit
    if unit is Unit.WORKING_HOUR or case.counting.method is DayMethod.ELAPSED:
        waited = lists.minutes_between(_remove_zone(since), _remove_zone(until))
        return lists.after_minutes(_remove_zone(due), waited) if waited else due
    first, last = _remove_zone(since).date(), _remove_zone(until).date()
    if unit in (Unit.CALENDAR_DAY, Unit.MONTH):
        days = lists.days.index(last) - lists.days.index(first)
        return lists.on_or_after(lists.later(_remove_zone(due).date(), days)) if days else due
    days = lists.days_between(first, last)
    return lists.after_days(_remove_zone(due).date(), days) if days else due


def _remove_zone(instant: datetime) -> datetime:
    """The wall clock of Viet Nam as the lists hold it."""
    return instant.replace(tzinfo=UTC) if instant.tzinfo is not UTC else instant


@pytest.mark.parametrize("province", OFFICES)
def test_every_due_date_is_where_the_lists_have_it(province):
    rng = random.Random(f"{province} {CASES}")  # noqa: S311 - made-up cases, the same in every run
    calendar, lists = _build_calendar(OFFICES[province]), DayLists(OFFICES[province])
    for _ in range(CASES):
        case = _draw_case(rng)
        clock = _calculate_by_engine(calendar, case)
        found = tuple(_remove_zone(each) for each in (clock.original_due_at, clock.due_at, clock.index_due_at))
        assert found == _look_up_due(lists, case), case


def test_elapsed_hours_take_the_units_own_day_unless_the_rule_says_eight():
    calendar = _build_calendar(OFFICES["thai-binh"])
    start = datetime(2026, 11, 20, 15, 30, tzinfo=VIETNAM)  # a Friday; Tuesday the 24th is Culture Day
    own = clocks.start_clock(
        calendar, "x", start, Duration(2, Unit.WORKING_DAY), counting=CountingMethod(DayMethod.ELAPSED)
    )
    eight = clocks.start_clock(
        calendar, "x", start, Duration(2, Unit.WORKING_DAY), counting=CountingMethod(DayMethod.ELAPSED, 8)
    )
    whole = clocks.start_clock(calendar, "x", start, Duration(2, Unit.WORKING_DAY))
    assert own.due_at == datetime(2026, 11, 25, 15, 30, tzinfo=VIETNAM)
    assert eight.due_at == datetime(2026, 11, 25, 16, 30, tzinfo=VIETNAM)
    assert whole.due_at == datetime(2026, 11, 25, 17, 0, tzinfo=VIETNAM)


def test_a_clock_remembers_how_it_counts():
    calendar = _build_calendar(OFFICES["hue"])
    counting = CountingMethod(DayMethod.ELAPSED, 8)
    start = datetime(2026, 11, 20, 9, 0, tzinfo=VIETNAM)
    clock = clocks.start_clock(calendar, "x", start, Duration(2, Unit.WORKING_DAY), counting=counting)
    assert Clock.from_dict(clock.to_dict()) == clock
    assert "counting" not in clocks.start_clock(calendar, "x", start, Duration(2, Unit.WORKING_DAY)).to_dict()
