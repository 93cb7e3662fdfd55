"""Every quarter of an hour: move the open work of units that ended to their successors.

The next run continues an interrupted one; two runs at once do no harm.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib import observe
from chalicelib.wiring.work_moves import provide_work_moving

METRICS = {"failed": "WorkNotMoved", "still": "WorkMovesStill"}


def move_work(event: Mapping[str, Any], context: object) -> dict[str, int]:
    """Move what waits; the result is for manual invocations."""
    try:
        report = provide_work_moving(_report_failure).run()
    except Exception as fault:
        observe.provide_logger().error("move_work_failed", extra=observe.describe_fault(fault))
        raise
    counts = report._asdict()
    observe.log_event("work_moved", **counts)
    for name, metric in METRICS.items():
        if counts[name]:
            observe.count_metric(metric, counts[name])
    return counts


def _report_failure(number: str, fault: Exception) -> None:
    observe.provide_logger().error("work_not_moved", extra={"dossier": number, **observe.describe_fault(fault)})
