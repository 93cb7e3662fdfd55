"""The built rule set, read once per container, and the rules of one province in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from chalicelib.domain.law.citations import Citations
from chalicelib.domain.law.model import (
    Closure,
    EntryTable,
    Hours,
    Instrument,
    Lazy,
    Param,
    Replacement,
    RuleEntry,
    Rules,
    ServedProvince,
)
from chalicelib.domain.law.rulings import RuleCite, Ruling, Silence, resolve_parameter
from chalicelib.repositories.law.law_metadata import BUILT, read_built_law

if TYPE_CHECKING:
    from chalicelib.domain.law.case_dates import CaseDates
    from chalicelib.domain.time.working_calendar import YearDays

_DAYS = frozenset(
    (
        "since",
        "until",
        "checked_on",
        "effect_from",
        "effect_until",
        "successor_since",
        "carried_from",
        "day",
        "on",
        "in_lieu_of",
    )
)
_TIMES = frozenset(("opens", "closes"))
T = TypeVar("T")


@cache
def load_rules(path: Path = BUILT) -> Rules:
    """Return the rule set built by `python -m infra.law.build`. Raise FileNotFoundError when it was not built."""
    return parse_rules(read_built_law(path))


def parse_rules(data: Mapping[str, Any]) -> Rules:
    """Return a rule set from the build's output, or from its plain form before packing.

    Packed rows are read on first use, so that a start of the function costs a millisecond.
    """
    tables = _read_packed_tables(data) if "pool" in data else _read_plain_tables(data)
    return Rules(
        digest=data["digest"],
        **tables,
        provinces={row["code"]: ServedProvince(**_parse_row(row)) for row in data["provinces"]},
        questions=data["questions"],
        make_years=partial(_read_years, data["years"]),
        hours=tuple(Hours(**_parse_row(row)) for row in data["hours"]),
        closures=tuple(Closure(**_parse_row(row)) for row in data["closures"]),
        replacements=tuple(Replacement(**_parse_row(row)) for row in data.get("replacements", ())),
    )


def _read_packed_tables(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "instruments": _build_lazy_table(data, "instruments", _read_instrument),
        "params": _build_lazy_table(data, "params", _read_param),
        "entries": EntryTable(_build_lazy_table(data, "entries", _read_entries)),
    }


def _build_lazy_table(data: Mapping[str, Any], table: str, make: Callable[[_Rows, str, str], T]) -> Lazy[T]:
    return Lazy(dict(data[table]["rows"]), partial(make, _Rows(data, table)))


def _read_plain_tables(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "instruments": {row["id"]: Instrument(**_parse_row(row)) for row in data["instruments"]},
        "params": {row["id"]: _build_param(_parse_row(row)) for row in data["params"]},
        "entries": {row["id"]: RuleEntry(**{"until": None, **_parse_row(row)}) for row in data["entries"]},
    }


class _Rows:
    """Reads one table's rows: numbers of the pool, in the order of the table's fields, 0 for a default."""

    def __init__(self, data: Mapping[str, Any], table: str) -> None:
        self._pool: list[Any] = data["pool"]
        self._fields: list[str] = data[table]["fields"]

    def read_row(self, text: str) -> dict[str, Any]:
        cells = zip(self._fields, text.split(), strict=False)
        return {name: _parse_value(name, self._pool[int(cell)]) for name, cell in cells if cell != "0"}


def _parse_value(name: str, item: Any) -> Any:
    if isinstance(item, str):
        if name in _DAYS:
            return date.fromisoformat(item)
        return time.fromisoformat(item) if name in _TIMES else item
    return tuple(item) if isinstance(item, list) else item


def _parse_row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _parse_value(name, item) for name, item in row.items()}


def _read_instrument(rows: _Rows, key: str, text: str) -> Instrument:
    return Instrument(id=key, **rows.read_row(text))


def _read_param(rows: _Rows, key: str, text: str) -> Param:
    return _build_param({"id": key, **rows.read_row(text)})


def _build_param(row: Mapping[str, Any]) -> Param:
    plain = {"unit": "", "open_to": (), "guard": "", **row}
    scope = {axis: tuple(words) for axis, words in plain.pop("scope", {}).items()}
    return Param(scope=scope, **plain)


def _read_entries(rows: _Rows, key: str, text: str) -> tuple[RuleEntry, ...]:
    return tuple(RuleEntry(param=key, **{"until": None, **rows.read_row(row)}) for row in text.split(";"))


def _read_years(rows: Iterable[Mapping[str, Any]]) -> tuple[YearDays, ...]:
    from chalicelib.domain.time.working_calendar import DayOff, WorkedDay, YearDays

    return tuple(
        YearDays(
            row["year"],
            tuple(DayOff(**_parse_row(day)) for day in row["off"]),
            tuple(WorkedDay(**_parse_row(day)) for day in row["worked"]),
            row["provisional"],
        )
        for row in rows
    )


class ProvinceLaw:
    """The rules of one province, and the digest of their rule set."""

    def __init__(self, province: str, rules: Rules) -> None:
        self.province = province
        self.law_digest = rules.digest
        self._rules = rules
        # Dossiers of one day need the same dozen rules again and again, and a rule of a day never changes.
        self._on = lru_cache(maxsize=2048)(self._resolve_rule)
        self._cited = lru_cache(maxsize=2048)(self._cite_articles)

    def find_rule(self, param: str, dates: CaseDates, **scope: str) -> Ruling:
        """Return the rule in force on the day of the parameter's own event; silence is a value of None."""
        return self._on(param, self._rules.params[param].choose_day(dates), tuple(scope.items()))

    def cite_articles(self, short: str, on: date) -> tuple[str, ...]:
        """Return a table's short citation as the articles of the province on that day, as printed."""
        return self._cited(short, on)

    def _cite_articles(self, short: str, on: date) -> tuple[str, ...]:
        cited = Citations(self._rules, on, self._rules.provinces[self.province])
        return tuple(each.text for each in cited.list_citations(short) if not each.kept)

    def _resolve_rule(self, param: str, day: date, scope: tuple[tuple[str, str], ...]) -> Ruling:
        answer = resolve_parameter(self._rules, param, day, self.province, dict(scope))
        cite: RuleCite = {
            "param": param,
            "entry": answer.entry_id,
            # A choice of the service has no article: nothing may print it as law.
            "article": answer.cite,
            "instrument": answer.instrument,
            "is_law": answer.is_law,
            "certainty": answer.certainty,
        }
        return Ruling(None if isinstance(answer, Silence) else answer.value, cite, day)
