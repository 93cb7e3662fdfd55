"""Deliveries and errands in the table, next to the dossier but not in its version or chain.

Deliveries of a fact that began together are one row: begun in one write and recorded in one, after all were sent. Rows
of older code hold one delivery each; they are read, and changed in the present form. Rows with queued deliveries are in
an index of their own in time order, except during the first attempt, which the queue repeats when it is interrupted; an
open errand is in its unit's queue.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from pynamodb.exceptions import PutError, TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.domain.notices.deliveries import Beginning, Delivery, DeliveryState, Errand
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.compression import compress_text, decompress_text
from chalicelib.repositories.dynamodb.keys import build_partition
from chalicelib.repositories.dynamodb.ledger_store import translate_failure
from chalicelib.repositories.dynamodb.merged_pages import Place, read_merged
from chalicelib.repositories.dynamodb.table import TableItem, open_connection
from chalicelib.repositories.notices import notice_rows
from chalicelib.repositories.notices.inboxes import build_message_row
from chalicelib.steps.dossier.ports import Conflict

if TYPE_CHECKING:
    from chalicelib.repositories.dynamodb.successor_lists import FindUnits

SHARDS = 4
TOGETHER = 40
"""Deliveries in one row, which begins in one transaction with a message of each: the service accepts a hundred rows."""
REF_LIVES = timedelta(days=14)
"""How long a provider may take to report on a message."""
CONDITION_FAILED = "ConditionalCheckFailedException"


class DeliveryTable:
    """The `Deliveries` port on DynamoDB."""

    def list_by_fact(self, dossier_id: str, seq: int) -> Sequence[Delivery]:
        """Return deliveries of one fact."""
        return self._list_found(dossier_id, keys.DELIVERIES_OF_FACT(seq))

    def list_by_dossier(self, dossier_id: str) -> Sequence[Delivery]:
        """Return deliveries of a dossier, in the order of its facts."""
        return self._list_found(dossier_id, keys.DELIVERIES.prefix)

    def begin(self, begun: Sequence[Beginning], known: int = 0, *, retried: bool = True) -> Sequence[Delivery] | None:
        """Store new deliveries of a fact with their inbox messages: all, or nothing and None when a row is there."""
        kept: list[Delivery] = []
        for first in range(0, len(begun), TOGETHER):
            batch = begun[first : first + TOGETHER]
            place = f"{batch[0].delivery.seq:08d}#{known + first:04d}"
            row = [replace(each.delivery, row=place, version=1) for each in batch]
            try:
                with TransactWrite(connection=open_connection()) as transaction:
                    for item in (_build_row(row, held=not retried), *_build_message_rows(batch)):
                        transaction.save(item, condition=TableItem.pk.does_not_exist())
            except TransactWriteError as error:
                fault = translate_failure(error)
                if isinstance(fault, Conflict):
                    return None
                raise fault from error
            kept += row
        return kept

    def save(self, row: Sequence[Delivery]) -> Sequence[Delivery] | None:
        """Store all deliveries of one row as they are now; return None when somebody else changed the row meanwhile."""
        after = [replace(each, version=each.version + 1) for each in row]
        try:
            _build_row(after).save(condition=TableItem.version == row[0].version)
        except PutError as fault:
            if fault.cause_response_code == CONDITION_FAILED:
                return None
            raise
        return after

    def list_waiting(self, until: datetime, limit: int) -> Sequence[tuple[str, int]]:
        """Return dossier and fact of deliveries queued before `until` and still not sent, oldest first."""
        found = [
            str(row.due_sk)
            for shard in range(SHARDS)
            for row in TableItem.due.query(
                keys.WAITING_DELIVERIES(shard), TableItem.due_sk < write_stamp(until), limit=limit, page_size=limit
            )
        ]
        places = (keys.split_parts(entry) for entry in sorted(found)[:limit])
        return [(place[1], int(place[2])) for place in places]

    def remember_reference(self, ref: str, delivery: Delivery, real_now: datetime) -> None:
        """Remember a provider's id for some weeks."""
        expires = notice_rows.calculate_expiry(real_now, REF_LIVES)
        TableItem(
            keys.SMS_REFERENCE(ref), keys.REFERENCE, kind="sms_ref", body=delivery.id,
            dossier_id=delivery.dossier_id, expires_at=expires,
        ).save()  # fmt: skip

    def find_by_reference(self, ref: str) -> tuple[str, str] | None:
        """Return dossier and delivery of a provider's id; None when it is unknown or forgotten."""
        try:
            row = TableItem.get(keys.SMS_REFERENCE(ref), keys.REFERENCE, consistent_read=True)
        except TableItem.DoesNotExist:
            return None
        return str(row.dossier_id), str(row.body)

    def _list_found(self, dossier_id: str, prefix: str) -> Sequence[Delivery]:
        found = TableItem.query(build_partition(dossier_id), TableItem.sk.startswith(prefix), consistent_read=True)
        return sorted((each for row in found for each in _read_row(row)), key=lambda each: each.id)


class ErrandTable:
    """The `Errands` port on DynamoDB. `find_units` returns the units of which a unit's list consists: mostly itself."""

    def __init__(self, find_units: FindUnits = lambda unit: (unit,)) -> None:
        self._find_units = find_units

    def add(self, errand: Errand) -> bool:
        """Open one; return False when it was opened before."""
        return self.save(errand) is not None

    def find(self, dossier_id: str, seq: int, to: str) -> Errand | None:
        """Return the present errand."""
        return notice_rows.get_value(Errand, build_partition(dossier_id), keys.ERRAND(seq, to))

    def save(self, errand: Errand) -> Errand | None:
        """Store a change; return None when somebody else changed it meanwhile."""
        attributes: dict[str, Any] = {"kind": "errand", "dossier_id": errand.dossier_id, "unit": errand.unit}
        if errand.done_at is None:
            opened = write_stamp(errand.opened_at)
            attributes["work_pk"] = keys.OPEN_ERRANDS(errand.unit)
            attributes["work_sk"] = keys.ERRAND_PLACE(opened, errand.dossier_id, errand.seq, errand.to)
        pk = build_partition(errand.dossier_id)
        return notice_rows.put_value(errand, pk, keys.ERRAND(errand.seq, errand.to), **attributes)

    def list_by_unit(self, unit: str, limit: int, cursor: str | None) -> tuple[Sequence[Errand], str | None]:
        """Return the open errands of a unit and of those whose work it has, oldest first, and where the next page
        begins."""

        def query(queue: str, since: Place | None) -> Any:
            return TableItem.work.query(queue, limit=limit, page_size=limit, last_evaluated_key=since)

        queues = [keys.OPEN_ERRANDS(each) for each in self._find_units(unit)]
        found, further = read_merged(queues, cursor, limit, query)
        places = [(str(row.pk), str(row.sk)) for row in found]
        held = {(row.pk, row.sk): row for row in TableItem.batch_get(places)} if places else {}
        listed = [notice_rows.read_value(Errand, held[place]) for place in places if place in held]
        # The index may be stale: an errand finished a moment ago is not shown as open.
        return [each for each in listed if each.done_at is None], further


def _build_row(row: Sequence[Delivery], *, held: bool = False) -> TableItem:
    """Return the row of deliveries that began together: only one with a waiting delivery is in an index; while the
    queue still holds the message of the first attempt, only one that is put back."""
    first = row[0]
    fields = [{n: v for n, v in pack_value(each).items() if n not in _OF_ROW} for each in row]
    item = TableItem(
        build_partition(first.dossier_id), keys.DELIVERIES(first.row), kind="notice", dossier_id=first.dossier_id,
        version=first.version,
        packed=compress_text(json.dumps(fields, ensure_ascii=False, separators=(",", ":"), sort_keys=True)),
    )  # fmt: skip
    waiting = [each.queued_at for each in row if each.state is DeliveryState.QUEUED and not (held and each.tried_at)]
    if waiting:
        shard = _choose_shard(keys.join_parts(first.dossier_id, first.row))
        item.due_pk = keys.WAITING_DELIVERIES(shard)
        item.due_sk = keys.DELIVERY_PLACE(write_stamp(min(waiting)), first.dossier_id, first.row)
    return item


_OF_ROW = frozenset({"dossier_id", "seq", "version", "row"})
"""What all deliveries of a row share and its keys and version say."""


def _read_row(item: TableItem) -> Iterator[Delivery]:
    """Yield the deliveries of a row; one row of older code holds one delivery, as text."""
    place = str(item.sk).removeprefix(keys.DELIVERIES.prefix)
    if not item.attribute_values.get("packed"):
        yield replace(notice_rows.read_value(Delivery, item), row=place)
        return
    shared = {"dossier_id": str(item.dossier_id), "seq": int(place[:8]), "version": int(item.version), "row": place}
    for held in json.loads(decompress_text(bytes(item.packed))):
        yield unpack_value(Delivery, {**held, **shared})


def _build_message_rows(begun: Sequence[Beginning]) -> Iterator[TableItem]:
    """Return rows of messages; one that two recipients share is in their inbox once."""
    laid: set[tuple[str, str]] = set()
    for each in begun:
        if each.message and (each.inbox, each.message.id) not in laid:
            laid.add((each.inbox, each.message.id))
            yield build_message_row(each.inbox, replace(each.message, version=1))


def _choose_shard(text: str) -> int:
    return hashlib.sha256(text.encode()).digest()[0] % SHARDS
