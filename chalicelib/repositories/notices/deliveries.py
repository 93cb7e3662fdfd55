"""Deliveries and errands in the table, next to the dossier but not in its version or chain.

Queued deliveries are in an index of their own in time order; an open errand is in its unit's queue.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.domain.notices.deliveries import Beginning, Delivery, DeliveryState, Errand
from chalicelib.domain.shared.timezone import stamp
from chalicelib.repositories.dossier.dossiers import reason
from chalicelib.repositories.dynamodb.keys import partition
from chalicelib.repositories.dynamodb.lists import read_cursor, write_cursor
from chalicelib.repositories.dynamodb.table import Row, connection
from chalicelib.repositories.notices import notice_rows
from chalicelib.repositories.notices.inboxes import message_row
from chalicelib.steps.dossier.ports import Conflict

SHARDS = 4
TOGETHER = 40
"""Deliveries in one transaction, each with a message: the service accepts a hundred rows."""
REF_LIVES = timedelta(days=14)
"""How long a provider may take to report on a message."""


class DeliveryTable:
    """The `Deliveries` port on DynamoDB."""

    def of_fact(self, dossier_id: str, seq: int) -> Sequence[Delivery]:
        """Return deliveries of one fact."""
        return self._found(dossier_id, f"NOTICE#{seq:08d}#")

    def of_dossier(self, dossier_id: str) -> Sequence[Delivery]:
        """Return deliveries of a dossier, in the order of its facts."""
        return self._found(dossier_id, "NOTICE#")

    def begin(self, begun: Sequence[Beginning]) -> Sequence[Delivery] | None:
        """Store new deliveries with their inbox messages: all, or nothing and None when one already exists."""
        kept: list[Delivery] = []
        for first in range(0, len(begun), TOGETHER):
            batch = begun[first : first + TOGETHER]
            try:
                with TransactWrite(connection=connection()) as transaction:
                    for row in _rows(batch):
                        transaction.save(row, condition=Row.pk.does_not_exist())
            except TransactWriteError as error:
                fault = reason(error)
                if isinstance(fault, Conflict):
                    return None
                raise fault from error
            kept += [replace(each.delivery, version=1) for each in batch]
        return kept

    def save(self, delivery: Delivery) -> Delivery | None:
        """Store a change; return None when somebody else changed it meanwhile."""
        place, attributes = _placed(delivery)
        return notice_rows.put(delivery, *place, **attributes)

    def find(self, dossier_id: str, delivery_id: str) -> Delivery | None:
        """Return the present delivery."""
        return notice_rows.get(Delivery, partition(dossier_id), f"NOTICE#{delivery_id}")

    def waiting(self, until: datetime, limit: int) -> Sequence[tuple[str, int]]:
        """Return dossier and fact of deliveries queued before `until` and still not sent, oldest first."""
        found = [
            str(row.due_sk)
            for shard in range(SHARDS)
            for row in Row.due.query(f"NOTICES#{shard}", Row.due_sk < stamp(until), limit=limit, page_size=limit)
        ]
        places = (entry.split("#") for entry in sorted(found)[:limit])
        return [(place[1], int(place[2])) for place in places]

    def refer(self, ref: str, delivery: Delivery, real_now: datetime) -> None:
        """Remember a provider's id for some weeks."""
        expires = notice_rows.until(real_now, REF_LIVES)
        Row(f"SMSREF#{ref}", "REF", kind="sms_ref", body=delivery.id, dossier_id=delivery.dossier_id,
            expires_at=expires).save()  # fmt: skip

    def referred(self, ref: str) -> Delivery | None:
        """Return the delivery of a provider's id; None when it is unknown or forgotten."""
        try:
            row = Row.get(f"SMSREF#{ref}", "REF", consistent_read=True)
        except Row.DoesNotExist:
            return None
        return self.find(str(row.dossier_id), str(row.body))

    def _found(self, dossier_id: str, prefix: str) -> Sequence[Delivery]:
        found = Row.query(partition(dossier_id), Row.sk.startswith(prefix), consistent_read=True)
        return [notice_rows.read(Delivery, row) for row in found]


class ErrandTable:
    """The `Errands` port on DynamoDB."""

    def add(self, errand: Errand) -> bool:
        """Open one; return False when it was opened before."""
        return self.save(errand) is not None

    def find(self, dossier_id: str, seq: int, to: str) -> Errand | None:
        """Return the present errand."""
        return notice_rows.get(Errand, partition(dossier_id), _errand_sk(seq, to))

    def save(self, errand: Errand) -> Errand | None:
        """Store a change; return None when somebody else changed it meanwhile."""
        attributes: dict[str, Any] = {"kind": "errand", "dossier_id": errand.dossier_id, "unit": errand.unit}
        if errand.done_at is None:
            tie = f"{errand.dossier_id}#{errand.seq:08d}#{errand.to}"
            attributes["work_pk"] = f"ERRANDS#{errand.unit}"
            attributes["work_sk"] = f"{stamp(errand.opened_at)}#{tie}"
        pk = partition(errand.dossier_id)
        return notice_rows.put(errand, pk, _errand_sk(errand.seq, errand.to), **attributes)

    def of_unit(self, unit: str, limit: int, cursor: str | None) -> tuple[Sequence[Errand], str | None]:
        """Return a unit's open errands, oldest first, and where the next page begins."""
        queue = f"ERRANDS#{unit}"
        found = Row.work.query(queue, limit=limit, page_size=limit, last_evaluated_key=read_cursor(cursor, queue))
        keys = [(str(row.pk), str(row.sk)) for row in found]
        held = {(row.pk, row.sk): row for row in Row.batch_get(keys)} if keys else {}
        listed = [notice_rows.read(Errand, held[key]) for key in keys if key in held]
        # The index may be stale: an errand finished a moment ago is not shown as open.
        return [each for each in listed if each.done_at is None], write_cursor(found.last_evaluated_key)


def _placed(delivery: Delivery) -> tuple[tuple[str, str], dict[str, Any]]:
    """Return the keys of a delivery's row and its index fields: only waiting deliveries are in an index."""
    attributes: dict[str, Any] = {"kind": "notice", "dossier_id": delivery.dossier_id}
    if delivery.state is DeliveryState.QUEUED:
        tie = f"{delivery.dossier_id}#{delivery.id}"
        attributes["due_pk"] = f"NOTICES#{_shard(tie)}"
        attributes["due_sk"] = f"{stamp(delivery.queued_at)}#{tie}"
    return (partition(delivery.dossier_id), f"NOTICE#{delivery.id}"), attributes


def _rows(begun: Sequence[Beginning]) -> Iterator[Row]:
    """Return rows of deliveries and messages; a message that two recipients share is in their inbox once."""
    laid: set[tuple[str, str]] = set()
    for each in begun:
        place, attributes = _placed(each.delivery)
        yield notice_rows.row(replace(each.delivery, version=1), *place, **attributes)
        if each.message and (each.inbox, each.message.id) not in laid:
            laid.add((each.inbox, each.message.id))
            yield message_row(each.inbox, replace(each.message, version=1))


def _errand_sk(seq: int, to: str) -> str:
    return f"ERRAND#{seq:08d}#{to}"


def _shard(text: str) -> int:
    return hashlib.sha256(text.encode()).digest()[0] % SHARDS
