"""The calendar of one unit: its days off, worked days, opening hours and seasons, as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from chalicelib.domain.shared.errors import Refusal, RefusalKind
from chalicelib.domain.time.working_timeline import Shift, Shifts, WorkLine, measure_shift, refuse_overlap

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
        return self.find_reception_week(day)[day.weekday()]

    def find_reception_week(self, day: date) -> Week:
        """Return the weekly hours of reception without working time that apply on a day."""
        return next((season.reception for season in self.seasons if season.has_day(day)), self.reception)

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
