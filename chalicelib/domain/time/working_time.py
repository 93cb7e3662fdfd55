"""Working-time arithmetic of one unit: shifts, weekends, holidays and swapped days.

Values and pure functions. Instants are aware; days are days in Viet Nam. A year without a calendar raises a refusal
that names it; a year without its yearly decision is provisional.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from chalicelib.domain.shared.errors import Refusal, RefusalKind
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time.working_timeline import Shift as Shift
from chalicelib.domain.time.working_timeline import Shifts, WorkLine, measure_shift, refuse_overlap

_MINUTE = 60_000_000
Week = tuple[Shifts, Shifts, Shifts, Shifts, Shifts, Shifts, Shifts]
NO_HOURS: Week = ((), (), (), (), (), (), ())
MonthDay = tuple[int, int]


class CalendarMissing(Refusal):
    """A computation reached a year without a loaded calendar; nothing is guessed."""

    code = "calendar_missing"
    kind = RefusalKind.INVALID
    vi = "Chưa có lịch làm việc năm {year}; hiện có lịch từ năm {first} đến năm {last}."
    en = "There is no working calendar for {year}; calendars cover {first} to {last}."


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day off by law or by the yearly decision; `kind` is statutory, lieu or swap."""

    day: date
    kind: str
    name_vi: str
    name_en: str


@dataclass(frozen=True, slots=True)
class WorkedDay:
    """A weekly day off that is worked in exchange for `in_lieu_of`, with that day's shifts."""

    day: date
    in_lieu_of: date


@dataclass(frozen=True, slots=True)
class YearDays:
    """The days off and worked of one year; provisional while its yearly decision is not known."""

    year: int
    off: tuple[DayOff, ...]
    worked: tuple[WorkedDay, ...] = ()
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """One line of a unit's opening hours: a shift on ISO weekdays 1–7, or on one date of its own.

    In `reception_only` hours dossiers are received without working time (a Saturday morning desk). The `on` lines of a
    date replace its working hours, its `reception_only` ones its reception hours. Lines with a `season`, its first and
    last (month, day), replace the others between these days, over New Year too.
    """

    shift: Shift
    days: tuple[int, ...] = ()
    reception_only: bool = False
    on: date | None = None
    season: tuple[MonthDay, MonthDay] | None = None


@dataclass(frozen=True, slots=True)
class Season:
    """Weekly hours of a part of the year, both ends included."""

    first: MonthDay
    last: MonthDay
    week: Week
    reception: Week

    def has_day(self, day: date) -> bool:
        """Return whether the day is in the season, which may run over New Year."""
        at = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last


@dataclass(frozen=True)
class Calendar:
    """The working time of one unit over a run of years. Weekday 0 is Monday."""

    years: tuple[YearDays, ...]
    week: Week
    reception: Week = NO_HOURS
    special: Mapping[date, Shifts] = field(default_factory=dict)
    seasons: tuple[Season, ...] = ()
    special_reception: Mapping[date, Shifts] = field(default_factory=dict)

    def __post_init__(self) -> None:
        numbers = [year.year for year in self.years]
        if not numbers or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            raise ValueError(f"calendar years must follow one another without a gap: {numbers}")
        weeks = [self.week, *(season.week for season in self.seasons)]
        if not any(any(week) for week in weeks):
            raise ValueError("a calendar needs at least one working shift in the week")
        receptions = [self.reception, *(season.reception for season in self.seasons)]
        dated = [tuple(special.values()) for special in (self.special, self.special_reception)]
        for shifts in (shifts for week in (*weeks, *receptions, *dated) for shifts in week):
            refuse_overlap(shifts)

    @cached_property
    def off(self) -> Mapping[date, DayOff]:
        """Every day off by law or decision, by date."""
        return {day.day: day for year in self.years for day in year.off}

    @cached_property
    def worked(self) -> Mapping[date, WorkedDay]:
        """Every weekly day off that is worked, by date."""
        return {day.day: day for year in self.years for day in year.worked}

    @cached_property
    def provisional_years(self) -> frozenset[int]:
        """Years without a known yearly decision; due dates there may still move."""
        return frozenset(year.year for year in self.years if year.provisional)

    @cached_property
    def line(self) -> WorkLine:
        """The timeline of all working time, built once per calendar."""
        first, last = date(self.years[0].year, 1, 1), date(self.years[-1].year, 12, 31)
        return WorkLine.build_line(first, last, self.list_shifts)

    def list_shifts(self, day: date) -> Shifts:
        """Return the working shifts of one day: none on a day off; a worked Saturday has the swapped day's."""
        if day in self.off:
            return ()
        if day in self.special:
            return self.special[day]
        swap = self.worked.get(day)
        return self.find_week(day)[(swap.in_lieu_of if swap else day).weekday()]

    def find_week(self, day: date) -> Week:
        """Return the weekly hours that apply on a day: those of its season, if it is in one."""
        return next((season.week for season in self.seasons if season.has_day(day)), self.week)

    def list_reception_shifts(self, day: date) -> Shifts:
        """Return the hours of the day in which dossiers are received without working time; none on a day off."""
        if day in self.off:
            return ()
        if day in self.special_reception:
            return self.special_reception[day]
        week = next((season.reception for season in self.seasons if season.has_day(day)), self.reception)
        return week[day.weekday()]

    def count_day_minutes(self, day: date) -> int:
        """Return the working minutes of the unit's full day at that time of the year: its longest day of the week."""
        return max(sum(measure_shift(shift) for shift in shifts) for shifts in self.find_week(day))

    def build_missing_year(self, year: int) -> CalendarMissing:
        """Return the refusal that names a year which is not covered."""
        return CalendarMissing(year=year, first=self.years[0].year, last=self.years[-1].year)


def build_calendar(years: Iterable[YearDays], hours: Iterable[OfficeHours]) -> Calendar:
    """Return the calendar of a unit with these opening hours. Raise ValueError on overlapping or no hours."""
    hours = tuple(hours)
    worked = [line for line in hours if not line.reception_only]
    reception = [line for line in hours if line.reception_only]
    seasons = dict.fromkeys(line.season for line in hours if line.season)
    return Calendar(
        tuple(years), _build_week(worked), _build_week(reception), _group_by_date(worked),
        tuple(Season(*season, _build_week(worked, season), _build_week(reception, season)) for season in seasons),
        _group_by_date(reception),
    )  # fmt: skip


def _group_by_date(hours: Iterable[OfficeHours]) -> dict[date, Shifts]:
    """Return the shifts of single dates."""
    found: dict[date, Shifts] = {}
    for line in hours:
        if line.on is not None:
            found[line.on] = (*found.get(line.on, ()), line.shift)
    return found


def _build_week(hours: Iterable[OfficeHours], season: tuple[MonthDay, MonthDay] | None = None) -> Week:
    lines = tuple(line for line in hours if line.on is None and line.season == season)
    mon, tue, wed, thu, fri, sat, sun = (
        tuple(sorted(line.shift for line in lines if weekday in line.days)) for weekday in range(1, 8)
    )
    return (mon, tue, wed, thu, fri, sat, sun)


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
