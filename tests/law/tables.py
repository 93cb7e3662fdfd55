"""The second reader's tables: what each rule says from when, keyed from the texts and not from the law files."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from chalicelib.domain.law.model import Param, Rules
from chalicelib.domain.law.rule_values import Value
from chalicelib.domain.law.rulings import NoRule, resolve_parameter

HERE = Path(__file__).parent
DAY = timedelta(days=1)
FAR = date(2027, 12, 31)
REGULATIONS = {
    "VL": "qc2023-vinh-long", "HUE": "qd88-2017-hue", "QN": "qd39-2020-quang-ngai", "TB": "qd21-2022-thai-binh",
    "LC": "qc2024-lai-chau",
}  # fmt: skip
SLOT = [
    (date(2018, 6, 21), "nd61-2018", "khoản 2 Điều 36, khoản 3 Điều 36"),
    (date(2025, 7, 1), "nd118-2025", "Điều 38"),
]
"""Without a row, national law leaves the matter to the provinces by these two articles."""


@dataclass(frozen=True, slots=True)
class Said:
    """The second reader's reading: a value as text, `-` for a silence, and its article."""

    since: date
    until: date
    value: str
    doc: str
    article: str

    def holds(self, day: date) -> bool:
        """Whether it was in force that day."""
        return self.since <= day < self.until


Cell = tuple[str, str]


@cache
def read_values() -> dict[str, dict[Cell, tuple[Said, ...]]]:
    """Parameter → (subject, province) → the stretches read, `*` for the nation."""
    read: dict[str, dict[Cell, tuple[Said, ...]]] = {}
    with (HERE / "values.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cells = read.setdefault(row["param"], {})
            key = (row["scope"], row["province"])
            cells[key] = (*cells.get(key, ()), _parse_row(row))
    return read


def _parse_row(row: dict[str, str]) -> Said:
    until = date.fromisoformat(row["until"]) if row["until"] else date.max
    doc, article = _parse_source(row["source"])
    return Said(date.fromisoformat(row["from"]), until, row["value"], doc, article)


def _parse_source(text: str) -> tuple[str, str]:
    """Instrument and article: spelled out, or from clause ids such as `HUE-14.4.a HUE-14.4.b`."""
    clauses = re.fullmatch(r"([A-Z]+)-\S+( \1-\S+)*", text)
    if not clauses:
        doc, _, article = text.partition(" ")
        return doc, article
    articles = [_write_article(each.split("-")[1].split(".")) for each in text.split()]
    return REGULATIONS[clauses[1]], ", ".join(articles)


def _write_article(numbers: list[str]) -> str:
    words = [f"khoản {each}" if each.isdigit() else f"điểm {each}" for each in numbers[1:]]
    return " ".join([*reversed(words), f"Điều {numbers[0]}"])


def find_expected(param: Param, scope: str, province: str, day: date) -> Said | None:
    """Return the table's answer on a day: the province's own row, else the nation's, else the open slot."""
    cells = read_values()[param.id]
    for place in (province, "*"):
        for said in cells.get((scope, place), ()):
            if said.holds(day):
                return said
    national = cells.get((scope, "*"), ())
    if not param.open_to or any(said.since <= SLOT[0][0] for said in national):
        return None
    slot = [Said(since, date.max, "-", doc, article) for since, doc, article in SLOT if since <= day]
    return slot[-1] if slot else None


def list_faults(rules: Rules, param: Param) -> Iterator[str]:
    """Return the differences of the rules from the table on a boundary day or the day before it."""
    cells = read_values()[param.id]
    days = {edge for said in cells.values() for each in said for edge in (each.since, each.until)} - {date.max}
    days |= {date(2018, 6, 21), date(2025, 7, 1)}
    for scope in param.list_cells():
        subject = " ".join(f"{axis}={word}" for axis, word in scope.items())
        for province in rules.provinces:
            for day in sorted(days | {day - DAY for day in days} | {FAR}):
                said = find_expected(param, subject, province, day)
                found = _find_answer(rules, param, day, province, scope)
                if found != (said and (said.value, said.doc, said.article)):
                    yield f"{param.id} {subject} {province} {day}: the law says {found}, the table {said}"


def _find_answer(
    rules: Rules, param: Param, day: date, province: str, scope: dict[str, str]
) -> tuple[str, str, str] | None:
    try:
        answer = resolve_parameter(rules, param.id, day, province, scope)
    except NoRule:
        return None
    entry = next(each for each in rules.list_entries(param.id) if each.id == answer.entry_id)
    return (_write_value(answer) if isinstance(answer, Value) else "-"), entry.doc, entry.article


def _write_value(answer: Value) -> str:
    if isinstance(answer.value, bool):
        return "yes" if answer.value else "no"
    return " ".join(answer.value) if isinstance(answer.value, tuple) else str(answer.value)


@cache
def read_declarations() -> dict[str, tuple[str, ...]]:
    """Parameter → type, unit, anchor, whether provinces may differ, guard, running, first day."""
    with (HERE / "declarations.csv").open(encoding="utf-8", newline="") as file:
        return {row["param"]: tuple(row.values())[1:] for row in csv.DictReader(file)}


def write_declaration(param: Param) -> tuple[str, ...]:
    """A parameter's declaration as the table writes it."""
    opened = "yes" if param.open_to else "no"
    return (param.type, param.unit, param.anchor, opened, param.guard, param.running, param.since.isoformat())
