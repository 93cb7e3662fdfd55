"""Counts that follow ledgers: they change in one transaction with the record of the last count, next to the ledger.

What is counted of a dossier or of a matter is in the stores of each; how a count is loaded and moved is here alone.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar, Generic, TypeVar

from pynamodb.exceptions import DeleteError, TransactWriteError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.domain.supervision.boards import LastCount
from chalicelib.repositories.dynamodb import keys, rows
from chalicelib.repositories.dynamodb.conditions import save_or_conflict
from chalicelib.repositories.dynamodb.keys import build_partition
from chalicelib.repositories.dynamodb.ledger_store import translate_failure
from chalicelib.repositories.dynamodb.table import TableItem, open_connection

_A = TypeVar("_A")
_C = TypeVar("_C", bound=LastCount)
CountUpdate = tuple[TableItem, list[Action]]
REPORT_DAYS = 400
REFUSED = "ConditionalCheckFailedException"


class LedgerCounts(ABC, Generic[_A, _C]):
    """The counts of one kind of ledger; `state_key` is the sort key of its folded state."""

    state_key: ClassVar[str]

    def __init__(self) -> None:
        self._connection = open_connection()

    @abstractmethod
    def read_state(self, row: TableItem) -> _A:
        """Return the folded state in a row."""

    @abstractmethod
    def read_counted(self, row: TableItem | None) -> _C:
        """Return the last count; an empty one without a row."""

    @abstractmethod
    def write_counted(self, counted: _C) -> str:
        """Return a last count as its row stores it."""

    @abstractmethod
    def list_conditions(self, before: _C) -> Iterator[Condition]:
        """Return what must hold of the stored record beyond its length."""

    @abstractmethod
    def list_updates(self, before: _C, after: _C) -> Iterator[CountUpdate]:
        """Return the rows of counts that change, and how."""

    def load(self, ledger_id: str) -> tuple[_A | None, _C]:
        """Return the present state, and its last count, in one consistent request."""
        pk = build_partition(ledger_id)
        places = [(pk, self.state_key), (pk, keys.COUNTED)]
        found = {str(row.sk): row for row in TableItem.batch_get(places, consistent_read=True)}
        state = found.get(self.state_key)
        return self.read_state(state) if state else None, self.read_counted(found.get(keys.COUNTED))

    def load_facts(self, ledger_id: str, length: int) -> tuple[Fact, ...]:
        """Return the first facts of a ledger in order, by their keys: the consumer has no right to search a
        partition."""
        places = [(build_partition(ledger_id), keys.FACT(seq)) for seq in range(1, length + 1)]
        found = TableItem.batch_get(places, consistent_read=True)
        return tuple(sorted(map(rows.read_fact, found), key=lambda fact: fact.seq))

    def read_lengths(self, ledger_ids: Sequence[str]) -> Mapping[str, int]:
        """Return the length of each ledger at its last count; 0 for never."""
        places = {(build_partition(ledger_id), keys.COUNTED): ledger_id for ledger_id in ledger_ids}
        found = {
            places[str(row.pk), keys.COUNTED]: int(row.length or 0)
            for row in TableItem.batch_get(places, consistent_read=True)
        }
        return {ledger_id: found.get(ledger_id, 0) for ledger_id in ledger_ids}

    def save(self, ledger_id: str, before: _C, after: _C) -> None:
        """Change the counts and record it, all or nothing. Raise `Conflict`, or `Busy`."""
        expected = TableItem.length == before.length if before.length else TableItem.pk.does_not_exist()
        for further in self.list_conditions(before) if before.length else ():
            expected &= further
        counted = TableItem(
            build_partition(ledger_id),
            keys.COUNTED,
            kind="counted",
            length=after.length,
            body=self.write_counted(after),
        )
        updates = tuple(self.list_updates(before, after))
        if not updates:
            save_or_conflict(counted, expected)
            return
        try:
            with TransactWrite(connection=self._connection) as transaction:
                transaction.save(counted, condition=expected)
                for row, actions in updates:
                    transaction.update(row, actions=actions)
        except TransactWriteError as error:
            raise translate_failure(error) from error


def repair_row(row: TableItem, counted: int, found: int) -> bool:
    """Correct the count of a row unless it has changed since it was read; return whether it was corrected."""
    seen = TableItem.length == counted
    if not counted:
        seen |= TableItem.length.does_not_exist()
    try:
        row.update(actions=[TableItem.length.set(found)], condition=seen)
    except UpdateError as refused:
        if refused.cause_response_code != REFUSED:
            raise
        return False
    return True


def remove_if_empty(row: TableItem) -> None:
    """Delete the row of an empty line, unless something was counted on it again meanwhile."""
    if row.length:
        return
    try:
        row.delete(condition=TableItem.length == 0)
    except DeleteError as refused:
        if refused.cause_response_code != REFUSED:
            raise


def store_report(partition: str, now: datetime, report: Mapping[str, Any]) -> None:
    """Store the result of a recount for operators."""
    expires = int((now + timedelta(days=REPORT_DAYS)).timestamp())
    body = json.dumps(pack_value(dict(report)), sort_keys=True)
    TableItem(partition, now.isoformat(), kind="drift", body=body, expires_at=expires).save()
