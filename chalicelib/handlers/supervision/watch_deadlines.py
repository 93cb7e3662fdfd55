"""Every quarter of an hour: alert what is due soon or overdue, and prepare the apologies that are owed.

Two runs at once do no harm: every alert is recorded once. A failure is counted for its alarm and retried by the next
run. `{"dossier_ids": […]}` rewrites the due index entries of several dossiers, for upgrades of the stores
(`infra/operations/upgrade_stores.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib import observe
from chalicelib.domain.ledger.messages import parse_dossier_event
from chalicelib.steps.supervision.watch_deadlines import DeadlineRunReport, DeadlineWatch
from chalicelib.wiring import core as wiring
from chalicelib.wiring import watch as wiring_watch

METRICS = {
    "told": "DeadlinesTold",
    "failed": "DeadlinesFailed",
    "left": "DeadlinesLeft",
    "calendar_missing": "CalendarMissing",
}


def watch_deadlines(event: Mapping[str, Any], context: object) -> dict[str, int]:
    """Process due alerts, or write dossiers to the index; the result is for manual invocations."""
    asked = parse_dossier_event(event)
    if asked.dossier_ids is not None:
        return _index_dossiers(asked.dossier_ids)
    try:
        seen = _run_watch()
        matters = _run_matter_watch()
    except Exception as fault:
        observe.provide_logger().error("watch_deadlines_failed", extra=observe.describe_fault(fault))
        raise
    counts = {**seen._asdict(), "told": seen.told + matters.told, "failed": seen.failed + matters.failed}
    observe.log_event("deadlines_watched", **counts)
    for name, metric in METRICS.items():
        if counts[name]:
            observe.count_metric(metric, counts[name])
    return counts


def _index_dossiers(dossier_ids: Sequence[str]) -> dict[str, int]:
    """Write one dossier; a fault ends the call, and the upgrade is retried."""
    teller = wiring_watch.provide_deadline_recorder(lambda **_: None)
    for each in dossier_ids:
        teller.index_dossier(each)
    observe.log_event("deadlines_entered", dossiers=len(dossier_ids))
    return {"dossiers": len(dossier_ids)}


def _run_watch() -> DeadlineRunReport:
    digest, years = wiring_watch.describe_rule_set()
    due, now = wiring_watch.provide_due_entries(), wiring.provide_clock().now()
    return DeadlineWatch(due, digest, years, now, wiring_watch.provide_deadline_recorder, _report_failure).run()


def _run_matter_watch() -> DeadlineRunReport:
    """Watch the clocks of matters: the same watch over another index."""
    digest, years = wiring_watch.describe_rule_set()
    due, now = wiring_watch.provide_matter_due_entries(), wiring.provide_clock().now()
    return DeadlineWatch(due, digest, years, now, wiring_watch.provide_matter_recorder, _report_failure).run()


def _report_failure(dossier_id: str, fault: Exception) -> None:
    observe.provide_logger().error("deadline_failed", extra={"dossier": dossier_id, **observe.describe_fault(fault)})
