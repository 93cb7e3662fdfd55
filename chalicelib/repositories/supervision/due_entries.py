"""The due index as the watch reads it, and the position of its last run."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime

from pynamodb.exceptions import PutError

from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.bodies import unpack_body
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.steps.supervision.watch_ports import WatchMark


class DueTable:
    """The `DueEntries` port on DynamoDB: of dossiers, or of what another index and another mark hold."""

    def __init__(self, due: keys.KeyPattern = keys.DUE, mark: tuple[str, str] = keys.WATCH_MARK) -> None:
        self._due, self._mark = due, mark

    def list_on_day(self, day: date, until: datetime | None, most: int) -> list[str]:
        """Return dossiers with an entry on that day, soonest first, in one request for each page."""
        reached = TableItem.due_sk < keys.END_OF_INSTANT(write_stamp(until)) if until else None
        return [
            str(row.dossier_id) for row in TableItem.due.query(self._due(day.isoformat()), reached, limit=most or None)
        ]

    def load_mark(self) -> WatchMark:
        """Return where the last successful run ended; an empty mark before the first."""
        for row in TableItem.batch_get([self._mark], consistent_read=True):
            mark: WatchMark = unpack_value(WatchMark, {**unpack_body(row), "version": int(row.version)})
            return mark
        return WatchMark()

    def keep(self, mark: WatchMark) -> WatchMark:
        """Store the mark unless another run stored one meanwhile: that run covered the same entries."""
        body = {name: item for name, item in pack_value(mark).items() if name != "version"}
        unchanged = TableItem.version == mark.version if mark.version else TableItem.pk.does_not_exist()
        row = TableItem(*self._mark, version=mark.version + 1, body=json.dumps(body))
        try:
            row.save(condition=unchanged)
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return self.load_mark()
        return replace(mark, version=mark.version + 1)
