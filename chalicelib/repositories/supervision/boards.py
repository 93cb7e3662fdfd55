"""Boards in the table: a row for each line of a unit, and next to each dossier its last count."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from pynamodb.exceptions import DeleteError, TransactWriteError, UpdateError
from pynamodb.transactions import TransactWrite

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.flow.transitions import OPEN_STATES
from chalicelib.domain.ledger.chain import Fact
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
from chalicelib.repositories.dynamodb.keys import build_partition
from chalicelib.repositories.dynamodb.ledger_store import translate_failure
from chalicelib.repositories.dynamodb.table import TableItem, open_connection
from chalicelib.repositories.supervision.ratings import list_rating_updates

_BEFORE = "["
"""Beginning of the record of a dossier that was counted before settlements were counted."""
_SETTLED_DAYS = 800
"""How long a month's settlements are stored: over two years, so that a year can be compared with the last."""
_REPORT_DAYS = 400
_REFUSED = "ConditionalCheckFailedException"


class BoardTable:
    """The counts, changed in one transaction with the record of the dossier."""

    def __init__(self) -> None:
        self._connection = open_connection()

    def load(self, dossier_id: str) -> tuple[Dossier | None, CountedDossier]:
        """Return the present dossier, and its last count, in one consistent request."""
        pk = build_partition(dossier_id)
        found = {
            str(row.sk): row
            for row in TableItem.batch_get([(pk, keys.STATE), (pk, keys.COUNTED)], consistent_read=True)
        }
        state = found.get(keys.STATE)
        return rows.read_dossier(state) if state else None, _read_counted(found.get(keys.COUNTED))

    def load_facts(self, dossier_id: str, length: int) -> tuple[Fact, ...]:
        """Return the first facts of a ledger in order, by their keys: the consumer has no right to search a
        partition."""
        places = [(build_partition(dossier_id), keys.FACT(seq)) for seq in range(1, length + 1)]
        found = TableItem.batch_get(places, consistent_read=True)
        return tuple(sorted(map(rows.read_fact, found), key=lambda fact: fact.seq))

    def read_lengths(self, dossier_ids: Sequence[str]) -> Mapping[str, int]:
        """Return the length of each ledger at its last count; 0 for never."""
        places = {(build_partition(dossier_id), keys.COUNTED): dossier_id for dossier_id in dossier_ids}
        found = {
            places[str(row.pk), keys.COUNTED]: _read_counted(row).length
            for row in TableItem.batch_get(places, consistent_read=True)
        }
        return {dossier_id: found.get(dossier_id, 0) for dossier_id in dossier_ids}

    def save(self, dossier_id: str, before: CountedDossier, after: CountedDossier) -> None:
        """Change the counts and record it, all or nothing. Raise `Conflict`, or `Busy`."""
        expected = TableItem.length == before.length if before.length else TableItem.pk.does_not_exist()
        if before.length and before.settled is None:
            expected &= TableItem.body.startswith(_BEFORE)
        try:
            with TransactWrite(connection=self._connection) as transaction:
                transaction.save(_build_counted_row(dossier_id, after), condition=expected)
                for line, n in count_moves(before.lines, after.lines).items():
                    transaction.update(_build_line_row(line), actions=[TableItem.length.add(n)])
                for settlement, n in compare_settlements(before, after).items():
                    kept = TableItem.expires_at.set(_calculate_expiry(settlement.month))
                    transaction.update(_name_settled_row(settlement), actions=[TableItem.length.add(n), kept])
                for row, actions in list_rating_updates(compare_ratings(before, after), _calculate_expiry):
                    transaction.update(row, actions=actions)
        except TransactWriteError as error:
            raise translate_failure(error) from error

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
        seen = (
            (TableItem.length == counted) | TableItem.length.does_not_exist()
            if not counted
            else TableItem.length == counted
        )
        try:
            _build_line_row(line).update(actions=[TableItem.length.set(found)], condition=seen)
        except UpdateError as refused:
            if refused.cause_response_code != _REFUSED:
                raise
            return False
        return True

    def forget_empty(self, unit: str) -> None:
        """Delete the rows of empty lines."""
        for row in TableItem.query(keys.BOARD(unit), consistent_read=True):
            if not row.length:
                _remove_if_empty(row)

    def keep_report(self, now: datetime, report: Mapping[str, Any]) -> None:
        """Store the result of a recount for operators."""
        expires = int((now + timedelta(days=_REPORT_DAYS)).timestamp())
        body = json.dumps(pack_value(dict(report)), sort_keys=True)
        TableItem(keys.DRIFT, now.isoformat(), kind="drift", body=body, expires_at=expires).save()


def _read_counted(row: TableItem | None) -> CountedDossier:
    if row is None:
        return CountedDossier()
    kept, length = json.loads(str(row.body)), int(row.length or 0)
    if isinstance(kept, list):
        return CountedDossier(length, unpack_value(tuple[BoardLine, ...], kept))
    settled = unpack_value(tuple[Settlement, ...], kept["settled"])
    rated = unpack_value(tuple[RatingLine, ...], kept.get("rated", ()))
    return CountedDossier(length, unpack_value(tuple[BoardLine, ...], kept["lines"]), settled, rated)


def _build_counted_row(dossier_id: str, counted: CountedDossier) -> TableItem:
    kept = {"lines": pack_value(counted.lines), "settled": pack_value(counted.settled or ())}
    if counted.rated:
        kept["rated"] = pack_value(counted.rated)
    body = json.dumps(kept, sort_keys=True, separators=(",", ":"))
    return TableItem(build_partition(dossier_id), keys.COUNTED, kind="counted", length=counted.length, body=body)


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


def _remove_if_empty(row: TableItem) -> None:
    try:
        row.delete(condition=TableItem.length == 0)
    except DeleteError as refused:
        # Something was counted on the line again meanwhile.
        if refused.cause_response_code != _REFUSED:
            raise
