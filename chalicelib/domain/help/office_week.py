"""A week's office hours in words: "thứ Hai đến thứ Sáu 07:00–11:00, 13:00–17:00"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chalicelib.domain.catalogue.agencies import OpeningHours
from chalicelib.domain.time.working_timeline import Shift

DAYS: Mapping[str, Sequence[str]] = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
"""Days of the week by language, Monday first."""


def write_week(week: Sequence[Sequence[Shift]], language: str) -> str:
    """Return the hours of the seven days from Monday on; empty where no day has any. Days with the same hours are named
    together."""
    days: dict[tuple[Shift, ...], list[int]] = {}
    for day, shifts in enumerate(week):
        if shifts:
            days.setdefault(tuple(shifts), []).append(day)
    return "; ".join(
        f"{_name_days(named, language)} {', '.join(map(write_shift, shifts))}" for shifts, named in days.items()
    )


def write_opening(hours: Sequence[OpeningHours], language: str) -> str:
    """Return a unit's usual opening hours; empty where it has none."""
    week: list[list[Shift]] = [[] for _ in DAYS[language]]
    for row in hours:
        for day in row.days:
            week[day - 1].append(Shift(row.open, row.close))
    return write_week(week, language)


def write_shift(shift: Shift) -> str:
    """Return one stretch of opening time: "07:00–11:00"."""
    return f"{shift.opens:%H:%M}–{shift.closes:%H:%M}"


def _name_days(days: Sequence[int], language: str) -> str:
    names = [DAYS[language][day] for day in days]
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{names[0]} {'đến' if language == 'vi' else 'to'} {names[-1]}"
    return ", ".join(names)
