"""Since when periods of reviews of rights count, and the newest one whose reviews are all open."""

from __future__ import annotations

import json
from datetime import date, datetime

from chalicelib.domain.accounts.rights.rights_review import ReviewProgress, find_legal_day
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.conditions import write_if_it_holds
from chalicelib.repositories.dynamodb.table import TableItem


class ReviewMarkTable:
    """The `ReviewMark` port on DynamoDB."""

    def start(self, now: datetime) -> ReviewProgress:
        """Return since when periods count, and the newest one that is done; the first run of a deployment sets it."""
        held = self._read()
        if held is not None:
            return held
        row = _build_row(ReviewProgress(find_legal_day(now), ""))
        if write_if_it_holds(lambda: row.save(condition=TableItem.pk.does_not_exist())):
            return ReviewProgress(find_legal_day(now), "")
        return self.start(now)

    def finish(self, period: str) -> None:
        """Keep that every review of a period is open."""
        held = self._read()
        if held is not None:
            _build_row(ReviewProgress(held.since, max(held.done, period))).save()

    def _read(self) -> ReviewProgress | None:
        rows = TableItem.batch_get([keys.REVIEW_MARK], consistent_read=True)
        stored = next((json.loads(str(row.body)) for row in rows), None)
        return ReviewProgress(date.fromisoformat(stored["since"]), stored["done"]) if stored else None


def _build_row(progress: ReviewProgress) -> TableItem:
    body = json.dumps({"since": progress.since.isoformat(), "done": progress.done})
    return TableItem(*keys.REVIEW_MARK, kind="reviews_watched", body=body)
