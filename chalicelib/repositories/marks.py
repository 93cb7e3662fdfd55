"""What consumers remember: how far a dossier's facts have left, and which facts somebody has handled.

Marks lie beside the dossier, without version or chain; the stream's filter passes them over. None expires: a fact
handled once is handled for life.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pynamodb.exceptions import TransactWriteError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.repositories import rows
from chalicelib.repositories.dossiers import reason
from chalicelib.repositories.ports import ExtraPut
from chalicelib.repositories.tables import Row, connection

SENT = "SENT"
_REFUSED = "ConditionalCheckFailed"


class SentMarkTable:
    """How far each dossier's facts have left for the queues, without a gap."""

    def advance(self, dossier_id: str, first: int, last: int) -> bool:
        """Facts `first` to `last` have left. False when the mark is further already, or has not come to `first`."""
        reached = Row.length >= first - 1
        if first == 1:
            reached = reached | Row.length.does_not_exist()
        behind = Row.length.does_not_exist() | (Row.length < last)
        return _updated(Row(rows.partition(dossier_id), SENT), [Row.length.set(last)], reached & behind)

    def of(self, dossier_ids: Iterable[str]) -> Mapping[str, int]:
        """The number of the last fact that left, read consistently; 0 for a dossier without a mark."""
        wanted = list(dict.fromkeys(dossier_ids))
        keys = [(rows.partition(dossier_id), SENT) for dossier_id in wanted]
        found = {str(row.pk): int(row.length or 0) for row in Row.batch_get(keys, consistent_read=True)}
        return {dossier_id: found.get(rows.partition(dossier_id), 0) for dossier_id in wanted}


class FiledPaperTable:
    """Rows of papers that a dossier has taken."""

    def take(self, dossier_id: str, paper_id: str) -> bool:
        """Take the paper's row out of expiry for good; False when there is none any more."""
        return _updated(
            Row(rows.partition(dossier_id), f"PAPER#{paper_id}"), [Row.expires_at.remove()], Row.pk.exists()
        )


class HandledTable:
    """The `Handled` port: facts that a consumer is done with."""

    def __init__(self) -> None:
        self._connection = connection()

    def has(self, consumer: str, fact_id: str) -> bool:
        """Whether the consumer has handled the fact, read consistently."""
        mark = _mark(consumer, fact_id)
        return any(True for _ in Row.batch_get([(mark.pk, mark.sk)], consistent_read=True))

    def once(self, consumer: str, fact_id: str, effects: Sequence[ExtraPut] = ()) -> bool:
        """Remember the fact together with its effects, all or nothing; False when it was handled before.

        Raises `Conflict` when an effect met another version of its item, `Busy` when the store is.
        """
        try:
            with TransactWrite(connection=self._connection) as transaction:
                transaction.save(_mark(consumer, fact_id), condition=Row.pk.does_not_exist())
                for effect in effects:
                    transaction.save(rows.extra_row(effect), condition=rows.expected(effect))
        except TransactWriteError as error:
            first = error.cancellation_reasons[0] if error.cancellation_reasons else None
            if first is not None and first.code == _REFUSED:
                return False
            raise reason(error) from error
        return True


def _mark(consumer: str, fact_id: str) -> Row:
    dossier_id, _, seq = fact_id.partition("#")
    return Row(rows.partition(dossier_id), f"DONE#{consumer}#{seq}", kind="done")


def _updated(row: Row, actions: list[Action], condition: Condition) -> bool:
    """Whether the update was made; False when its condition did not hold."""
    try:
        row.update(actions=actions, condition=condition)
    except UpdateError as refused:
        if refused.cause_response_code == f"{_REFUSED}Exception":
            return False
        raise
    return True
