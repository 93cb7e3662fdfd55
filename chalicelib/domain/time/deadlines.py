"""Compute when a limit ends, and how it was counted. Clocks, which carry limits through events, are in `clocks`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time import working_time
from chalicelib.domain.time.working_calendar import Calendar


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


class Outside(StrEnum):
    """In what way an instant is outside working time; the words are the scope of the rule `counting.day_of_receipt`."""

    OFF_HOURS = "off_hours"
    SESSION = "reception_session"


class ReceiptDay(StrEnum):
    """Which day is the day of receipt of a filing outside working time; that day is not counted."""

    OWN_DAY = "own_day"
    NEXT_WORKING_DAY = "next_working_day"


@dataclass(frozen=True, slots=True)
class CountingMethod:
    """How days are counted. `day_hours` is the length of a day in hours, 0 for the unit's own shifts; `off_hours` and
    `session` give the day of receipt of filings after work, and in a session that only receives dossiers."""

    method: DayMethod = DayMethod.WHOLE_DAYS
    day_hours: int = 0
    off_hours: ReceiptDay = ReceiptDay.OWN_DAY
    session: ReceiptDay = ReceiptDay.OWN_DAY

    def choose_receipt_day(self, outside: Outside) -> ReceiptDay:
        """Return the rule for the day of receipt of a filing outside working time."""
        return self.session if outside is Outside.SESSION else self.off_hours

    def is_by_days(self, duration: Duration) -> bool:
        """Return whether a limit runs by whole days, from the day after receipt."""
        elapsed = duration.unit is Unit.WORKING_DAY and self.method is DayMethod.ELAPSED
        return not elapsed and duration.unit in (Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH)

    def find_receipt_instant(self, calendar: Calendar, at: datetime) -> datetime:
        """Return the instant whose day is the day of receipt: `at`, or the opening of the next working day."""
        if self.off_hours is ReceiptDay.OWN_DAY and self.session is ReceiptDay.OWN_DAY:
            return at
        outside = find_outside_hours(calendar, at)
        if outside is None or self.choose_receipt_day(outside) is ReceiptDay.OWN_DAY:
            return at
        return working_time.find_next_working_instant(calendar, at)

    def count_minutes(self, calendar: Calendar, start: datetime, days: int) -> int:
        """Return so many days in working minutes, for a count that starts at `start`."""
        return days * (self.day_hours * 60 or calendar.count_day_minutes(start.astimezone(VIETNAM).date()))


WHOLE_DAYS = CountingMethod()


def find_outside_hours(calendar: Calendar, at: datetime) -> Outside | None:
    """Return in what way an instant is outside working time, when no work follows on its own day; None otherwise."""
    local = at.astimezone(VIETNAM)
    if working_time.find_next_working_instant(calendar, local).date() == local.date():
        return None
    return Outside.SESSION if working_time.is_reception_session(calendar, local) else Outside.OFF_HOURS


def calculate_due_from_receipt(
    calendar: Calendar,
    received: datetime,
    duration: Duration,
    same_day_cut_off: time | None = None,
    counting: CountingMethod = WHOLE_DAYS,
) -> datetime:
    """Return when a limit ends that a receipt starts: days are counted from the day after the day
    of receipt (147.2)."""
    start = counting.find_receipt_instant(calendar, received) if counting.is_by_days(duration) else received
    return calculate_due_time(calendar, start, duration, same_day_cut_off, counting)


def calculate_due_time(
    calendar: Calendar,
    start: datetime,
    duration: Duration,
    same_day_cut_off: time | None = None,
    counting: CountingMethod = WHOLE_DAYS,
) -> datetime:
    """Return when a limit ends that starts at `start` (Civil Code 147–148).

    Hours run from the instant itself; days and months from the day after. Day limits end at closing time, unless the
    rule has working days run by the hour. `same_day_cut_off` is for immediate procedures whose own law has one:
    received later than that, the result is due on the next working day. Raises CalendarMissing beyond the calendars
    loaded.
    """
    match duration.unit:
        case Unit.IMMEDIATE:
            return _calculate_immediate_due(calendar, start, same_day_cut_off)
        case Unit.WORKING_HOUR:
            return working_time.add_working_minutes(calendar, start, duration.value * 60)
        case Unit.WORKING_DAY if counting.method is DayMethod.ELAPSED:
            minutes = counting.count_minutes(calendar, start, duration.value)
            return working_time.add_working_minutes(calendar, start, minutes)
        case Unit.WORKING_DAY:
            return working_time.add_working_days(calendar, start, duration.value)
        case Unit.CALENDAR_DAY:
            return working_time.add_calendar_days(calendar, start, duration.value)
        case Unit.MONTH:
            return working_time.add_months(calendar, start, duration.value)


def _calculate_immediate_due(calendar: Calendar, start: datetime, cut_off: time | None) -> datetime:
    local = start.astimezone(VIETNAM)
    if cut_off and local.time() > cut_off and working_time.is_working_day(calendar, local.date()):
        return working_time.add_working_days(calendar, local, 1)
    return working_time.end_of_working_day(calendar, local)


NEXT_OPENING = "next_working_day_opening"
"""Value of the rule `transfer.paper_after_cut_off` for paper that comes in after the cut-off."""


def calculate_paper_transfer_due(calendar: Calendar, received_at: datetime, cut_off: time, after: str) -> datetime:
    """Return when a paper dossier must have been transferred: the same working day, or, received after the cut-off, the
    opening of the next one where the rule `after` says so (NĐ 61/2018 18.2)."""
    local = received_at.astimezone(VIETNAM)
    opens = working_time.find_next_working_instant(calendar, local)
    if opens.date() > local.date():
        return opens
    closes = working_time.end_of_working_day(calendar, local)
    if not is_after_cut_off(local, cut_off) or after != NEXT_OPENING:
        return closes
    return working_time.find_next_working_instant(calendar, closes)


def is_after_cut_off(received_at: datetime, cut_off: time) -> bool:
    """Return whether paper comes in too late on its day to be passed on within it."""
    return received_at.astimezone(VIETNAM).time() > cut_off


def calculate_notice_due(calendar: Calendar, due_at: datetime, calendar_days: int) -> datetime:
    """Return the last working moment to announce a delay so many calendar days before it (NĐ 61/2018 19.9).

    When the last permitted day is a day off, the notice must go out on the working day before it.
    """
    return working_time.close_on_or_before(calendar, due_at.astimezone(VIETNAM).date() - timedelta(calendar_days))


def calculate_extension_cap(duration: Duration, numerator: int, denominator: int) -> int:
    """Return the most units by which a limit may be extended in all, rounded down (HUE-14.4: one third)."""
    return duration.value * numerator // denominator


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of the answer to "how was this counted": its number, or why it does not count."""

    day: date
    number: int | None
    reason: str  # received | counted | weekend | holiday
    vi: str
    en: str


def explain_days(
    calendar: Calendar, since: datetime, due_at: datetime, receipt: datetime | None = None
) -> tuple[DayLine, ...]:
    """Return every day from reception to the due day: counted with its number, or skipped with the reason.

    Numbers are working days after the day of receipt, that of `receipt` where it is not that of `since`; hour limits
    use the same list to show which days were open at all. The swapped day off and the worked Saturday are named.
    """
    first, last = since.astimezone(VIETNAM).date(), due_at.astimezone(VIETNAM).date()
    taken = (receipt or since).astimezone(VIETNAM).date()
    days = (first + timedelta(offset) for offset in range((last - first).days + 1))
    return tuple(_describe_day(calendar, day, taken) for day in days)


def _describe_day(calendar: Calendar, day: date, first: date) -> DayLine:
    if off := calendar.off.get(day):
        return DayLine(day, None, "holiday", off.name_vi, off.name_en)
    if not calendar.list_shifts(day):
        return DayLine(day, None, "weekend", "Ngày nghỉ hằng tuần", "Weekly day off")
    if day < first:
        return DayLine(
            day, None, "received", "Nhận ngoài giờ làm việc, chưa tính", "Came in off hours, not counted yet"
        )
    if day == first:
        return DayLine(day, None, "received", "Ngày tiếp nhận, không tính", "Day of reception, not counted")
    number = working_time.count_working_days(calendar, first, day)
    if day in calendar.worked:
        vi, en = f"Ngày thứ {number} (làm bù)", f"Day {number} (worked in exchange)"
        return DayLine(day, number, "counted", vi, en)
    return DayLine(day, number, "counted", f"Ngày thứ {number}", f"Day {number}")


_OWN_VI = "ngày nhận vẫn là ngày tiếp nhận và không tính, thời hạn tính từ ngày liền kề."
_OWN_EN = "that day is the day of receipt and is not counted; the time runs from the next day."
_NEXT_VI = "coi như tiếp nhận vào ngày làm việc kế tiếp, ngày đó không tính."
_NEXT_EN = "it counts as received on the next working day, which is not counted."
_CAME = {
    Outside.OFF_HOURS: ("Hồ sơ nhận ngoài giờ làm việc", "Received outside working hours"),
    Outside.SESSION: ("Hồ sơ nhận trong buổi chỉ tiếp nhận", "Received in a session that only takes dossiers in"),
}


def describe_receipt_day(outside: Outside, day: ReceiptDay) -> tuple[str, str]:
    """Return in Vietnamese and English which day is the day of receipt of a filing outside working time."""
    vi, en = _CAME[outside]
    own = day is ReceiptDay.OWN_DAY
    return f"{vi}: {_OWN_VI if own else _NEXT_VI}", f"{en}: {_OWN_EN if own else _NEXT_EN}"
