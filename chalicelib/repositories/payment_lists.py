"""Lists about money: intents without answer, and queues of reconciliations. For finding, never for deciding."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chalicelib.domain.timezone import stamp
from chalicelib.repositories.lists import read_cursor, write_cursor
from chalicelib.repositories.tables import Row


class PaymentLists:
    """Key queries over the due and work indexes."""

    def due(self, partitions: Sequence[str], until: datetime, limit: int) -> list[str]:
        """References of intents due at `until` or before, oldest first, from all given partitions."""
        # "$" follows "#": an entry of this very instant is due as well.
        reached = Row.due_sk < f"{stamp(until)}$"
        found = [
            str(row.due_sk)
            for partition in partitions
            for row in Row.due.query(partition, reached, limit=limit, page_size=limit)
        ]
        return [entry.partition("#")[2] for entry in sorted(found)[:limit]]

    def queued(
        self, queue: str, limit: int, cursor: str | None, *, newest_first: bool = False
    ) -> tuple[list[str], str | None]:
        """Ids of a queue's entries, oldest first unless told otherwise, and where the next page begins."""
        place = read_cursor(cursor, queue)
        found = Row.work.query(
            queue, limit=limit, page_size=limit, last_evaluated_key=place, scan_index_forward=not newest_first
        )
        ids = [str(row.work_sk).partition("#")[2] for row in found]
        return ids, write_cursor(found.last_evaluated_key)
