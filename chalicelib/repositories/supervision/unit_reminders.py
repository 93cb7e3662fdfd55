"""Permanent records of urgings in the table: one partition for each unit; the messages are stored with the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.domain.notices.inbox import InboxMessage
from chalicelib.domain.shared.errors import Busy
from chalicelib.domain.supervision.unit_reminders import Urging
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.ledger_store import translate_failure
from chalicelib.repositories.dynamodb.table import TableItem, open_connection
from chalicelib.repositories.notices import notice_rows
from chalicelib.repositories.notices.inboxes import build_message_row
from chalicelib.steps.dossier.ports import Conflict


class UrgingTable:
    """The `Urgings` port on DynamoDB."""

    def __init__(self) -> None:
        self._connection = open_connection()

    def find(self, unit: str, day: date, one_stop: str) -> Urging | None:
        """Return the urging of a day from that unit."""
        return notice_rows.get_value(Urging, *_build_key(unit, day, one_stop))

    def add(self, made: Urging, inbox_messages: Mapping[str, InboxMessage]) -> Urging:
        """Store it with its messages, all or nothing; return the first of the day if there is one already."""
        place = _build_key(made.unit, made.day, made.one_stop)
        kept = replace(made, version=1)
        try:
            with TransactWrite(connection=self._connection) as transaction:
                transaction.save(
                    notice_rows.build_row(kept, *place, kind="urging"), condition=TableItem.pk.does_not_exist()
                )
                for inbox, message in inbox_messages.items():
                    transaction.save(build_message_row(inbox, replace(message, version=1)))
        except TransactWriteError as error:
            why = translate_failure(error)
            if not isinstance(why, Conflict):
                raise why from error
            first = self.find(made.unit, made.day, made.one_stop)
            if first is None:
                raise Busy(retry_after=1) from error
            return first
        return kept

    def list_by_unit(self, unit: str, limit: int) -> Sequence[Urging]:
        """Return a unit's urgings, newest first."""
        found = TableItem.query(keys.URGED(unit), limit=limit, page_size=limit, scan_index_forward=False)
        return [notice_rows.read_value(Urging, row) for row in found]


def _build_key(unit: str, day: date, one_stop: str) -> tuple[str, str]:
    return keys.URGED(unit), keys.URGING(day.isoformat(), one_stop)
