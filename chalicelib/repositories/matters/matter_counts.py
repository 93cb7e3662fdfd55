"""Counts of matters in the table: a row for each line of a month, and one for each line of what is open."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from pynamodb.expressions.condition import Condition

from chalicelib.domain.matters.kind_table import KINDS
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.matters.matter_counts import CountedMatter, MatterCountLine, MatterCounts, MatterFigure
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.domain.shared.timezone import parse_stamp
from chalicelib.domain.supervision.boards import find_due_date, subtract_counts
from chalicelib.repositories.dynamodb import keys, rows
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.supervision.last_counts import (
    CountUpdate,
    LedgerCounts,
    remove_if_empty,
    repair_row,
    store_report,
)

FEW = 8
"""So many units are read one by one."""


class MatterCountTable(LedgerCounts[Matter, CountedMatter]):
    """The counts, changed in one transaction with the record of the matter."""

    state_key = keys.MATTER

    def read_state(self, row: TableItem) -> Matter:
        """Return the folded matter."""
        return rows.read_matter_row(row)

    def read_counted(self, row: TableItem | None) -> CountedMatter:
        """Return the last count; an empty one without a row."""
        if row is None:
            return CountedMatter()
        return CountedMatter(int(row.length or 0), unpack_value(tuple[MatterCountLine, ...], json.loads(str(row.body))))

    def write_counted(self, counted: CountedMatter) -> str:
        """Return a last count as its row stores it."""
        return json.dumps(pack_value(counted.lines), sort_keys=True, separators=(",", ":"))

    def list_conditions(self, before: CountedMatter) -> Iterator[Condition]:
        """Refuse to change a count that somebody else has corrected."""
        yield TableItem.body == self.write_counted(before)

    def list_updates(self, before: CountedMatter, after: CountedMatter) -> Iterator[CountUpdate]:
        """Return the changed rows of lines."""
        for line, n in subtract_counts(before.lines, after.lines).items():
            yield build_count_row(line), [TableItem.length.add(n)]

    def read_counts(self, unit: str, *, consistent: bool = False) -> MatterCounts:
        """Return the count of each line of what a unit has open."""
        return _read_lines("", unit, consistent=consistent)

    def sum_open(self, units: Collection[str]) -> Mapping[str, int]:
        """Return how many matters each of some units has open. Many units are read in one query, with the lines of all
        others."""
        if len(units) <= FEW:
            return {unit: sum(self.read_counts(unit).values()) for unit in units}
        open_now = Counter[str]()
        for line, number in self.read_month("").items():
            open_now[line.unit] += number
        return {unit: open_now[unit] for unit in units}

    def read_month(self, month: str, unit: str = "") -> MatterCounts:
        """Return the count of each line of a month (empty: of what is open), of every unit or of one, in one query."""
        return _read_lines(month, unit)

    def count_found(self, unit: str) -> MatterCounts:
        """Return what a unit's lists of open matters hold, line by line. They are eventually consistent."""
        return Counter(line for kind in KINDS.values() for line in _list_open(kind.name, unit))

    def list_ids(self, unit: str) -> Iterator[str]:
        """Return the matters for which a unit is responsible, open and ended."""
        for kind in KINDS.values():
            for partition in (keys.MATTER_QUEUE(kind.name, unit), keys.MATTERS_ENDED(kind.name, unit)):
                for row in TableItem.work.query(partition):
                    yield str(row.dossier_id)

    def repair(self, line: MatterCountLine, counted: int, found: int) -> bool:
        """Correct a count unless it has changed since it was read."""
        return repair_row(build_count_row(line), counted, found)

    def forget_empty(self, unit: str) -> None:
        """Delete the rows of empty lines of what is open."""
        for row in TableItem.query(
            keys.MATTERS_OPEN, TableItem.sk.startswith(keys.join_parts(unit, "")), consistent_read=True
        ):
            remove_if_empty(row)

    def keep_report(self, now: datetime, report: Mapping[str, Any]) -> None:
        """Store the result of a recount for operators."""
        store_report(keys.MATTER_DRIFT, now, report)


def build_count_row(line: MatterCountLine, count: int | None = None) -> TableItem:
    """Return the row of a line."""
    place = keys.MATTER_LINE(line.unit, line.kind, line.figure.value, line.detail)
    return TableItem(_name_partition(line.month), place, length=count)


def _name_partition(month: str) -> str:
    return keys.MATTER_COUNTS(month) if month else keys.MATTERS_OPEN


def _read_lines(month: str, unit: str, *, consistent: bool = False) -> MatterCounts:
    narrow = TableItem.sk.startswith(keys.join_parts(unit, "")) if unit else None
    found = TableItem.query(_name_partition(month), narrow, consistent_read=consistent)
    return {_parse_line(month, str(row.sk)): int(row.length) for row in found if row.length}


def _parse_line(month: str, key: str) -> MatterCountLine:
    unit, kind, figure, detail = keys.split_parts(key)
    return MatterCountLine(month, unit, kind, MatterFigure(figure), detail)


def _list_open(kind: str, unit: str) -> Iterator[MatterCountLine]:
    for row in TableItem.work.query(keys.MATTER_QUEUE(kind, unit)):
        due = find_due_date(parse_stamp(str(row.due_at)) if row.due_at else None)
        yield MatterCountLine("", unit, kind, MatterFigure.OPEN, due.isoformat() if due else "")
