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
        swept = steps(wiring_notices.deliveries(), wiring_notices.queue().again, wiring.clock().real_now())
    except Exception as fault:
        observe.logger().error("sweep_notices_failed", extra=observe.fault_facts(fault))
        raise
    for each in swept.faults:
        observe.logger().error("notice_not_swept", extra=observe.fault_facts(each))
    counts = {"facts": swept.facts, "failed": swept.failed}
    observe.event_line("notices_swept", **counts)
    for name, metric in (("facts", "NoticesSwept"), ("failed", "NoticesNotSwept")):
        if counts[name]:
            observe.count(metric, counts[name])
    return counts
