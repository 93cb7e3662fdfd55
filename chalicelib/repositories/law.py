"""The built rule set, read once per container, and the calendars made from it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, time
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

from chalicelib.domain.agencies import OfficeHours as AgencyHours
from chalicelib.domain.rules import Closure, Entry, EntryTable, Hours, Instrument, Lazy, Param, Province, Rules
from chalicelib.domain.worktime import (
    Calendar,
    DayOff,
    MonthDay,
    OfficeHours,
    Shift,
    WorkedDay,
    YearDays,
    calendar_for,
)

BUILT = Path(__file__).parents[1] / "data" / "built" / "law.json"
_DAYS = frozenset(
    ("since", "until", "checked_on", "effect_from", "effect_until", "successor_since", "day", "on", "in_lieu_of")
)
_TIMES = frozenset(("opens", "closes"))
T = TypeVar("T")


@cache
def load_rules(path: Path = BUILT) -> Rules:
    """The rule set built by `python -m infra.build.law`. Raises FileNotFoundError when it was not built."""
    return parse(json.loads(path.read_text(encoding="utf-8")))


def parse(data: Mapping[str, Any]) -> Rules:
    """A rule set from what the build writes, or from the plain form that it packs.

    Packed rows are read on first use, so that a start of the function costs a millisecond.
    """
    tables = _packed(data) if "pool" in data else _plain(data)
    return Rules(
        digest=data["digest"],
        **tables,
        provinces={row["code"]: Province(**_typed(row)) for row in data["provinces"]},
        questions=data["questions"],
        years=tuple(_year(row) for row in data["years"]),
        hours=tuple(Hours(**_typed(row)) for row in data["hours"]),
        closures=tuple(Closure(**_typed(row)) for row in data["closures"]),
    )


def _packed(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "instruments": _lazy(data, "instruments", _instrument),
        "params": _lazy(data, "params", _param),
        "entries": EntryTable(_lazy(data, "entries", _entries)),
    }


def _lazy(data: Mapping[str, Any], table: str, make: Callable[[_Rows, str, str], T]) -> Lazy[T]:
    return Lazy(dict(data[table]["rows"]), partial(make, _Rows(data, table)))


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "instruments": {row["id"]: Instrument(**_typed(row)) for row in data["instruments"]},
        "params": {row["id"]: _as_param(_typed(row)) for row in data["params"]},
        "entries": {row["id"]: Entry(**{"until": None, **_typed(row)}) for row in data["entries"]},
    }


class _Rows:
    """Reads one table's rows: numbers of the pool, in the order of the table's fields, 0 for a default."""

    def __init__(self, data: Mapping[str, Any], table: str) -> None:
        self._pool: list[Any] = data["pool"]
        self._fields: list[str] = data[table]["fields"]

    def read(self, text: str) -> dict[str, Any]:
        cells = zip(self._fields, text.split(), strict=False)
        return {name: _value(name, self._pool[int(cell)]) for name, cell in cells if cell != "0"}


def _value(name: str, item: Any) -> Any:
    if isinstance(item, str):
        if name in _DAYS:
            return date.fromisoformat(item)
        return time.fromisoformat(item) if name in _TIMES else item
    return tuple(item) if isinstance(item, list) else item


def _typed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(name, item) for name, item in row.items()}


def _instrument(rows: _Rows, key: str, text: str) -> Instrument:
    return Instrument(id=key, **rows.read(text))


def _param(rows: _Rows, key: str, text: str) -> Param:
    return _as_param({"id": key, **rows.read(text)})


def _as_param(row: Mapping[str, Any]) -> Param:
    plain = {"unit": "", "open_to": (), "guard": "", **row}
    scope = {axis: tuple(words) for axis, words in plain.pop("scope", {}).items()}
    return Param(scope=scope, **plain)


def _entries(rows: _Rows, key: str, text: str) -> tuple[Entry, ...]:
    return tuple(Entry(param=key, **{"until": None, **rows.read(row)}) for row in text.split(";"))


def _year(row: Mapping[str, Any]) -> YearDays:
    return YearDays(
        row["year"],
        tuple(DayOff(**_typed(day)) for day in row["off"]),
        tuple(WorkedDay(**_typed(day)) for day in row["worked"]),
        row["provisional"],
    )


@cache
def load_calendar(hours: tuple[AgencyHours, ...], province: str = "", unit: str = "") -> Calendar:
    """The calendar of a unit, built once per container for each set of hours.

    The hours are the agency file's, unless the province's calendar layer names others for the province or
    for this unit; its closures and the hours of single dates come on top (national, province, office).
    """
    rules = load_rules()
    layer = [line for line in rules.hours if line.province == province and line.unit in ("", unit)]
    weekly = [line for line in layer if line.on is None]
    nearest = [line for line in weekly if line.unit] or weekly
    usual = [_layered(line) for line in nearest] or [
        OfficeHours(Shift(line.open, line.close), line.days) for line in hours
    ]
    dated = [_layered(line) for line in layer if line.on is not None]
    closed = [each for each in rules.closures if each.province == province and each.unit in ("", unit)]
    return calendar_for(_with_closures(rules.years, closed), [*usual, *dated])


def _layered(line: Hours) -> OfficeHours:
    season = (_month_day(line.season[0]), _month_day(line.season[1])) if line.season else None
    return OfficeHours(Shift(line.opens, line.closes), line.days, line.reception_only, line.on, season)


def _month_day(text: str) -> MonthDay:
    month, day = text.split("-")
    return int(month), int(day)


def _with_closures(years: Iterable[YearDays], closed: Iterable[Closure]) -> tuple[YearDays, ...]:
    """The national years with a layer's days off added; a day that is worked in exchange may be closed too."""
    closed = tuple(closed)
    return tuple(_year_with(year, [each for each in closed if each.day.year == year.year]) for year in years)


def _year_with(year: YearDays, closed: Iterable[Closure]) -> YearDays:
    off = tuple(DayOff(each.day, "closure", each.name_vi, each.name_en) for each in closed)
    return replace(year, off=year.off + off)
