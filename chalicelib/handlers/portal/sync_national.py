"""Queue consumer of new facts: send them to the national portal.

The queue delivers each fact in the order of its dossier, at least once; the content is read from the ledger. A portal
that does not answer never fails a message: the dossier waits, and `sweep_sync` retries it. The message of a fact that
cannot be sent is reported as failed and finally goes to the dead-letter queue, while its dossier is parked; redriven
(`make redrive QUEUE=sync`), it is retried, in order.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chalicelib import observe
from chalicelib.domain.ledger.messages import BatchResult, QueueMessage, handle_batch, parse_fact_message
from chalicelib.steps.portal.sync_national import SyncOutcome, SyncResult
from chalicelib.wiring import core as wiring
from chalicelib.wiring import sync as wiring_sync

WORKS_FOR = timedelta(seconds=18)
"""Time limit of a run; one more call of the portal still fits into the function's time."""


def sync_national(event: Mapping[str, Any], context: object) -> BatchResult:
    """Send the missing facts of the batch's dossiers; return the messages to retry."""
    return handle_batch(event, _sync_message)


def _sync_message(message: QueueMessage) -> bool:
    """Return whether the message was processed."""
    try:
        dossier_id, seq, _ = parse_fact_message(message.body)
        now = wiring.provide_clock().real_now()
        sync = wiring_sync.provide_sync(now)
        if sync is None:
            observe.log_event("sync_off", dossier=dossier_id)
            return True
        done = sync.send_missing(dossier_id, upto=seq, until=now + WORKS_FOR)
    except Exception as fault:  # noqa: BLE001 - answered as failed, and brought again by the queue
        observe.provide_logger().error("sync_failed", extra=observe.describe_fault(fault))
        observe.count_metric("SyncFailed")
        return False
    report_sync(dossier_id, done)
    return done.outcome is not SyncOutcome.HELD and done.parked_seq != seq


def report_sync(dossier_id: str, done: SyncResult) -> None:
    """Log the result; count what a person must look at."""
    observe.log_event(
        "synced",
        dossier=dossier_id,
        outcome=done.outcome,
        sent=done.sent,
        parked=done.parked or None,
        unanswered=done.unanswered or None,
    )
    if done.parked:
        observe.count_metric("SyncParked")
    if done.late:
        observe.count_metric("SyncLate")
