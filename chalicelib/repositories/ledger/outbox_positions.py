"""Positions of a dossier's sent facts, and the papers that a dossier has filed.

Marks are stored next to the dossier, without version or chain; the stream's filter skips them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.keys import build_partition
from chalicelib.repositories.dynamodb.table import TableItem

_REFUSED = "ConditionalCheckFailedException"


class SentMarkTable:
    """The position up to which each dossier's facts were sent to the queues, without a gap."""

    def move_mark(self, dossier_id: str, first: int, last: int) -> bool:
        """Record that facts `first` to `last` were sent. Return False when the position is already further, or has not
        reached `first`."""
        reached = TableItem.length >= first - 1
        if first == 1:
            reached = reached | TableItem.length.does_not_exist()
        behind = TableItem.length.does_not_exist() | (TableItem.length < last)
        return _try_update(
            TableItem(build_partition(dossier_id), keys.SENT), [TableItem.length.set(last)], reached & behind
        )

    def read_marks(self, dossier_ids: Iterable[str]) -> Mapping[str, int]:
        """Return the number of the last sent fact, read consistently; 0 for a dossier without a mark."""
        own = {dossier_id: build_partition(dossier_id) for dossier_id in dossier_ids}
        wanted = [(pk, keys.SENT) for pk in own.values()]
        found = {str(row.pk): int(row.length or 0) for row in TableItem.batch_get(wanted, consistent_read=True)}
        return {dossier_id: found.get(pk, 0) for dossier_id, pk in own.items()}


class FiledPaperTable:
    """Rows of papers that a dossier has filed."""

    def take(self, dossier_id: str, paper_id: str) -> bool:
        """Remove the paper's row from expiry permanently; return False when the row no longer exists."""
        return _try_update(
            TableItem(build_partition(dossier_id), keys.PAPER(paper_id)),
            [TableItem.expires_at.remove()],
            TableItem.pk.exists(),
        )


def _try_update(row: TableItem, actions: list[Action], condition: Condition) -> bool:
    """Return whether the update was made; False when its condition did not hold."""
    try:
        row.update(actions=actions, condition=condition)
    except UpdateError as refused:
        if refused.cause_response_code == _REFUSED:
            return False
        raise
    return True
