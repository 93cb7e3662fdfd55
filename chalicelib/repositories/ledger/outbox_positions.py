"""How far the facts of a dossier have left, and what a dossier has taken.

Marks lie beside the dossier, without version or chain; the stream's filter passes them over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.repositories.dynamodb.keys import partition
from chalicelib.repositories.dynamodb.table import Row

SENT = "SENT"
_REFUSED = "ConditionalCheckFailedException"


class SentMarkTable:
    """How far each dossier's facts have left for the queues, without a gap."""

    def advance(self, dossier_id: str, first: int, last: int) -> bool:
        """Facts `first` to `last` have left. False when the mark is further already, or has not come to `first`."""
        reached = Row.length >= first - 1
        if first == 1:
            reached = reached | Row.length.does_not_exist()
        behind = Row.length.does_not_exist() | (Row.length < last)
        return _updated(Row(partition(dossier_id), SENT), [Row.length.set(last)], reached & behind)

    def of(self, dossier_ids: Iterable[str]) -> Mapping[str, int]:
        """The number of the last fact that left, read consistently; 0 for a dossier without a mark."""
        own = {dossier_id: partition(dossier_id) for dossier_id in dossier_ids}
        wanted = [(pk, SENT) for pk in own.values()]
        found = {str(row.pk): int(row.length or 0) for row in Row.batch_get(wanted, consistent_read=True)}
        return {dossier_id: found.get(pk, 0) for dossier_id, pk in own.items()}


class FiledPaperTable:
    """Rows of papers that a dossier has taken."""

    def take(self, dossier_id: str, paper_id: str) -> bool:
        """Take the paper's row out of expiry for good; False when there is none any more."""
        return _updated(Row(partition(dossier_id), f"PAPER#{paper_id}"), [Row.expires_at.remove()], Row.pk.exists())


def _updated(row: Row, actions: list[Action], condition: Condition) -> bool:
    """Whether the update was made; False when its condition did not hold."""
    try:
        row.update(actions=actions, condition=condition)
    except UpdateError as refused:
        if refused.cause_response_code == _REFUSED:
            return False
        raise
    return True
