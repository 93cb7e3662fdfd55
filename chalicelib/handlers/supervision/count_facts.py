"""Facts have been recorded: move the boards.

The queue brings each fact at least once, in any order. A fact that cannot be counted is answered as failed, alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from chalicelib import observe
from chalicelib.domain.ledger.chain import parse
from chalicelib.wiring.boards import counting


def count_facts(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Count the facts of a batch; answers the messages that must come again."""
    failed = [record["messageId"] for record in event["Records"] if not _counted(record)]
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}


def _counted(record: Mapping[str, Any]) -> bool:
    """Whether the message is done with. A fault of one must not take the others with it."""
    try:
        fact = parse(json.loads(record["body"]))
        counting()(fact.dossier_id, fact.seq)
    except Exception as fault:  # noqa: BLE001 - reported as failed, and brought again by the queue
        observe.logger().error("fact_not_counted", extra=observe.fault_facts(fault))
        observe.count("FactsNotCounted")
        return False
    return True
