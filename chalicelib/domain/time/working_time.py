"""Working-time arithmetic of one unit: shifts, weekends, holidays and swapped days.

Values and pure functions. Instants are aware; days are days in Viet Nam. A year without a calendar raises a refusal
that names it; a year without its yearly decision is provisional.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta

from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time.working_calendar import Calendar

_MINUTE = 60_000_000


def _localise_instant(calendar: Calendar, instant: datetime) -> datetime:
    """Return the instant in Viet Nam, its year covered. Naive instants are a programming error."""
    if instant.tzinfo is None:
        raise ValueError("instants must carry their offset")
    local = instant.astimezone(VIETNAM)
    if not calendar.years[0].year <= local.year <= calendar.years[-1].year:
        raise calendar.build_missing_year(local.year)
    return local


def _require_covered_day(calendar: Calendar, instant: date) -> date:
    day = _localise_instant(calendar, instant).date() if isinstance(instant, datetime) else instant
    if not calendar.years[0].year <= day.year <= calendar.years[-1].year:
        raise calendar.build_missing_year(day.year)
    return day


def _require_covered(calendar: Calendar, found: datetime | None, year: int) -> datetime:
    if found is None:
        raise calendar.build_missing_year(year)
    return found


def _find_closing_time(calendar: Calendar, index: int) -> datetime:
    """Return the closing time of the working day with this index; off either end is a year not covered."""
    closing = calendar.line.closing
    if index < 0:
        raise calendar.build_missing_year(calendar.years[0].year - 1)
    if index >= len(closing):
        raise calendar.build_missing_year(calendar.years[-1].year + 1)
    return closing[index]


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Return whether the unit works on that day, swapped days included. Reception alone is not work."""
    line, day = calendar.line, _require_covered_day(calendar, day)
    rank = line.rank_day(day)
    return rank > 0 and line.days[rank - 1] == day


def is_reception_session(calendar: Calendar, instant: datetime) -> bool:
    """Return whether the instant is in hours in which the desk receives dossiers without working
    (a Saturday morning)."""
    local = _localise_instant(calendar, instant)
    return any(shift.opens <= local.time() < shift.closes for shift in calendar.list_reception_shifts(local.date()))


def find_next_working_instant(calendar: Calendar, instant: datetime) -> datetime:
    """Return the instant itself inside a shift, else the next opening time (LC-10.1.b: filing outside hours)."""
    local = _localise_instant(calendar, instant)
    return _require_covered(
        calendar, calendar.line.find_last_instant(calendar.line.measure_position(local)), calendar.years[-1].year + 1
    )


def add_working_minutes(calendar: Calendar, instant: datetime, minutes: int) -> datetime:
    """Return the instant after so many working minutes, counted from the instant itself (Civil Code 147.1).

    Time outside shifts does not count. A span that ends with a shift ends at its closing time.
    """
    if minutes < 0:
        raise ValueError("minutes must not be negative; use subtract_working_minutes")
    if minutes == 0:
        return find_next_working_instant(calendar, instant)
    position = calendar.line.measure_position(_localise_instant(calendar, instant)) + minutes * _MINUTE
    return _require_covered(calendar, calendar.line.find_first_instant(position), calendar.years[-1].year + 1)


def subtract_working_minutes(calendar: Calendar, instant: datetime, minutes: int) -> datetime:
    """Return the last instant from which so many working minutes still fit before `instant`."""
    if minutes < 0:
        raise ValueError("minutes must not be negative; use add_working_minutes")
    position = calendar.line.measure_position(_localise_instant(calendar, instant)) - minutes * _MINUTE
    return _require_covered(calendar, calendar.line.find_last_instant(position), calendar.years[0].year - 1)


def count_working_minutes(calendar: Calendar, since: datetime, until: datetime) -> int:
    """Return whole working minutes from one instant to the other; negative when `until` is the earlier."""
    passed = calendar.line.measure_position(_localise_instant(calendar, until)) - calendar.line.measure_position(
        _localise_instant(calendar, since)
    )
    return passed // _MINUTE if passed >= 0 else -(-passed // _MINUTE)


def add_working_days(calendar: Calendar, start: datetime, days: int) -> datetime:
    """Return the closing time of the nth working day after the day of `start`, which is not counted (147.2, 148).

    `days` 0 asks for the end of the working day itself.
    """
    if days < 0:
        raise ValueError("days must not be negative; use subtract_working_days")
    if days == 0:
        return end_of_working_day(calendar, start)
    return _find_closing_time(calendar, calendar.line.rank_day(_localise_instant(calendar, start).date()) + days - 1)


def subtract_working_days(calendar: Calendar, end: datetime, days: int) -> datetime:
    """Return the closing time of the nth working day before the day of `end`: the last moment to act before it."""
    if days < 1:
        raise ValueError("days must be at least 1")
    day = _localise_instant(calendar, end).date()
    before = calendar.line.rank_day(day) - (1 if is_working_day(calendar, day) else 0)
    return _find_closing_time(calendar, before - days)


def count_working_days(calendar: Calendar, since: date, until: date) -> int:
    """Return the working days after the day of `since` up to and including the day of `until`; negative backwards."""
    return calendar.line.rank_day(_require_covered_day(calendar, until)) - calendar.line.rank_day(
        _require_covered_day(calendar, since)
    )


def add_calendar_days(calendar: Calendar, start: datetime, days: int) -> datetime:
    """Return the end of the nth day after the day of `start`; a last day off moves to the next working day (148.5).

    The period ends at midnight by the Code; its practical end is that day's closing time.
    """
    return close_on_or_after(calendar, _localise_instant(calendar, start).date() + timedelta(days=days))


def add_months(calendar: Calendar, start: datetime, months: int) -> datetime:
    """Return the end of the same day so many months on, or of the month's last day where it has no such day (148.3)."""
    day = _localise_instant(calendar, start).date()
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return close_on_or_after(calendar, date(year, month + 1, min(day.day, last)))


def close_on_or_after(calendar: Calendar, day: date) -> datetime:
    """Return the closing time of that day, or of the next working day when it is a day off."""
    rank = calendar.line.rank_day(_require_covered_day(calendar, day))
    return _find_closing_time(calendar, rank - 1 if is_working_day(calendar, day) else rank)


def close_on_or_before(calendar: Calendar, day: date) -> datetime:
    """Return the closing time of that day, or of the last working day before it when it is a day off."""
    return _find_closing_time(calendar, calendar.line.rank_day(_require_covered_day(calendar, day)) - 1)


def end_of_working_day(calendar: Calendar, instant: datetime) -> datetime:
    """Return the closing time of the working day that contains the instant or opens next."""
    return close_on_or_after(calendar, find_next_working_instant(calendar, instant).date())


def is_provisional(calendar: Calendar, instant: datetime) -> bool:
    """Return whether the instant is in a year without a known yearly decision."""
    return _localise_instant(calendar, instant).year in calendar.provisional_years
