"""The due index as the watch reads it, and the position of its last run."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime

from pynamodb.exceptions import PutError

from chalicelib.domain.shared.serialization import pack, unpack
from chalicelib.domain.shared.timezone import stamp
from chalicelib.repositories.dynamodb.bodies import body_of
from chalicelib.repositories.dynamodb.keys import due_partition
from chalicelib.repositories.dynamodb.table import Row
from chalicelib.steps.supervision.watch_ports import WatchMark

MARK = ("WATCH#deadlines", "MARK")


class DueTable:
    """The `DueEntries` port on DynamoDB."""

    def on(self, day: date, until: datetime | None, most: int) -> list[str]:
        """Return dossiers with an entry on that day, soonest first, in one request for each page."""
        # "$" follows "#": an entry of this exact instant is due as well.
        reached = Row.due_sk < f"{stamp(until)}$" if until else None
        return [str(row.dossier_id) for row in Row.due.query(due_partition(day), reached, limit=most or None)]

    def mark(self) -> WatchMark:
        """Return where the last successful run ended; an empty mark before the first."""
        for row in Row.batch_get([MARK], consistent_read=True):
            mark: WatchMark = unpack(WatchMark, {**body_of(row), "version": int(row.version)})
            return mark
        return WatchMark()

    def keep(self, mark: WatchMark) -> WatchMark:
        """Store the mark unless another run stored one meanwhile: that run covered the same entries."""
        body = {name: item for name, item in pack(mark).items() if name != "version"}
        unchanged = Row.version == mark.version if mark.version else Row.pk.does_not_exist()
        row = Row(*MARK, version=mark.version + 1, body=json.dumps(body))
        try:
            row.save(condition=unchanged)
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return self.mark()
        return replace(mark, version=mark.version + 1)
