"""The days off that the law fixes: reads their list, and refuses a calendar year that lacks one or has an extra one.

A statutory day is a day off on any weekday: a unit that works on Saturdays has it too. Days that the law leaves
to a yearly decision (the lunar New Year's other days, National Day's neighbour, what is made up) are not certain while
the year has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from chalicelib.domain.law.model import CERTAINTIES
from chalicelib.domain.time.working_calendar import YearDays
from infra.law.layers import is_month_day
from infra.law.source import Holiday, Keys, LawSource

FILE = "holidays.toml"
LUNAR_DAYS = ("new_year", "hung_kings")

HOLIDAY: Keys = {"name_vi": str, "name_en": str, "days": int, "doc": str, "article": str}
HOLIDAY_MORE: Keys = {"solar": str, "lunar": str, "in_lieu": str}
LUNAR: Keys = {"new_year": date, "hung_kings": date, "source": str, "certainty": str}

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Block:
    """A holiday in one year: the day that the law names, and the days off that belong to it."""

    holiday: Holiday
    named: date
    days: tuple[date, ...]


def read_holidays(source: LawSource, root: Path) -> None:
    """Read the list of the law; an added folder may have none."""
    if not (root / FILE).exists():
        return
    for key, table in source.load_file(root, root / FILE).items():
        if key in source.holidays:
            source.refuse_value(FILE, key, "declared twice")
        elif source.has_exact_keys(FILE, key, table, HOLIDAY, HOLIDAY_MORE) and _is_placed(source, key, table):
            source.holidays[key] = Holiday(**table)


def _is_placed(source: LawSource, key: str, table: dict[str, Any]) -> bool:
    before = len(source.problems)
    if ("solar" in table) == ("lunar" in table):
        source.refuse_value(FILE, key, "names either a solar date or a lunar day")
    if "solar" in table and not is_month_day(table["solar"]):
        source.refuse_value(FILE, f"{key}.solar", f"{table['solar']!r} is not a day of the year, MM-DD")
    if "lunar" in table:
        source.require_one_of(FILE, f"{key}.lunar", table["lunar"], LUNAR_DAYS)
    if table["days"] < 1:
        source.refuse_value(FILE, f"{key}.days", "must be at least 1")
    if table["doc"] not in source.instruments:
        source.refuse_value(FILE, f"{key}.doc", f"docs.toml has no instrument {table['doc']!r}")
    return len(source.problems) == before


def read_lunar(source: LawSource, file: str, year: int, table: Any) -> None:
    """Read on which dates a year's lunar days fall; without them no year is complete."""
    if not source.has_exact_keys(file, "lunar", table, LUNAR, {}):
        return
    source.require_one_of(file, "lunar.certainty", table["certainty"], CERTAINTIES)
    for name in LUNAR_DAYS:
        if table[name].year != year:
            source.refuse_value(file, f"lunar.{name}", f"{table[name]} belongs to another year")
    source.lunar[year] = {name: table[name] for name in LUNAR_DAYS}


def check_holidays(source: LawSource, year: YearDays) -> None:
    """Every day of the law's list is a statutory day off of the year, no other is, and each that falls on a weekly day
    off is made up on the next working day where the law says so (Labour Code 111.3)."""
    file, statutory = f"calendar/{year.year}.toml", _list_days_off(year, "statutory")
    if year.year not in source.lunar:
        return
    blocks = [_find_block(source, holiday, named, statutory) for holiday, named in _list_named_days(source, year.year)]
    for block in blocks:
        _check_block(source, file, block, statutory)
    for day in sorted(statutory - {day for block in blocks for day in block.days}):
        source.refuse_value(file, str(day), "no law makes it a statutory day off")
    owed = set(_list_days_in_lieu(blocks, statutory))
    for day in sorted(owed ^ _list_days_off(year, "lieu")):
        what = "missing: it makes up a holiday on a weekly day off" if day in owed else "makes up no holiday"
        source.refuse_value(file, str(day), what)
    if year.provisional:
        fixed = {block.named for block in blocks}
        for each in sorted(_list_days(year) - fixed - source.unsure):
            source.refuse_value(file, str(each), "the year has no decision: what the law does not fix is inferred")


def _list_days(year: YearDays) -> set[date]:
    return {each.day for each in year.off} | {each.day for each in year.worked}


def _list_days_off(year: YearDays, kind: str) -> set[date]:
    return {each.day for each in year.off if each.kind == kind}


def _list_named_days(source: LawSource, year: int) -> Iterator[tuple[Holiday, date]]:
    """Yield the holidays in force that year, with the day that each names."""
    for holiday in source.holidays.values():
        named = source.lunar[year][holiday.lunar] if holiday.lunar else date.fromisoformat(f"{year}-{holiday.solar}")
        doc = source.instruments[holiday.doc]
        if doc.effect_from <= named and (doc.effect_until is None or named < doc.effect_until):
            yield holiday, named


def _find_block(source: LawSource, holiday: Holiday, named: date, statutory: set[date]) -> Block:
    """Return the run of days around the named one that holds most statutory days: which they are is a yearly
    decision."""
    starts = (named - _DAY * before for before in range(holiday.days))
    runs = [tuple(first + _DAY * n for n in range(holiday.days)) for first in starts]
    return Block(holiday, named, max(runs, key=lambda run: len(statutory.intersection(run))))


def _check_block(source: LawSource, file: str, block: Block, statutory: set[date]) -> None:
    found = len(statutory.intersection(block.days))
    name, days = block.holiday.name_vi, block.holiday.days
    if block.named not in statutory:
        source.refuse_value(file, str(block.named), f"missing: {name} is a statutory day off ({block.holiday.article})")
    elif found < days:
        source.refuse_value(file, str(block.named), f"{name} has {found} of {days} days ({block.holiday.article})")


def _list_days_in_lieu(blocks: Iterable[Block], statutory: set[date]) -> Iterator[date]:
    """Yield the days that make up holidays on a Saturday or Sunday, one after the other."""
    taken = set(statutory)
    for day, block in sorted(((off, each) for each in blocks for off in each.days), key=lambda pair: pair[0]):
        if day.weekday() < 5 or not block.holiday.in_lieu:
            continue
        following = day + _DAY
        while following.weekday() > 4 or following in taken:
            following += _DAY
        taken.add(following)
        yield following
