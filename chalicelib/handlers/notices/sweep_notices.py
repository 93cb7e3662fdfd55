"""Every quarter of an hour: queue notices again that are still unsent after an hour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib import observe
from chalicelib.steps.notices.sweep_notices import sweep_notices as steps
from chalicelib.wiring import core as wiring
from chalicelib.wiring import notices as wiring_notices


def sweep_notices(event: Mapping[str, Any], context: object) -> dict[str, int]:
    """Queue overdue facts again; the result is for manual invocations."""
    try:
        swept = steps(
            wiring_notices.provide_deliveries(),
            wiring_notices.provide_queue().resend_fact,
            wiring.provide_clock().real_now(),
        )
    except Exception as fault:
        observe.provide_logger().error("sweep_notices_failed", extra=observe.describe_fault(fault))
        raise
    for each in swept.faults:
        observe.provide_logger().error("notice_not_swept", extra=observe.describe_fault(each))
    counts = {"facts": swept.facts, "failed": swept.failed}
    observe.log_event("notices_swept", **counts)
    for name, metric in (("facts", "NoticesSwept"), ("failed", "NoticesNotSwept")):
        if counts[name]:
            observe.count_metric(metric, counts[name])
    return counts
