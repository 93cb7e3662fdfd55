"""When a limit ends, and how it was counted. Clocks, which carry limits through events, are in `clocks`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from chalicelib.domain import worktime
from chalicelib.domain.timezone import VIETNAM
from chalicelib.domain.worktime import Calendar


class Unit(StrEnum):
    """How a limit is counted. `immediate` ends with the working day."""

    IMMEDIATE = "immediate"
    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Duration:
    """A limit: how many, of what. Immediate limits carry 0."""

    value: int
    unit: Unit

    def __post_init__(self) -> None:
        if (self.unit is Unit.IMMEDIATE) != (self.value == 0) or self.value < 0:
            raise ValueError(f"no such limit: {self.value} {self.unit}")


class DayMethod(StrEnum):
    """How a limit in working days is counted; the words are those of the rule `counting.day_method`."""

    WHOLE_DAYS = "whole_days_after_receipt"
    ELAPSED = "elapsed_working_hours"


@dataclass(frozen=True, slots=True)
class Counting:
    """How working days are counted. `day_hours` is what a day is worth in hours, 0 for the unit's own shifts."""

    method: DayMethod = DayMethod.WHOLE_DAYS
    day_hours: int = 0

    def minutes(self, calendar: Calendar, start: datetime, days: int) -> int:
        """So many days in working minutes, for a count that starts at `start`."""
        return days * (self.day_hours * 60 or calendar.day_minutes(start.astimezone(VIETNAM).date()))


WHOLE_DAYS = Counting()


def due(
    calendar: Calendar,
    start: datetime,
    duration: Duration,
    same_day_cut_off: time | None = None,
    counting: Counting = WHOLE_DAYS,
) -> datetime:
    """When a limit ends that starts at `start` (Civil Code 147–148).

    Hours run from the instant itself; days and months from the day after. Day limits end at closing time,
    unless the rule has working days run by the hour. `same_day_cut_off` is for immediate procedures whose
    own law has one: received later than that, the result is due on the next working day. Raises
    CalendarMissing beyond the calendars loaded.
    """
    match duration.unit:
        case Unit.IMMEDIATE:
            return _immediate(calendar, start, same_day_cut_off)
        case Unit.WORKING_HOUR:
            return worktime.add_working_minutes(calendar, start, duration.value * 60)
        case Unit.WORKING_DAY if counting.method is DayMethod.ELAPSED:
            minutes = counting.minutes(calendar, start, duration.value)
            return worktime.add_working_minutes(calendar, start, minutes)
        case Unit.WORKING_DAY:
            return worktime.add_working_days(calendar, start, duration.value)
        case Unit.CALENDAR_DAY:
            return worktime.add_calendar_days(calendar, start, duration.value)
        case Unit.MONTH:
            return worktime.add_months(calendar, start, duration.value)


def _immediate(calendar: Calendar, start: datetime, cut_off: time | None) -> datetime:
    local = start.astimezone(VIETNAM)
    if cut_off and local.time() > cut_off and worktime.is_working_day(calendar, local.date()):
        return worktime.add_working_days(calendar, local, 1)
    return worktime.end_of_working_day(calendar, local)


def transfer_due(calendar: Calendar, received_at: datetime, cut_off: time) -> datetime:
    """By when a paper dossier must have been transferred: the same working day, or, received after the
    cut-off, the opening of the next one (NĐ 61/2018 18.2). It never moves the resolution clock."""
    local = received_at.astimezone(VIETNAM)
    opens = worktime.next_working_instant(calendar, local)
    if opens.date() > local.date():
        return opens
    closes = worktime.end_of_working_day(calendar, local)
    return closes if local.time() <= cut_off else worktime.next_working_instant(calendar, closes)


def notice_due(calendar: Calendar, due_at: datetime, calendar_days: int) -> datetime:
    """Last working moment to announce a delay so many calendar days before it (NĐ 61/2018 19.9).

    When the last permitted day is a day off, the notice must go out on the working day before it.
    """
    return worktime.close_on_or_before(calendar, due_at.astimezone(VIETNAM).date() - timedelta(calendar_days))


def extension_cap(duration: Duration, numerator: int, denominator: int) -> int:
    """The most units a limit may be extended by in all, rounded down (HUE-14.4: one third)."""
    return duration.value * numerator // denominator


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of the answer to "how was this counted": its number, or why it does not count."""

    day: date
    number: int | None
    reason: str  # received | counted | weekend | holiday
    vi: str
    en: str


def explain(calendar: Calendar, since: datetime, due_at: datetime) -> tuple[DayLine, ...]:
    """Every day from reception to the due day: counted with its number, or skipped with the reason.

    Numbers are working days after the day of reception; hour limits use the same list to show which
    days were open at all. The swapped day off and the worked Saturday are named as such.
    """
    first, last = since.astimezone(VIETNAM).date(), due_at.astimezone(VIETNAM).date()
    days = (first + timedelta(offset) for offset in range((last - first).days + 1))
    return tuple(_day_line(calendar, day, first) for day in days)


def _day_line(calendar: Calendar, day: date, first: date) -> DayLine:
    if off := calendar.off.get(day):
        return DayLine(day, None, "holiday", off.name_vi, off.name_en)
    if not calendar.shifts_on(day):
        return DayLine(day, None, "weekend", "Ngày nghỉ hằng tuần", "Weekly day off")
    if day == first:
        return DayLine(day, None, "received", "Ngày tiếp nhận, không tính", "Day of reception, not counted")
    number = worktime.count_working_days(calendar, first, day)
    if day in calendar.worked:
        vi, en = f"Ngày thứ {number} (làm bù)", f"Day {number} (worked in exchange)"
        return DayLine(day, number, "counted", vi, en)
    return DayLine(day, number, "counted", f"Ngày thứ {number}", f"Day {number}")
