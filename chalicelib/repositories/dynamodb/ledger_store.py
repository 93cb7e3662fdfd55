"""What every store with a ledger does: one consistent read, one transaction, facts and personal parts in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pynamodb.exceptions import PynamoDBException, TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.domain.ledger.chain import Fact, Part
from chalicelib.domain.security.quotas import QuotaUse
from chalicelib.domain.shared.errors import Busy, TooLarge
from chalicelib.repositories.dynamodb import keys, rows
from chalicelib.repositories.dynamodb.keys import build_partition
from chalicelib.repositories.dynamodb.table import TableItem, open_connection
from chalicelib.steps.dossier.ports import Conflict, StoredWrite

MAX_ITEMS = 25

Write = tuple[TableItem, Any]
"""A row, and the condition under which it is written or deleted."""


class LedgerStore:
    """The common part of the stores of dossiers and of matters."""

    def __init__(self) -> None:
        self._connection = open_connection()

    def load_ledger(self, dossier_id: str) -> tuple[Fact, ...]:
        """Return every fact in order, read consistently."""
        return tuple(rows.read_fact(row) for row in self._query_rows(dossier_id, keys.FACT.prefix))

    def load_parts(self, dossier_id: str) -> Mapping[str, Part]:
        """Return personal parts still held, by digest."""
        return {part.digest: part for part in map(rows.read_part, self._query_rows(dossier_id, keys.PART.prefix))}

    def read_rows(self, places: Iterable[tuple[str, str]]) -> Iterable[TableItem]:
        """Return the rows at some places in one consistent request. Raise Busy for a throttled store."""
        try:
            return list(TableItem.batch_get(list(places), consistent_read=True))
        except PynamoDBException as error:
            raise _translate_read(error) from error

    def write_rows(
        self,
        puts: Sequence[Write],
        deletes: Sequence[Write],
        quotas: Sequence[QuotaUse],
        now: datetime,
        *,
        unchanged: Sequence[Write] = (),
        writes: Sequence[StoredWrite] = (),
    ) -> None:
        """Write and delete everything in one transaction, or nothing; `unchanged` rows are not written, and must still
        meet their condition; `writes` add their own. Raise Conflict, Busy, TooLarge, or the refusal of a quota that is
        full."""
        if len(puts) + len(deletes) + len(unchanged) > MAX_ITEMS:
            raise TooLarge(limit=f"{MAX_ITEMS} items")
        try:
            with TransactWrite(connection=self._connection) as transaction:
                for row, condition in puts:
                    transaction.save(row, condition=condition)
                for row, condition in unchanged:
                    transaction.condition_check(TableItem, row.pk, row.sk, condition=condition)
                for row, condition in deletes:
                    transaction.delete(row, condition=condition)
                for each in writes:
                    each.add_to(transaction)
                if quotas:
                    from chalicelib.repositories.dynamodb.quotas import add_uses  # most commands use none

                    add_uses(transaction, quotas)
        except TransactWriteError as error:
            if quotas:
                from chalicelib.repositories.dynamodb.quotas import find_full

                if full := find_full(error, quotas):
                    raise full.build_refusal(now.timestamp()) from None
            raise translate_failure(error) from error

    def read_between(self, dossier_id: str, first: str, last: str) -> Iterable[TableItem]:
        """Return the rows of a ledger's partition between two sort keys in one consistent request. Raise Busy for a
        throttled store."""
        try:
            rows_between = TableItem.sk.between(first, last)
            return list(TableItem.query(build_partition(dossier_id), rows_between, consistent_read=True))
        except PynamoDBException as error:
            raise _translate_read(error) from error

    def _query_rows(self, dossier_id: str, prefix: str) -> Iterable[TableItem]:
        return TableItem.query(build_partition(dossier_id), TableItem.sk.startswith(prefix), consistent_read=True)


def _translate_read(error: PynamoDBException) -> Exception:
    """Return the exception to raise for a read that failed: Busy for a throttled store, else the error itself."""
    return Busy(retry_after=2) if _is_throttled(error) else error


def translate_failure(error: TransactWriteError) -> Exception:
    """Return the exception to raise: Conflict (load again) for a failed condition or a concurrent transaction, Busy for
    a throttled store, else the error itself."""
    codes = {reason.code for reason in error.cancellation_reasons if reason is not None}
    if codes & {"ConditionalCheckFailed", "TransactionConflict"}:
        return Conflict(", ".join(sorted(codes)))
    if codes & {"ThrottlingError", "ProvisionedThroughputExceeded"} or _is_throttled(error):
        return Busy(retry_after=2)
    return error


def _is_throttled(error: PynamoDBException) -> bool:
    return error.cause_response_code in {
        "ProvisionedThroughputExceededException",
        "ThrottlingException",
        "RequestLimitExceeded",
        "TransactionInProgressException",
        "InternalServerError",
        "ServiceUnavailable",
    }
