"""The timeline of working time: every shift of a calendar joined end to end, and look-ups on it.

Built once per calendar. Positions are microseconds of working time since the first covered day; instants are
microseconds since its midnight. Whole numbers only, so nothing is ever rounded.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from chalicelib.domain.shared.timezone import VIETNAM

_DAY = 24 * 60 * 60 * 1_000_000


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """One stretch of working time inside a day; the closing instant itself is no longer working time."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError(f"a shift must open before it closes: {self.opens}–{self.closes}")


Shifts = tuple[Shift, ...]


def measure_shift(shift: Shift) -> int:
    """Whole minutes of a shift."""
    return (_measure_day_time(shift.closes) - _measure_day_time(shift.opens)) // 60_000_000


def refuse_overlap(shifts: Shifts) -> None:
    """Raise ValueError when two shifts of one day overlap."""
    ordered = sorted(shifts)
    for earlier, later in pairwise(ordered):
        if later.opens < earlier.closes:
            times = (f"{each.opens:%H:%M}–{each.closes:%H:%M}" for each in (earlier, later))
            raise ValueError(f"shifts overlap: {' and '.join(times)}")


def _measure_day_time(moment: time | datetime) -> int:
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    return seconds * 1_000_000 + moment.microsecond


@dataclass(slots=True)
class WorkLine:
    """Parallel lists: one entry per day, per working day, or per shift."""

    first: int  # ordinal of the first day
    ranks: list[int] = field(default_factory=list)  # working days up to and including each day
    days: list[date] = field(default_factory=list)  # the working days
    closing: list[datetime] = field(default_factory=list)  # closing time of each working day
    opens: list[int] = field(default_factory=list)  # instant at which each shift opens
    starts: list[int] = field(default_factory=list)  # position at which each shift starts
    ends: list[int] = field(default_factory=list)  # position at which each shift ends

    @classmethod
    def build_line(cls, first: date, last: date, shifts_on: Callable[[date], Shifts]) -> WorkLine:
        """Build the timeline of every shift from the first to the last day, in order."""
        line = cls(first.toordinal())
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            day = date.fromordinal(ordinal)
            line._append_day(day, shifts_on(day))
        return line

    def _append_day(self, day: date, shifts: Shifts) -> None:
        if shifts:
            self.days.append(day)
            self.closing.append(datetime.combine(day, max(shifts).closes, VIETNAM))
        self.ranks.append(len(self.days))
        midnight = (day.toordinal() - self.first) * _DAY
        for shift in sorted(shifts):
            opens, start = _measure_day_time(shift.opens), self.ends[-1] if self.ends else 0
            self.opens.append(midnight + opens)
            self.starts.append(start)
            self.ends.append(start + _measure_day_time(shift.closes) - opens)

    def rank_day(self, day: date) -> int:
        """Return how many working days there are up to and including a covered day."""
        return self.ranks[day.toordinal() - self.first]

    def measure_position(self, local: datetime) -> int:
        """Return how much working time has passed at a local instant."""
        instant = (local.toordinal() - self.first) * _DAY + _measure_day_time(local)
        i = bisect_right(self.opens, instant) - 1
        return 0 if i < 0 else min(self.starts[i] + instant - self.opens[i], self.ends[i])

    def find_first_instant(self, position: int) -> datetime | None:
        """Return the first instant at which so much working time has passed: a closing time, where it is one."""
        i = bisect_left(self.ends, position)
        return None if i == len(self.ends) else self._restore_instant(i, position)

    def find_last_instant(self, position: int) -> datetime | None:
        """Return the last instant before more working time passes: an opening time, where it is one."""
        i = bisect_right(self.starts, position) - 1
        return None if i < 0 or position >= self.ends[i] else self._restore_instant(i, position)

    def _restore_instant(self, index: int, position: int) -> datetime:
        days, rest = divmod(self.opens[index] + position - self.starts[index], _DAY)
        midnight = datetime.combine(date.fromordinal(self.first + days), time(), VIETNAM)
        return midnight + timedelta(microseconds=rest)
