"""Every minute: retry messages that the national portal did not answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from chalicelib import observe
from chalicelib.handlers.portal.sync_national import WORKS_FOR
from chalicelib.steps.portal.sweep_sync import SyncSweepReport
from chalicelib.steps.portal.sweep_sync import sweep_sync as steps
from chalicelib.wiring import core as wiring
from chalicelib.wiring import sync as wiring_sync

METRICS = {"parked": "SyncParked", "late": "SyncLate", "failed": "SyncFailed"}


def sweep_sync(event: Mapping[str, Any], context: object) -> dict[str, int]:
    """Send everything due. The event payload is ignored; the result is for manual invocations."""
    now = wiring.provide_clock().real_now()
    try:
        sync = wiring_sync.provide_sync(now)
        swept = steps(sync, now + WORKS_FOR, _log_failure) if sync else SyncSweepReport()
    except Exception as fault:
        observe.provide_logger().error("sweep_sync_failed", extra=observe.describe_fault(fault))
        raise
    counts = asdict(swept)
    observe.log_event("sync_swept", off=sync is None, **counts)
    for name, metric in METRICS.items():
        if counts[name]:
            observe.count_metric(metric, counts[name])
    return counts


def _log_failure(fault: Exception) -> None:
    observe.provide_logger().error("sync_failed", extra=observe.describe_fault(fault))
