"""The day of a filing, for tariffs that depend on days: how long ago a child was born, a person's age."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time.working_calendar import Calendar
from chalicelib.domain.time.working_time import is_working_day


@dataclass(frozen=True, slots=True)
class FilingDay:
    """The moment of a filing, and a source of the working days of the unit where it was filed; the days are loaded only
    where a tariff needs them."""

    at: datetime
    calendar: Callable[[], Calendar]

    @property
    def day(self) -> date:
        """The day of the filing."""
        return self.at.astimezone(VIETNAM).date()

    def count_since(self, answer: object, unit: str) -> int | None:
        """Return days, or whole "years", from the day of an answer to the filing; None for an answer that is
        not a day."""
        then = _read_day(answer)
        if then is None:
            return None
        return self.count_years_since(then) if unit == "years" else self.count_days_since(then)

    def count_days_since(self, then: date) -> int:
        """Return days from another day to the filing; the day after it is the first. A period that ended on one of the
        days off right before the filing has not ended yet (Bộ luật Dân sự 2015, 147.2, 148.5): it counts up to the
        first of these days."""
        reached, calendar = self.day, self.calendar()
        while not is_working_day(calendar, reached - timedelta(days=1)):
            reached -= timedelta(days=1)
        return (reached - then).days

    def count_years_since(self, then: date) -> int:
        """Return whole years from another day to the filing: the age of a person born that day."""
        day = self.day
        return day.year - then.year - ((day.month, day.day) < (then.month, then.day))


def _read_day(answer: object) -> date | None:
    """Return the day, in Vietnam, of an answer that is a day or a moment; None for any other."""
    if not isinstance(answer, str):
        return None
    try:
        if len(answer) == len("2026-01-01"):
            return date.fromisoformat(answer)
        return datetime.fromisoformat(answer).astimezone(VIETNAM).date()
    except (ValueError, OverflowError):
        return None  # drafts hold any typed text, moments at the ends of the calendar too
