"""An oracle for due dates that computes nothing: lists of every working minute, working day and day, looked up.

It shares no arithmetic, no calendar and no opening hours with the product; everything is spelled out here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

_OFF = {
    2024: "01-01 02-08 02-09 02-10 02-11 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03",
    2025: "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
    2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-26 04-27 04-30 05-01 08-31 09-01 09-02 11-24",
    2027: "01-01 02-04 02-05 02-06 02-07 02-08 02-09 02-10 04-16 04-30 05-01 05-03 09-02 09-03 11-24",
    2028: "01-01 01-03 01-25 01-26 01-27 01-28 01-29 01-31 04-04 04-30 05-01 05-02 09-01 09-02 09-04 11-24",
}
OFF = [f"{year}-{day}" for year, days in _OFF.items() for day in days.split()]
WORKED = ["2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"]
EARLY, LATE = ((7, 0), (11, 0), (13, 0), (17, 0)), ((7, 30), (11, 30), (13, 30), (17, 0))
MORNING_ONLY = ((7, 30), (11, 30))
HALF_DAYS = ["2024-12-31", "2025-12-31", "2026-02-13", "2026-12-31", "2027-02-03"]
Times = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class OracleOffice:
    """The hours of one province's office: usual, in summer (16 April to 15 October), and on half days."""

    usual: Times
    summer: Times = ()
    half_days: bool = False

    def times(self, day: date) -> Times:
        """Opening and closing times of a working day."""
        if self.half_days and day.isoformat() in HALF_DAYS:
            return MORNING_ONLY
        warm = (4, 16) <= (day.month, day.day) <= (10, 15)
        return self.summer if self.summer and warm else self.usual


OFFICES = {
    "hue": OracleOffice(EARLY),
    "vinh-long": OracleOffice(EARLY, half_days=True),
    "quang-ngai": OracleOffice(EARLY, summer=LATE),
    "thai-binh": OracleOffice(LATE, half_days=True),
    "lai-chau": OracleOffice(LATE, summer=EARLY, half_days=True),
}


def _list_days() -> Iterator[date]:
    day = date(2024, 1, 1)
    while day.year < 2029:
        yield day
        day += timedelta(days=1)


@dataclass
class DayLists:
    """Every day, every working day with its closing minute, and every working minute, in order."""

    office: OracleOffice
    days: list[date] = field(default_factory=lambda: list(_list_days()))
    working: list[date] = field(default_factory=list)
    closing: list[datetime] = field(default_factory=list)
    minutes: list[datetime] = field(default_factory=list)

    def __post_init__(self) -> None:
        for day in self.days:
            free = day.isoformat() in OFF or (day.weekday() > 4 and day.isoformat() not in WORKED)
            if not free:
                self._open(day)

    def _open(self, day: date) -> None:
        times = self.office.times(day)
        for opens, closes in zip(times[::2], times[1::2], strict=True):
            at, end = _build_time(day, opens), _build_time(day, closes)
            while at < end:
                self.minutes.append(at)
                at += timedelta(minutes=1)
        self.working.append(day)
        self.closing.append(_build_time(day, times[-1]))

    def after_minutes(self, start: datetime, count: int) -> datetime:
        """The end of the count-th working minute from an instant."""
        first = bisect_left(self.minutes, start)
        return self.minutes[first + count - 1] + timedelta(minutes=1)

    def minutes_between(self, since: datetime, until: datetime) -> int:
        """Working minutes that begin between two instants."""
        return bisect_left(self.minutes, until) - bisect_left(self.minutes, since)

    def after_days(self, start: date, count: int) -> datetime:
        """Closing time of the count-th working day after a day."""
        return self.closing[bisect_right(self.working, start) + count - 1]

    def days_between(self, since: date, until: date) -> int:
        """Working days after one day up to and including another."""
        return len([day for day in self.working[bisect_right(self.working, since) :][:400] if day <= until])

    def on_or_after(self, day: date) -> datetime:
        """Closing time of a day, or of the next working one."""
        return self.closing[bisect_left(self.working, day)]

    def later(self, day: date, count: int) -> date:
        """The day so many days later."""
        return self.days[self.days.index(day) + count]

    def months_later(self, day: date, count: int) -> date:
        """The same day so many months later, or the last of that month."""
        month = sorted({(each.year, each.month) for each in self.days if each >= day})[count]
        of_month = [each for each in self.days if (each.year, each.month) == month]
        return next((each for each in of_month if each.day == day.day), of_month[-1])

    def same_day(self, start: datetime) -> datetime:
        """Closing time of the working day that holds an instant, or of the next one."""
        return self.on_or_after(self.minutes[bisect_left(self.minutes, start)].date())


def _build_time(day: date, time: tuple[int, int]) -> datetime:
    return datetime(day.year, day.month, day.day, *time, tzinfo=UTC)
