"""Positions of the national sync and their message logs, in the one table next to each dossier."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pynamodb.exceptions import PutError, TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.domain.ledger.chain import Fact, canonical
from chalicelib.domain.portal.position import Circuit, Position
from chalicelib.domain.shared.serialization import pack, unpack
from chalicelib.domain.shared.timezone import stamp
from chalicelib.repositories.dossier.dossiers import reason
from chalicelib.repositories.dynamodb.compression import squeeze
from chalicelib.repositories.dynamodb.index_queries import PaymentLists
from chalicelib.repositories.dynamodb.keys import partition
from chalicelib.repositories.dynamodb.rows import read_body, read_fact
from chalicelib.repositories.dynamodb.table import Row, connection
from chalicelib.repositories.ledger.head_signer import message_heads
from chalicelib.steps.dossier.ports import Conflict

POSITION, MESSAGE = "SYNC", "MSG#"
PARKED = "SYNC-PARKED"
WAITING = tuple(f"SYNC#{number}" for number in range(4))
"""Partitions of the due index for positions that wait for another attempt."""

CIRCUIT = ("SYNC", "CIRCUIT")
CONDITION_FAILED = "ConditionalCheckFailedException"


class SyncTable:
    """The `Positions` port on DynamoDB."""

    def __init__(self) -> None:
        self._connection = connection()

    def look(self, dossier_id: str) -> tuple[Position, Circuit]:
        """Return the position of a dossier, and the portal's health, read consistently in one request."""
        rows = Row.batch_get([(partition(dossier_id), POSITION), CIRCUIT], consistent_read=True)
        found = {str(row.sk): row for row in rows}
        place = _position(found[POSITION]) if POSITION in found else Position(dossier_id)
        return place, _circuit(found.get(CIRCUIT[1]))

    def positions(self, dossier_ids: Sequence[str]) -> Mapping[str, Position]:
        """Return several positions at once."""
        keys = [(partition(each), POSITION) for each in dossier_ids]
        found = {str(row.dossier_id): _position(row) for row in Row.batch_get(keys, consistent_read=True)}
        return {each: found.get(each, Position(each)) for each in dossier_ids}

    def save(self, position: Position, entry: Fact | None, now: datetime) -> Position:
        """Store the position on the version it was read at, with its log entry; return the position as stored.

        Raise `Conflict` when another write came first.
        """
        row = _row(position)
        expected = Row.version == position.version if position.version else Row.pk.does_not_exist()
        if entry is None:
            _put(row, expected)
        else:
            self._put_all(row, expected, entry, now)
        return _position(row)

    def messages(self, dossier_id: str) -> tuple[Fact, ...]:
        """Return the message log of a dossier, in order."""
        found = Row.query(partition(dossier_id), Row.sk.startswith(MESSAGE), consistent_read=True)
        return tuple(read_fact(row) for row in found)

    def due(self, until: datetime, limit: int) -> list[str]:
        """Return dossiers that wait for another attempt, longest first. Only for finding: their positions decide."""
        return PaymentLists().due(WAITING, until, limit)

    def parked(self, limit: int, cursor: str | None) -> tuple[list[str], str | None]:
        """Return dossiers whose messages are parked, longest first."""
        return PaymentLists().queued(PARKED, limit, cursor)

    def circuit(self) -> Circuit:
        """Return the portal's health as shared by all workers."""
        found: Iterable[Row] = Row.batch_get([CIRCUIT], consistent_read=True)
        return _circuit(next(iter(found), None))

    def save_circuit(self, circuit: Circuit) -> None:
        """Share the portal's health with all workers; the last write wins."""
        Row(*CIRCUIT, kind="circuit", body=json.dumps(pack(circuit))).save()

    def _put_all(self, row: Row, expected: Any, entry: Fact, now: datetime) -> None:
        packed = squeeze(canonical(entry.body).decode())
        message = Row(row.pk, f"{MESSAGE}{entry.seq:08d}", kind="message", packed=packed)
        head = Row(message_heads(now.date()), entry.dossier_id, kind="head", length=entry.seq, body=entry.hash)
        try:
            with TransactWrite(connection=self._connection) as transaction:
                transaction.save(row, condition=expected)
                transaction.save(message, condition=Row.pk.does_not_exist())
                transaction.save(head)
        except TransactWriteError as error:
            raise reason(error) from error


def _row(position: Position) -> Row:
    row = Row(
        partition(position.dossier_id), POSITION, kind="sync", version=position.version + 1,
        dossier_id=position.dossier_id, body=json.dumps(_kept(position), separators=(",", ":"), sort_keys=True),
    )  # fmt: skip
    if position.parked:
        row.work_pk, row.work_sk = PARKED, f"{position.parked_seq:08d}#{position.dossier_id}"
    if position.due_at:
        row.due_pk = _waiting(position.dossier_id)
        row.due_sk = f"{stamp(position.due_at)}#{position.dossier_id}"
    return row


def _kept(position: Position) -> dict[str, Any]:
    return {name: value for name, value in pack(position).items() if name not in ("dossier_id", "version")}


def _waiting(dossier_id: str) -> str:
    return WAITING[hashlib.sha256(dossier_id.encode()).digest()[0] % len(WAITING)]


def _position(row: Row) -> Position:
    data = {**read_body(row), "dossier_id": str(row.dossier_id)}
    found: Position = unpack(Position, data)
    return found


def _circuit(row: Row | None) -> Circuit:
    found: Circuit = unpack(Circuit, json.loads(str(row.body))) if row else Circuit()
    return found


def _put(row: Row, expected: Any) -> None:
    try:
        row.save(condition=expected)
    except PutError as error:
        if error.cause_response_code == CONDITION_FAILED:
            raise Conflict(CONDITION_FAILED) from error
        raise
