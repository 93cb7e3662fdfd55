"""Queue consumer of new facts: update the boards, and the counts of matters.

The queue delivers each fact at least once, in any order. A fact that cannot be counted is reported as failed, alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from chalicelib import observe
from chalicelib.domain.ledger.chain import parse_fact
from chalicelib.domain.ledger.matter_facts import is_matter_fact
from chalicelib.domain.ledger.messages import BatchResult, QueueMessage, handle_batch
from chalicelib.wiring.boards import provide_counting, provide_matter_counting


def count_facts(event: Mapping[str, Any], context: object) -> BatchResult:
    """Count the facts of a batch; return the messages to retry."""
    return handle_batch(event, _count_message)


def _count_message(message: QueueMessage) -> bool:
    """Return whether the message was processed. A fault of one must not fail the others."""
    try:
        fact = parse_fact(json.loads(message.body))
        count = provide_matter_counting() if is_matter_fact(fact.kind) else provide_counting()
        count(fact.dossier_id, fact.seq)
    except Exception as fault:  # noqa: BLE001 - reported as failed, and brought again by the queue
        observe.provide_logger().error("fact_not_counted", extra=observe.describe_fault(fault))
        observe.count_metric("FactsNotCounted")
        return False
    return True
