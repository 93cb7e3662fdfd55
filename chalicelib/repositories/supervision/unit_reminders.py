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
from chalicelib.repositories.dossier.dossiers import reason
from chalicelib.repositories.dynamodb.table import Row, connection
from chalicelib.repositories.notices import notice_rows
from chalicelib.repositories.notices.inboxes import message_row
from chalicelib.steps.dossier.ports import Conflict


class UrgingTable:
    """The `Urgings` port on DynamoDB."""

    def __init__(self) -> None:
        self._connection = connection()

    def find(self, unit: str, day: date, one_stop: str) -> Urging | None:
        """Return the urging of a day from that unit."""
        return notice_rows.get(Urging, *_place(unit, day, one_stop))

    def add(self, made: Urging, told: Mapping[str, InboxMessage]) -> Urging:
        """Store it with its messages, all or nothing; return the first of the day if there is one already."""
        place = _place(made.unit, made.day, made.one_stop)
        kept = replace(made, version=1)
        try:
            with TransactWrite(connection=self._connection) as transaction:
                transaction.save(notice_rows.row(kept, *place, kind="urging"), condition=Row.pk.does_not_exist())
                for inbox, message in told.items():
                    transaction.save(message_row(inbox, replace(message, version=1)))
        except TransactWriteError as error:
            why = reason(error)
            if not isinstance(why, Conflict):
                raise why from error
            first = self.find(made.unit, made.day, made.one_stop)
            if first is None:
                raise Busy(retry_after=1) from error
            return first
        return kept

    def of_unit(self, unit: str, limit: int) -> Sequence[Urging]:
        """Return a unit's urgings, newest first."""
        found = Row.query(_partition(unit), limit=limit, page_size=limit, scan_index_forward=False)
        return [notice_rows.read(Urging, row) for row in found]


def _partition(unit: str) -> str:
    return f"URGED#{unit}"


def _place(unit: str, day: date, one_stop: str) -> tuple[str, str]:
    return _partition(unit), f"{day.isoformat()}#{one_stop}"
