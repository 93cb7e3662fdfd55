"""Reads a province's calendar layer: office hours by season and unit, Saturday reception, days it is closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from pathlib import Path
from typing import Any

from chalicelib.domain.rules import Closure, Hours
from chalicelib.domain.worktime import OfficeHours, Shift, YearDays, calendar_for
from infra.build.law_source import Keys, Source

HOURS: Keys = {"opens": time, "closes": time, "doc": str}
HOURS_MORE: Keys = {
    "days": list, "unit": str, "on": date, "season": list, "reception_only": bool, "question": str,
}  # fmt: skip
CLOSED: Keys = {"day": date, "name_vi": str, "name_en": str, "doc": str}
CLOSED_MORE: Keys = {"unit": str, "question": str}
ANY_YEAR = YearDays(2024, ())


def read_layer(source: Source, root: Path, path: Path, province: str) -> None:
    """Read `calendar.toml` of a province. A line without a unit holds for all units of the province."""
    file, tables = path.relative_to(root).as_posix(), source.load(root, path)
    for name in sorted(set(tables) - {"hours", "closed"}):
        source.refuse(file, name, "unknown key")
    for name in ("hours", "closed"):
        if not isinstance(tables.get(name, []), list):
            source.refuse(file, name, f"must be written [[{name}]]")
            tables[name] = []
    lines = [_hours(source, file, f"hours[{n}]", row, province) for n, row in enumerate(tables.get("hours", []))]
    good = [line for line in lines if line]
    source.hours.extend(good)
    _check_shifts(source, file, good)
    for n, row in enumerate(tables.get("closed", [])):
        _closed(source, file, f"closed[{n}]", row, province)


def _hours(source: Source, file: str, key: str, row: Any, province: str) -> Hours | None:
    if not source.fits(file, key, row, HOURS, HOURS_MORE) or not _cited(source, file, key, row):
        return None
    days, season = row.get("days", []), row.get("season", [])
    if bool(days) == ("on" in row):
        source.refuse(file, key, "names either days of the week or one date")
        return None
    if any(type(day) is not int or not 1 <= day <= 7 for day in days):
        source.refuse(file, f"{key}.days", f"{days} are not days of the week, 1 to 7")
        return None
    if season and (len(season) != 2 or not all(month_day(each) for each in season)):
        source.refuse(file, f"{key}.season", f"{season} is not a first and a last day, MM-DD")
        return None
    if row["opens"] >= row["closes"]:
        source.refuse(file, f"{key}.opens", f"a shift must open before it closes: {row['opens']}–{row['closes']}")
        return None
    rest = {name: item for name, item in row.items() if name not in ("question", "days", "season")}
    return Hours(province=province, days=tuple(days), season=tuple(season), **rest)


def _cited(source: Source, file: str, key: str, row: dict[str, Any]) -> bool:
    if row["doc"] not in source.instruments:
        source.refuse(file, f"{key}.doc", f"docs.toml has no instrument {row['doc']!r}")
        return False
    if row.get("question", "") not in ("", *source.questions):
        source.refuse(file, f"{key}.question", f"questions.toml has no {row['question']!r}")
    return True


def month_day(text: object) -> bool:
    """Whether a text is a day of the year as MM-DD."""
    try:
        return isinstance(text, str) and len(text) == 5 and bool(date.fromisoformat(f"2024-{text}"))
    except ValueError:
        return False


def _check_shifts(source: Source, file: str, lines: list[Hours]) -> None:
    """Shifts of one unit, or of the province's other units, must not overlap in any season or on any date."""
    for unit in sorted({line.unit for line in lines}):
        mine = [line for line in lines if line.unit == unit]
        if not any(line.days and not line.reception_only for line in mine):
            continue  # only dates or reception of its own: its other hours come from the layer below
        for season in sorted({line.season for line in mine}):
            _try(source, file, unit, [line for line in mine if line.season == season or line.on])


def _try(source: Source, file: str, unit: str, lines: Iterable[Hours]) -> None:
    hours = [OfficeHours(Shift(line.opens, line.closes), line.days, line.reception_only, line.on) for line in lines]
    try:
        calendar_for((ANY_YEAR,), hours)
    except ValueError as fault:
        source.refuse(file, f"hours of {unit or 'the province'}", str(fault))


def _closed(source: Source, file: str, key: str, row: Any, province: str) -> None:
    if source.fits(file, key, row, CLOSED, CLOSED_MORE) and _cited(source, file, key, row):
        rest = {name: item for name, item in row.items() if name != "question"}
        source.closures.append(Closure(province=province, **rest))
