"""Boards in the table: a row for each line of a unit, and next to each dossier its last count."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from pynamodb.expressions.condition import Condition

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.flow.transitions import OPEN_STATES
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.domain.shared.timezone import VIETNAM, parse_stamp
from chalicelib.domain.supervision.boards import (
    BoardLine,
    CountedDossier,
    Counts,
    Settled,
    Settlement,
    compare_ratings,
    compare_settlements,
    count_moves,
    find_due_date,
)
from chalicelib.domain.supervision.ratings import RatingLine
from chalicelib.repositories.dynamodb import keys, rows
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.supervision.last_counts import (
    CountUpdate,
    LedgerCounts,
    remove_if_empty,
    repair_row,
    store_report,
)
from chalicelib.repositories.supervision.ratings import list_rating_updates

_BEFORE = "["
"""Beginning of the record of a dossier that was counted before settlements were counted."""
_SETTLED_DAYS = 800
"""How long a month's settlements are stored: over two years, so that a year can be compared with the last."""


class BoardTable(LedgerCounts[Dossier, CountedDossier]):
    """The counts, changed in one transaction with the record of the dossier."""

    state_key = keys.STATE

    def read_state(self, row: TableItem) -> Dossier:
        """Return the folded dossier."""
        return rows.read_dossier(row)

    def read_counted(self, row: TableItem | None) -> CountedDossier:
        """Return the last count; an empty one without a row."""
        if row is None:
            return CountedDossier()
        kept, length = json.loads(str(row.body)), int(row.length or 0)
        if isinstance(kept, list):
            return CountedDossier(length, unpack_value(tuple[BoardLine, ...], kept))
        settled = unpack_value(tuple[Settlement, ...], kept["settled"])
        rated = unpack_value(tuple[RatingLine, ...], kept.get("rated", ()))
        return CountedDossier(length, unpack_value(tuple[BoardLine, ...], kept["lines"]), settled, rated)

    def write_counted(self, counted: CountedDossier) -> str:
        """Return a last count as its row stores it."""
        kept = {"lines": pack_value(counted.lines), "settled": pack_value(counted.settled or ())}
        if counted.rated:
            kept["rated"] = pack_value(counted.rated)
        return json.dumps(kept, sort_keys=True, separators=(",", ":"))

    def list_conditions(self, before: CountedDossier) -> Iterator[Condition]:
        """Refuse to complete a count that somebody else has completed."""
        if not before.is_complete:
            yield TableItem.body.startswith(_BEFORE)

    def list_updates(self, before: CountedDossier, after: CountedDossier) -> Iterator[CountUpdate]:
        """Return the changed rows of lines, settlements and ratings."""
        for line, n in count_moves(before.lines, after.lines).items():
            yield _build_line_row(line), [TableItem.length.add(n)]
        for settlement, n in compare_settlements(before, after).items():
            kept = TableItem.expires_at.set(_calculate_expiry(settlement.month))
            yield _name_settled_row(settlement), [TableItem.length.add(n), kept]
        yield from list_rating_updates(compare_ratings(before, after), _calculate_expiry)

    def read_counts(self, unit: str, *, consistent: bool = False) -> Counts:
        """Return the count of each line of a unit; empty lines are left out."""
        found = TableItem.query(keys.BOARD(unit), TableItem.sk < keys.SETTLED.prefix, consistent_read=consistent)
        return {_parse_line(unit, str(row.sk)): int(row.length or 0) for row in found if row.length}

    def read(self, unit: str) -> tuple[Counts, Settled]:
        """Return the same with the unit's settlements, month by month, in one request."""
        counts, settled = {}, {}
        for row in TableItem.query(keys.BOARD(unit)):
            key, n = str(row.sk), int(row.length or 0)
            if n and key.startswith(keys.SETTLED.prefix):
                settled[_parse_settlement(unit, key)] = n
            elif n:
                counts[_parse_line(unit, key)] = n
        return counts, settled

    def count_found(self, unit: str) -> Counts:
        """Return the present contents of a unit's worklists, line by line. They are eventually consistent."""
        return Counter(line for state in sorted(OPEN_STATES) for line in _list_lines(unit, state.value))

    def repair(self, line: BoardLine, counted: int, found: int) -> bool:
        """Correct a count unless it has changed since it was read."""
        return repair_row(_build_line_row(line), counted, found)

    def forget_empty(self, unit: str) -> None:
        """Delete the rows of empty lines."""
        for row in TableItem.query(keys.BOARD(unit), consistent_read=True):
            remove_if_empty(row)

    def keep_report(self, now: datetime, report: Mapping[str, Any]) -> None:
        """Store the result of a recount for operators."""
        store_report(keys.DRIFT, now, report)


def _build_line_row(line: BoardLine) -> TableItem:
    due = line.due.isoformat() if line.due else keys.UNDATED
    return TableItem(keys.BOARD(line.unit), keys.LINE(due, line.state, line.procedure))


def _name_settled_row(settlement: Settlement) -> TableItem:
    on_time = "on_time" if settlement.on_time else "late"
    return TableItem(keys.BOARD(settlement.unit), keys.SETTLED(settlement.month, on_time))


def _parse_settlement(unit: str, key: str) -> Settlement:
    _, month, on_time = keys.split_parts(key)
    return Settlement(unit, month, on_time == "on_time")


def _calculate_expiry(month: str) -> int:
    began = datetime.fromisoformat(f"{month}-01").replace(tzinfo=VIETNAM)
    return int((began + timedelta(days=_SETTLED_DAYS)).timestamp())


def _parse_line(unit: str, key: str) -> BoardLine:
    due, state, procedure = keys.split_parts(key)
    return BoardLine(unit, state, procedure, None if due == keys.UNDATED else date.fromisoformat(due))


def _list_lines(unit: str, state: str) -> Iterable[BoardLine]:
    for row in TableItem.work.query(keys.QUEUE(unit, state)):
        due = find_due_date(parse_stamp(str(row.due_at)) if row.due_at else None)
        yield BoardLine(unit, state, str(row.procedure), due)
