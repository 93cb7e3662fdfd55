"""Positions of the national sync and their message logs, in the one table next to each dossier."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.domain.ledger.chain import Fact, encode_canonical
from chalicelib.domain.portal.position import Circuit, Position
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.compression import compress_text
from chalicelib.repositories.dynamodb.conditions import save_or_conflict
from chalicelib.repositories.dynamodb.index_queries import list_due_entries, list_queue_entries
from chalicelib.repositories.dynamodb.keys import build_partition
from chalicelib.repositories.dynamodb.ledger_store import translate_failure
from chalicelib.repositories.dynamodb.rows import read_body, read_fact
from chalicelib.repositories.dynamodb.table import TableItem, open_connection

WAITING = tuple(keys.WAITING_POSITIONS(number) for number in range(4))
"""Partitions of the due index for positions that wait for another attempt."""

CONDITION_FAILED = "ConditionalCheckFailedException"


class SyncTable:
    """The `Positions` port on DynamoDB."""

    def __init__(self) -> None:
        self._connection = open_connection()

    def look(self, dossier_id: str) -> tuple[Position, Circuit]:
        """Return the position of a dossier, and the portal's health, read consistently in one request."""
        rows = TableItem.batch_get([(build_partition(dossier_id), keys.POSITION), keys.CIRCUIT], consistent_read=True)
        found = {str(row.sk): row for row in rows}
        place = _read_position(found[keys.POSITION]) if keys.POSITION in found else Position(dossier_id)
        return place, _read_circuit(found.get(keys.CIRCUIT[1]))

    def load_positions(self, dossier_ids: Sequence[str]) -> Mapping[str, Position]:
        """Return several positions at once."""
        places = [(build_partition(each), keys.POSITION) for each in dossier_ids]
        found = {str(row.dossier_id): _read_position(row) for row in TableItem.batch_get(places, consistent_read=True)}
        return {each: found.get(each, Position(each)) for each in dossier_ids}

    def save(self, position: Position, entry: Fact | None, now: datetime) -> Position:
        """Store the position on the version it was read at, with its log entry; return the position as stored.

        Raise `Conflict` when another write came first.
        """
        row = _build_row(position)
        expected = TableItem.version == position.version if position.version else TableItem.pk.does_not_exist()
        if entry is None:
            save_or_conflict(row, expected)
        else:
            self._put_all(row, expected, entry, now)
        return _read_position(row)

    def list_messages(self, dossier_id: str) -> tuple[Fact, ...]:
        """Return the message log of a dossier, in order."""
        found = TableItem.query(
            build_partition(dossier_id), TableItem.sk.startswith(keys.MESSAGE.prefix), consistent_read=True
        )
        return tuple(read_fact(row) for row in found)

    def list_due(self, until: datetime, limit: int) -> list[str]:
        """Return dossiers that wait for another attempt, longest first. Only for finding: their positions decide."""
        return list_due_entries(WAITING, until, limit)

    def list_parked(self, limit: int, cursor: str | None) -> tuple[list[str], str | None]:
        """Return dossiers whose messages are parked, longest first."""
        return list_queue_entries([keys.PARKED], limit, cursor)

    def load_circuit(self) -> Circuit:
        """Return the portal's health as shared by all workers."""
        found: Iterable[TableItem] = TableItem.batch_get([keys.CIRCUIT], consistent_read=True)
        return _read_circuit(next(iter(found), None))

    def save_circuit(self, circuit: Circuit) -> None:
        """Share the portal's health with all workers; the last write wins."""
        TableItem(*keys.CIRCUIT, kind="circuit", body=json.dumps(pack_value(circuit))).save()

    def _put_all(self, row: TableItem, expected: Any, entry: Fact, now: datetime) -> None:
        packed = compress_text(encode_canonical(entry.body).decode())
        message = TableItem(row.pk, keys.MESSAGE(entry.seq), kind="message", packed=packed)
        head = TableItem(
            keys.MESSAGE_HEADS(now.date().isoformat()), entry.dossier_id, kind="head", length=entry.seq, body=entry.hash
        )
        try:
            with TransactWrite(connection=self._connection) as transaction:
                transaction.save(row, condition=expected)
                transaction.save(message, condition=TableItem.pk.does_not_exist())
                transaction.save(head)
        except TransactWriteError as error:
            raise translate_failure(error) from error


def _build_row(position: Position) -> TableItem:
    row = TableItem(
        build_partition(position.dossier_id),
        keys.POSITION,
        kind="sync",
        version=position.version + 1,
        dossier_id=position.dossier_id,
        body=json.dumps(_pack_position(position), separators=(",", ":"), sort_keys=True),
    )
    if position.parked:
        row.work_pk = keys.PARKED
        row.work_sk = keys.PARKED_PLACE(position.parked_seq, position.dossier_id)
    if position.due_at:
        row.due_pk = _choose_waiting_shard(position.dossier_id)
        row.due_sk = keys.LISTED_AT(write_stamp(position.due_at), position.dossier_id)
    return row


def _pack_position(position: Position) -> dict[str, Any]:
    return {name: value for name, value in pack_value(position).items() if name not in ("dossier_id", "version")}


def _choose_waiting_shard(dossier_id: str) -> str:
    return WAITING[hashlib.sha256(dossier_id.encode()).digest()[0] % len(WAITING)]


def _read_position(row: TableItem) -> Position:
    data = {**read_body(row), "dossier_id": str(row.dossier_id)}
    found: Position = unpack_value(Position, data)
    return found


def _read_circuit(row: TableItem | None) -> Circuit:
    found: Circuit = unpack_value(Circuit, json.loads(str(row.body))) if row else Circuit()
    return found
