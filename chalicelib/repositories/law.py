"""The built rule set, read once per container, and the calendars made from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.domain.agencies import OfficeHours as AgencyHours
from chalicelib.domain.rules import Entry, Instrument, Param, Province, Rules
from chalicelib.domain.worktime import (
    Calendar,
    DayOff,
    OfficeHours,
    Shift,
    WorkedDay,
    YearDays,
    calendar_for,
)

BUILT = Path(__file__).parents[1] / "data" / "built" / "law.json"
_DAYS = ("since", "until", "checked_on", "effect_from", "effect_until", "successor_since")


@cache
def load_rules(path: Path = BUILT) -> Rules:
    """The rule set built by `python -m infra.build.law`. Raises FileNotFoundError when it was not built."""
    return parse(json.loads(path.read_text(encoding="utf-8")))


def parse(data: Mapping[str, Any]) -> Rules:
    """A rule set from the data that the build writes."""
    return Rules(
        digest=data["digest"],
        instruments={row["id"]: Instrument(**_days(row)) for row in data["instruments"]},
        params={row["id"]: _param(row) for row in data["params"]},
        entries={row["id"]: _entry(row) for row in data["entries"]},
        provinces={row["code"]: Province(**_days(row)) for row in data["provinces"]},
        questions=data["questions"],
        years=tuple(_year(row) for row in data["years"]),
    )


def _days(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: date.fromisoformat(item) if key in _DAYS else item for key, item in row.items()}


def _param(row: Mapping[str, Any]) -> Param:
    plain = {"unit": "", "open_to": (), "guard": "", **_days(row)}
    scope = {axis: tuple(words) for axis, words in plain.get("scope", {}).items()}
    lists = {"open_to": tuple(plain["open_to"]), "choices": tuple(plain.get("choices", ())), "scope": scope}
    return Param(**{**plain, **lists})


def _entry(row: Mapping[str, Any]) -> Entry:
    value = row.get("value")
    plain = {"until": None, **_days(row), "value": tuple(value) if isinstance(value, list) else value}
    return Entry(**plain)


def _year(row: Mapping[str, Any]) -> YearDays:
    return YearDays(
        row["year"],
        tuple(DayOff(**{**day, "day": date.fromisoformat(day["day"])}) for day in row["off"]),
        tuple(
            WorkedDay(date.fromisoformat(day["day"]), date.fromisoformat(day["in_lieu_of"])) for day in row["worked"]
        ),
        row["provisional"],
    )


@cache
def load_calendar(hours: tuple[AgencyHours, ...]) -> Calendar:
    """The calendar of the units with these hours, built once per container for each set of hours."""
    lines = (OfficeHours(Shift(line.open, line.close), line.days) for line in hours)
    return calendar_for(load_rules().years, lines)
