"""Reads a province's calendar layer: office hours by season and unit, Saturday reception, days it is closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from pathlib import Path
from typing import Any

from chalicelib.domain.law.model import Closure, Hours
from chalicelib.domain.time.working_calendar import OfficeHours, YearDays, build_calendar
from chalicelib.domain.time.working_timeline import Shift
from infra.law.source import Keys, LawSource

HOURS: Keys = {"opens": time, "closes": time, "doc": str}
HOURS_MORE: Keys = {
    "days": list, "unit": str, "on": date, "season": list, "reception_only": bool, "question": str,
}  # fmt: skip
CLOSED: Keys = {"day": date, "name_vi": str, "name_en": str, "doc": str}
CLOSED_MORE: Keys = {"unit": str, "question": str}
SHORTEST = 15
"""Minutes of the shortest shift that makes sense."""
ANY_YEAR = YearDays(2024, ())


def read_layer(source: LawSource, root: Path, path: Path, province: str) -> None:
    """Read `calendar.toml` of a province. A line without a unit holds for all units of the province."""
    file, tables = path.relative_to(root).as_posix(), source.load_file(root, path)
    for name in sorted(set(tables) - {"hours", "closed"}):
        source.refuse_value(file, name, "unknown key")
    for name in ("hours", "closed"):
        if not isinstance(tables.get(name, []), list):
            source.refuse_value(file, name, f"must be written [[{name}]]")
            tables[name] = []
    lines = [_read_hours(source, file, f"hours[{n}]", row, province) for n, row in enumerate(tables.get("hours", []))]
    good = [line for line in lines if line]
    source.hours.extend(good)
    _check_shifts(source, file, good)
    _check_reception(source, file, good)
    for n, row in enumerate(tables.get("closed", [])):
        _read_closure(source, file, f"closed[{n}]", row, province)


def _read_hours(source: LawSource, file: str, key: str, row: Any, province: str) -> Hours | None:
    if not source.has_exact_keys(file, key, row, HOURS, HOURS_MORE) or not _check_citation(
        source, file, key, row, province
    ):
        return None
    days, season = row.get("days", []), row.get("season", [])
    if bool(days) == ("on" in row):
        source.refuse_value(file, key, "names either days of the week or one date")
        return None
    if any(type(day) is not int or not 1 <= day <= 7 for day in days):
        source.refuse_value(file, f"{key}.days", f"{days} are not days of the week, 1 to 7")
        return None
    if season and (len(season) != 2 or not all(is_month_day(each) for each in season)):
        source.refuse_value(file, f"{key}.season", f"{season} is not a first and a last day, MM-DD")
        return None
    if fault := find_shift_fault(row["opens"], row["closes"]):
        source.refuse_value(file, f"{key}.opens", f"a shift {fault}")
        return None
    if "on" in row:
        _check_force(source, file, f"{key}.on", row["on"], row["doc"])
    rest = {name: item for name, item in row.items() if name not in ("question", "days", "season")}
    return Hours(province=province, days=tuple(days), season=tuple(season), **rest)


def _check_citation(source: LawSource, file: str, key: str, row: dict[str, Any], province: str) -> bool:
    if source.refuse_unknown_doc(file, f"{key}.doc", row["doc"], province):
        return False
    if row.get("question"):
        source.refuse_unknown_question(file, f"{key}.question", row["question"], province)
    return True


def find_shift_fault(opens: time, closes: time) -> str:
    """Return why no shift goes from one time to the other; empty when one does."""
    if opens >= closes:
        return f"must open before it closes: {opens:%H:%M}–{closes:%H:%M}"
    if (closes.hour - opens.hour) * 60 + closes.minute - opens.minute < SHORTEST:
        return f"is beyond sense: {opens:%H:%M}–{closes:%H:%M} is shorter than {SHORTEST} minutes"
    return ""


def _check_force(source: LawSource, file: str, key: str, day: date, doc: str) -> None:
    """Check that a text regulates only days on which it has effect."""
    if day < source.instruments[doc].effect_from:
        source.refuse_value(file, key, f"{day}: {doc} has effect only from {source.instruments[doc].effect_from}")


def is_month_day(text: object) -> bool:
    """Return whether a text is a day of the year as MM-DD."""
    try:
        return isinstance(text, str) and len(text) == 5 and bool(date.fromisoformat(f"2024-{text}"))
    except ValueError:
        return False


def _check_shifts(source: LawSource, file: str, lines: list[Hours]) -> None:
    """Shifts of one unit, or of the province's other units, must not overlap in any season or on any date."""
    for unit in sorted({line.unit for line in lines}):
        mine = [line for line in lines if line.unit == unit]
        if not any(line.days and not line.reception_only for line in mine):
            continue  # only dates or reception of its own: its other hours come from the layer below
        for season in sorted({line.season for line in mine}):
            _try_calendar(source, file, unit, [line for line in mine if line.season == season or line.on])


def _check_reception(source: LawSource, file: str, lines: list[Hours]) -> None:
    """Check that reception-only hours are outside working time: within it dossiers are received anyway."""
    for line in (each for each in lines if each.reception_only):
        for other in (each for each in lines if not each.reception_only):
            here = (other.unit, other.season, other.on) == (line.unit, line.season, line.on)
            overlaps = line.opens < other.closes and other.opens < line.closes
            if here and (set(line.days) & set(other.days) or line.on) and overlaps:
                times = f"{line.opens:%H:%M}–{line.closes:%H:%M} and {other.opens:%H:%M}–{other.closes:%H:%M}"
                source.refuse_value(file, "hours.reception_only", f"reception lies within working time: {times}")


def _try_calendar(source: LawSource, file: str, unit: str, lines: Iterable[Hours]) -> None:
    hours = [OfficeHours(Shift(line.opens, line.closes), line.days, line.reception_only, line.on) for line in lines]
    try:
        build_calendar((ANY_YEAR,), hours)
    except ValueError as fault:
        source.refuse_value(file, f"hours of {unit or 'the province'}", str(fault))


def _read_closure(source: LawSource, file: str, key: str, row: Any, province: str) -> None:
    if source.has_exact_keys(file, key, row, CLOSED, CLOSED_MORE) and _check_citation(source, file, key, row, province):
        rest = {name: item for name, item in row.items() if name != "question"}
        source.closures.append(Closure(province=province, **rest))
        _check_force(source, file, f"{key}.day", row["day"], row["doc"])
