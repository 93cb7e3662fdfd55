"""Lists about money: unanswered intents, queues of reconciliations, days of a till. For display,
never for decisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from chalicelib.domain.dossier.transactions import Transaction
from chalicelib.domain.payments.till import REVERSED, RecordedReceipt, TillEntry
from chalicelib.domain.shared.serialization import unpack_value
from chalicelib.domain.shared.timezone import VIETNAM, parse_stamp, write_stamp
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.bodies import unpack_body
from chalicelib.repositories.dynamodb.item_keys import locate_item, locate_list
from chalicelib.repositories.dynamodb.merged_pages import Place, read_merged
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.steps.dossier.items import ItemName, ListName


class PaymentLists:
    """Key queries over the due and work indexes."""

    def list_due(self, shards: Sequence[ListName], until: datetime, limit: int) -> list[str]:
        """Return references of intents due at `until` or before, oldest first, from all given shards."""
        return list_due_entries([locate_list(shard) for shard in shards], until, limit)

    def list_queued(
        self, queues: Sequence[ListName], limit: int, cursor: str | None, *, newest_first: bool = False
    ) -> tuple[list[str], str | None]:
        """Return ids of entries of some queues, oldest first by default, and where the next page begins."""
        return list_queue_entries([locate_list(each) for each in queues], limit, cursor, newest_first=newest_first)

    def list_till(self, till: ListName, day: date, most: int) -> Sequence[TillEntry]:
        """Return receipts and reversals of a day, in order; one more than `most` says that there are others."""
        since = datetime.combine(day, time(), VIETNAM)
        within = TableItem.work_sk.between(write_stamp(since), write_stamp(since + timedelta(days=1)))
        listed = list(TableItem.work.query(locate_list(till), within, limit=most + 1))
        places = [(row.pk, row.sk) for row in listed]
        kept = {(row.pk, row.sk): row for row in TableItem.batch_get(places)} if places else {}
        return [_build_till_entry(line, kept[line.pk, line.sk]) for line in listed]

    def find_receipt(self, receipt: ItemName, reversed_by: ItemName) -> RecordedReceipt | None:
        """Return a recorded receipt, with its reversal; None where there is none."""
        place, reversal = locate_item(receipt), locate_item(reversed_by)
        found = {(row.pk, row.sk): row for row in TableItem.batch_get([place, reversal], consistent_read=True)}
        if place not in found:
            return None
        stored = unpack_body(found[place])
        return RecordedReceipt(
            unpack_value(Transaction, stored["transaction"]), stored["dossier_id"], reversal in found
        )


def list_due_entries(partitions: Sequence[str], until: datetime, limit: int) -> list[str]:
    """Return the names of entries due at `until` or before, oldest first, from all given partitions."""
    reached = TableItem.due_sk < keys.END_OF_INSTANT(write_stamp(until))
    found = [
        str(row.due_sk)
        for partition in partitions
        for row in TableItem.due.query(partition, reached, limit=limit, page_size=limit)
    ]
    return [entry.partition("#")[2] for entry in sorted(found)[:limit]]


def list_queue_entries(
    queues: Sequence[str], limit: int, cursor: str | None, *, newest_first: bool = False
) -> tuple[list[str], str | None]:
    """Return the names of entries of some queues, oldest first by default, and where the next page begins."""

    def query(queue: str, since: Place | None) -> Any:
        return TableItem.work.query(
            queue, limit=limit, page_size=limit, last_evaluated_key=since, scan_index_forward=not newest_first
        )

    found, further = read_merged(queues, cursor, limit, query, forward=not newest_first)
    return [str(row.work_sk).partition("#")[2] for row in found], further


def _build_till_entry(line: TableItem, kept: TableItem) -> TillEntry:
    at, _, _ = str(line.work_sk).partition("#")
    money: Transaction = unpack_value(Transaction, unpack_body(kept)["transaction"])
    code = str(line.code or line.receipt_no)
    return TillEntry(parse_stamp(at), line.kind == REVERSED, money, str(line.dossier_id), code, str(line.procedure))
