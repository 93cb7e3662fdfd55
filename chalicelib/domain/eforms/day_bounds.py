"""The first and the last valid day of a question: a fixed day, or one counted from today.

The web app reads the same bounds (`web/src/eform/day_bounds.ts`); both are held to the examples of
`tests/data/typed.json`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.domain.shared.errors import FieldError
from chalicelib.domain.shared.timezone import VIETNAM

NOW = "now"
"""The bound of a question for an instant: not later than this moment."""
TODAY = "today"

_FROM_TODAY = re.compile(rf"{TODAY}(?:(?P<sign>[+-])(?P<count>[1-9][0-9]{{0,3}})(?P<unit>[dy]))?")

TEXTS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("too_early", ""): ("{vi} không được trước {limit}", "{en} cannot be before {limit}"),
    ("too_early", TODAY): ("{vi} không được trước hôm nay, {limit}", "{en} cannot be before today, {limit}"),
    ("too_late", ""): ("{vi} không được sau {limit}", "{en} cannot be after {limit}"),
    ("too_late", TODAY): ("{vi} không được sau hôm nay, {limit}", "{en} cannot be after today, {limit}"),
    ("in_future", NOW): ("{vi} không được sau lúc này, {limit}", "{en} cannot be after this moment, {limit}"),
}
"""Messages for a day outside its bounds, by code and by the word of the bound."""


@dataclass(frozen=True, slots=True)
class DayBounds:
    """The earliest and the latest day of a question. Raises ValueError for a text that is not a bound."""

    earliest: str
    latest: str

    def __post_init__(self) -> None:
        for bound in (self.earliest, self.latest):
            resolve_bound(bound, date(2000, 1, 1))


def resolve_bound(bound: str, today: date) -> date:
    """Return the day that a bound means: "1900-01-01", "today", "today-60d" or "today+1y"; `NOW` is today.

    Raises ValueError for any other text.
    """
    found = _FROM_TODAY.fullmatch(TODAY if bound == NOW else bound)
    if found is None:
        return date.fromisoformat(bound)
    if not found["count"]:
        return today
    count = int(f"{found['sign']}{found['count']}")
    return today + timedelta(days=count) if found["unit"] == "d" else _add_years(today, count)


def find_bound_fault(
    bounds: DayBounds,
    span: tuple[datetime, datetime],
    now: datetime,
    names: tuple[str, str],
    path: str,
    *,
    year: bool = False,
) -> FieldError | None:
    """Return the fault of an answer outside its bounds, or None; it names the bound, never the answer.

    `span` are the first and the last aware instant that the answer can mean, `names` the names of the field in both
    languages, `year` whether it asks for a year alone.
    """
    today = read_day(now)
    earliest, latest = resolve_bound(bounds.earliest, today), resolve_bound(bounds.latest, today)
    if read_day(span[1]) < earliest:
        return _build_fault("too_early", bounds.earliest, earliest, names, path, year=year)
    if bounds.latest == NOW and span[0] > now:
        return _write_fault("in_future", NOW, write_instant(now), names, path)
    if read_day(span[0]) > latest:
        return _build_fault("too_late", bounds.latest, latest, names, path, year=year)
    return None


def read_day(instant: datetime) -> date:
    """Return the day of an aware instant in Viet Nam."""
    return instant.astimezone(VIETNAM).date()


def write_day(day: date) -> str:
    """Return a day in the Vietnamese form: 01/12/2026."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def write_instant(instant: datetime) -> str:
    """Return an aware instant in the Vietnamese form and zone: 14:30 01/12/2026."""
    local = instant.astimezone(VIETNAM)
    return f"{local:%H:%M} {write_day(local.date())}"


def _build_fault(code: str, bound: str, limit: date, names: tuple[str, str], path: str, *, year: bool) -> FieldError:
    return _write_fault(code, "" if year else bound, str(limit.year) if year else write_day(limit), names, path)


def _write_fault(code: str, bound: str, limit: str, names: tuple[str, str], path: str) -> FieldError:
    vi, en = TEXTS[code, bound if (code, bound) in TEXTS else ""]
    return FieldError(path, code, vi.format(vi=names[0], limit=limit), en.format(en=names[1], limit=limit))


def _add_years(day: date, count: int) -> date:
    """29 February becomes 28 February where the year has none."""
    year = day.year + count
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))
