"""Dossiers in the table: one strongly consistent read and one transaction per command."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pynamodb.exceptions import PynamoDBException, TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.ledger.chain import Fact, Part
from chalicelib.domain.shared.errors import Busy, TooLarge
from chalicelib.repositories.dynamodb import rows
from chalicelib.repositories.dynamodb.keys import partition
from chalicelib.repositories.dynamodb.table import Row, connection
from chalicelib.repositories.papers.paper_items import paper_row, read_paper
from chalicelib.steps.dossier.ports import Change, Conflict, Loaded

MAX_ITEMS = 25


class DossierTable:
    """The `Dossiers` port on DynamoDB."""

    def __init__(self) -> None:
        self._connection = connection()

    def load(
        self,
        dossier_id: str,
        *,
        idem: str = "",
        papers: Sequence[str] = (),
        extra: Sequence[tuple[str, str]] = (),
    ) -> Loaded:
        """Read state, draft, key and the named papers and items in one consistent request."""
        pk = partition(dossier_id)
        wanted = [(pk, "STATE"), (pk, "DRAFT"), *((pk, f"PAPER#{p}") for p in papers), *extra]
        if idem:
            wanted.append((idem, "IDEM"))
        found = {(row.pk, row.sk): row for row in self._read(dict.fromkeys(wanted))}
        state, draft, first = found.get((pk, "STATE")), found.get((pk, "DRAFT")), found.get((idem, "IDEM"))
        return Loaded(
            dossier=rows.read_dossier(state) if state else None,
            draft=rows.read_draft(draft) if draft else None,
            outcome=rows.read_outcome(first) if first else None,
            papers={p: read_paper(found[pk, f"PAPER#{p}"]) for p in papers if (pk, f"PAPER#{p}") in found},
            extra={f"{k[0]}|{k[1]}": rows.read_body(found[k]) for k in extra if k in found},
        )

    def save(self, change: Change, *, now: datetime) -> None:
        """Write everything of a command, or nothing."""
        changes = [change, *([change.also] if change.also else [])]
        puts = [put for each in changes for put in _puts(each, now)]
        deletes = [gone for each in changes for gone in _deletes(each)]
        if len(puts) + len(deletes) > MAX_ITEMS:
            raise TooLarge(limit=f"{MAX_ITEMS} items")
        try:
            with TransactWrite(connection=self._connection) as transaction:
                for row, condition in puts:
                    transaction.save(row, condition=condition)
                for row, condition in deletes:
                    transaction.delete(row, condition=condition)
                if change.quotas:
                    from chalicelib.repositories.dynamodb.quotas import add_uses  # most commands use none

                    add_uses(transaction, change.quotas)
        except TransactWriteError as error:
            if change.quotas:
                from chalicelib.repositories.dynamodb.quotas import find_full

                if full := find_full(error, change.quotas):
                    raise full.reached(now.timestamp()) from None
            raise reason(error) from error

    def ledger(self, dossier_id: str) -> tuple[Fact, ...]:
        """Return every fact in order, read consistently."""
        return tuple(rows.read_fact(row) for row in self._query(dossier_id, "FACT#"))

    def parts(self, dossier_id: str) -> Mapping[str, Part]:
        """Return personal parts still held, by digest."""
        return {part.digest: part for part in map(rows.read_part, self._query(dossier_id, "PART#"))}

    def _query(self, dossier_id: str, prefix: str) -> Iterable[Row]:
        return Row.query(partition(dossier_id), Row.sk.startswith(prefix), consistent_read=True)

    def _read(self, keys: Iterable[tuple[str, str]]) -> Iterable[Row]:
        try:
            return list(Row.batch_get(list(keys), consistent_read=True))
        except PynamoDBException as error:
            if _throttled(error):
                raise Busy(retry_after=2) from error
            raise


def _puts(change: Change, now: datetime) -> Iterable[tuple[Row, Any]]:
    if change.after is not None:
        yield from _dossier_puts(change, change.after, now)
    for part in change.parts:
        yield rows.part_row(_id(change), part), Row.pk.does_not_exist()
    for fact in change.facts:
        yield rows.fact_row(fact), Row.pk.does_not_exist()
    for paper in change.papers:
        yield paper_row(paper), Row.pk.does_not_exist()
    if change.draft is not None:
        expected = Row.pk.does_not_exist() if change.draft_was is None else Row.version == change.draft_was
        yield rows.draft_row(change.draft), expected
    for put in change.extras:
        yield rows.extra_row(put), rows.expected(put)
    if change.idem and change.outcome is not None:
        yield rows.outcome_row(change.idem, change.outcome, now), Row.pk.does_not_exist()


def _dossier_puts(change: Change, after: Dossier, now: datetime) -> Iterable[tuple[Row, Any]]:
    before = change.before
    yield (
        rows.state_row(after, change.alerts.get(0)),
        Row.pk.does_not_exist() if before is None else Row.length == before.length,
    )
    for task in after.tasks:
        was = before.task(task.n) if before else None
        shown = task.done_at is None and (task.n in change.moved or (before and before.state is not after.state))
        if task != was or shown:
            yield rows.task_row(after, task, change.alerts.get(task.n)), None
    was_open = rows.request_rows(before) if before else {}
    for sk, row in rows.request_rows(after).items():
        if sk not in was_open:
            yield row, None
    if change.facts:
        yield rows.head_row(after, now.date().isoformat()), None


def _deletes(change: Change) -> Iterable[tuple[Row, Any]]:
    if change.draft_gone:
        yield Row(partition(_id(change)), "DRAFT"), Row.version == change.draft_was
    if change.before is not None and change.after is not None:
        still = rows.request_rows(change.after)
        for sk, row in rows.request_rows(change.before).items():
            if sk not in still:
                yield Row(row.pk, sk), None
    for digest in change.erased:
        yield Row(partition(_id(change)), f"PART#{digest}"), Row.pk.exists()
    for pk, sk in change.gone:
        yield Row(pk, sk), None


def _id(change: Change) -> str:
    owner = change.after or change.draft
    return owner.id if owner else change.dossier_id


def reason(error: TransactWriteError) -> Exception:
    """Return the exception to raise: Conflict (load again) for a failed condition or a concurrent transaction, Busy for
    a throttled store, else the error itself."""
    codes = {reason.code for reason in error.cancellation_reasons if reason is not None}
    if codes & {"ConditionalCheckFailed", "TransactionConflict"}:
        return Conflict(", ".join(sorted(codes)))
    if codes & {"ThrottlingError", "ProvisionedThroughputExceeded"} or _throttled(error):
        return Busy(retry_after=2)
    return error


def _throttled(error: PynamoDBException) -> bool:
    return error.cause_response_code in {
        "ProvisionedThroughputExceededException",
        "ThrottlingException",
        "RequestLimitExceeded",
        "TransactionInProgressException",
        "InternalServerError",
        "ServiceUnavailable",
    }
