"""Stream consumer of new facts: send each to the queues of its consumers.

The one reader of the table's stream. It does little, so that a slow or broken consumer never stops it: the stream keeps
records for a day, a queue for days, the ledger for ever. A fact that cannot be sent is reported as failed together with
the later ones of its dossier; the rest of the batch is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from chalicelib.domain.ledger.routing import StoredFact
from chalicelib.handlers.ledger.fact_events import report_sent
from chalicelib.steps.ledger.fan_out import Sent
from chalicelib.wiring.facts import decode_fact_text, parse_fact_place, provide_fan_out

Record = Mapping[str, Any]


def on_fact(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Send the facts of a batch; return the records to retry."""
    failed: list[Record] = []
    ordered = sorted(event["Records"], key=_read_place)
    for dossier, records in groupby(ordered, key=lambda record: _read_place(record)[0]):
        mine = list(records)
        failed += mine[_send_records(dossier, mine) :]
    return {"batchItemFailures": [{"itemIdentifier": one["dynamodb"]["SequenceNumber"]} for one in failed]}


def _read_place(record: Record) -> tuple[str, int]:
    """Return dossier and number of a record's fact, from its keys, which are valid for any body."""
    keys = record["dynamodb"]["Keys"]
    return parse_fact_place(keys["pk"]["S"], keys["sk"]["S"])


def _send_records(dossier: str, records: Iterable[Record]) -> int:
    """Return how many of a dossier's records were processed. A fault of one dossier must not fail the others."""
    try:
        sent = provide_fan_out()([StoredFact(*_read_place(record), _read_body(record)) for record in records])
    except Exception as fault:  # noqa: BLE001 - reported as failed, and retried by the stream
        sent = Sent(0, fault)
    report_sent(dossier, sent)
    return sent.facts


def _read_body(record: Record) -> str:
    """Return the fact's body; empty where the row holds none: the record then fails in its own place."""
    try:
        return decode_fact_text(record["dynamodb"]["NewImage"].get("packed", {}).get("B", ""))
    except ValueError:
        return ""
