"""Facts have been recorded: send each to the queues whose consumers want it.

The one reader of the table's stream. It does little, so that a slow or broken consumer never stops it: the stream
forgets after a day, a queue after days, the ledger never. A fact that cannot be sent is answered as failed together
with the later ones of its dossier; the rest of the batch has left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from chalicelib.domain.ledger.routing import Stored
from chalicelib.handlers.ledger.fact_events import report
from chalicelib.steps.ledger.fan_out import Sent
from chalicelib.wiring.facts import fact_text, fan_out

Record = Mapping[str, Any]


def on_fact(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Send the facts of a batch; answers the records that must come again."""
    failed: list[Record] = []
    ordered = sorted(event["Records"], key=_place)
    for dossier, records in groupby(ordered, key=lambda record: _place(record)[0]):
        mine = list(records)
        failed += mine[_sent(dossier, mine) :]
    return {"batchItemFailures": [{"itemIdentifier": one["dynamodb"]["SequenceNumber"]} for one in failed]}


def _place(record: Record) -> tuple[str, int]:
    """Dossier and number of a record's fact, from its keys: they are there whatever its body holds."""
    keys = record["dynamodb"]["Keys"]
    return keys["pk"]["S"].removeprefix("D#"), int(keys["sk"]["S"].removeprefix("FACT#"))


def _sent(dossier: str, records: Iterable[Record]) -> int:
    """How many of a dossier's records are done with. A fault of one dossier must not take the others with it."""
    try:
        sent = fan_out()([Stored(*_place(record), _body(record)) for record in records])
    except Exception as fault:  # noqa: BLE001 - reported as failed, and retried by the stream
        sent = Sent(0, fault)
    report(dossier, sent)
    return sent.facts


def _body(record: Record) -> str:
    """The fact's body; empty, and so no fact, where the row holds none: it then fails in its own place."""
    try:
        return fact_text(record["dynamodb"]["NewImage"].get("packed", {}).get("B", ""))
    except ValueError:
        return ""
