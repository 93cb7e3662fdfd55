"""Facts that a consumer has processed.

Marks are stored next to the dossier, without version or chain; the stream's filter skips them. They never expire: a
processed fact stays processed.
"""

from __future__ import annotations

from collections.abc import Sequence

from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.repositories.dynamodb import keys, rows
from chalicelib.repositories.dynamodb.keys import build_partition
from chalicelib.repositories.dynamodb.ledger_store import translate_failure
from chalicelib.repositories.dynamodb.table import TableItem, open_connection
from chalicelib.steps.dossier.ports import ExtraPut

_REFUSED = "ConditionalCheckFailed"


class HandledTable:
    """Facts that a consumer has processed."""

    def __init__(self) -> None:
        self._connection = open_connection()

    def has(self, consumer: str, fact_id: str) -> bool:
        """Return whether the consumer has processed the fact, read consistently."""
        mark = _build_mark(consumer, fact_id)
        return any(True for _ in TableItem.batch_get([(mark.pk, mark.sk)], consistent_read=True))

    def record_once(self, consumer: str, fact_id: str, effects: Sequence[ExtraPut] = ()) -> bool:
        """Record the fact together with its effects, all or nothing; return False when it was processed before.

        Raise `Conflict` when an effect met another version of its item, `Busy` when the store is.
        """
        try:
            with TransactWrite(connection=self._connection) as transaction:
                transaction.save(_build_mark(consumer, fact_id), condition=TableItem.pk.does_not_exist())
                for effect in effects:
                    transaction.save(rows.build_extra_row(effect), condition=rows.build_condition(effect))
        except TransactWriteError as error:
            first = error.cancellation_reasons[0] if error.cancellation_reasons else None
            if first is not None and first.code == _REFUSED:
                return False
            raise translate_failure(error) from error
        return True


def _build_mark(consumer: str, fact_id: str) -> TableItem:
    dossier_id, _, seq = fact_id.partition("#")
    return TableItem(build_partition(dossier_id), keys.PROCESSED(consumer, seq), kind="done")
