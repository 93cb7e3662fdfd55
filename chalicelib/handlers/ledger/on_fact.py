"""Stream consumer of new facts: send each to the queues of its consumers.

The one reader of the table's stream. It does little, so that a slow or broken consumer never stops it: the stream keeps
records for a day, a queue for days, the ledger for ever. A fact that cannot be sent is reported as failed together with
the later ones of its dossier; the rest of the batch is sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from chalicelib.domain.ledger.messages import BatchResult, StreamRecord, answer_failures, parse_stream_record
from chalicelib.domain.ledger.routing import StoredFact
from chalicelib.handlers.ledger.fact_events import report_sent
from chalicelib.steps.ledger.fan_out import Sent
from chalicelib.wiring.facts import decode_fact_text, parse_fact_place, provide_fan_out


def on_fact(event: Mapping[str, Any], context: object) -> BatchResult:
    """Send the facts of a batch; return the records to retry."""
    found = [parse_stream_record(record, parse_fact_place) for record in event["Records"]]
    ordered = sorted(found, key=lambda record: (record.dossier_id, record.seq))
    sent = _send_records(ordered)
    failed: list[StreamRecord] = []
    for dossier, records in groupby(ordered, key=lambda record: record.dossier_id):
        report_sent(dossier, sent[dossier])
        failed += list(records)[sent[dossier].facts :]
    return answer_failures(record.number for record in failed)


def _send_records(ordered: Sequence[StreamRecord]) -> Mapping[str, Sent]:
    """Return the result of each dossier."""
    try:
        return provide_fan_out().send_all(StoredFact(each.dossier_id, each.seq, _read_body(each)) for each in ordered)
    except Exception as fault:  # noqa: BLE001 - reported as failed, and retried by the stream
        return {each.dossier_id: Sent(0, fault) for each in ordered}


def _read_body(record: StreamRecord) -> str:
    """Return the fact's body; empty where the row holds none: the record then fails in its own place."""
    try:
        return decode_fact_text(record.packed)
    except ValueError:
        return ""
