"""Every few minutes: query the gateway about unanswered intents.

Two runs at once do no harm: every answer is recorded once. A failure is counted for its alarm and retried by the next
run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from chalicelib import observe
from chalicelib.steps.payments.watch_payments import PaymentRunReport
from chalicelib.steps.payments.watch_payments import watch_payments as steps
from chalicelib.wiring import core as wiring
from chalicelib.wiring import payments as wiring_payments
from chalicelib.wiring import steps as wiring_steps

METRICS = {
    "settled": "PaymentsSettledByQuery",
    "reconcile": "PaymentsToReconcile",
    "unreadable": "PaymentsUnreadable",
    "failed": "PaymentQueriesFailed",
}


def watch_payments(event: Mapping[str, Any], context: object) -> dict[str, int]:
    """Query unanswered intents; the result is for manual invocations."""
    try:
        seen = _run_watch()
    except Exception as fault:
        observe.provide_logger().error("watch_payments_failed", extra=observe.describe_fault(fault))
        raise
    counts = asdict(seen)
    observe.log_event("payments_watched", **counts)
    for name, metric in METRICS.items():
        if counts[name]:
            observe.count_metric(metric, counts[name])
    return counts


def _run_watch() -> PaymentRunReport:
    clock = wiring.provide_clock()
    real_now, now = clock.real_now(), clock.now()
    gateway = wiring_payments.provide_gateway(real_now)
    if gateway is None:
        return PaymentRunReport()
    return steps(wiring_steps.provide_dependencies(), gateway, wiring_payments.provide_lists(), now, real_now)
