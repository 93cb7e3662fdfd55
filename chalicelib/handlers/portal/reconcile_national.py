"""Every night: compare the day that ended with the national portal, repair differences, and report the rest.

Manually, `{"days": 30}` compares so many ended days, for instance after the portal was connected.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from chalicelib import observe
from chalicelib.domain.ledger.checkpoints import find_last_ended_day
from chalicelib.steps.portal.reconcile_national import Report, total_reports
from chalicelib.wiring import core as wiring
from chalicelib.wiring import sync as wiring_sync

METRICS = {"repaired": "SyncRepaired", "unrepaired": "SyncUnrepaired"}


def reconcile_national(event: Mapping[str, Any], context: object) -> dict[str, int]:
    """Compare the last ended day by real time, or the number of days in the event's `days`, oldest first."""
    now = wiring.provide_clock().real_now()
    try:
        compare = wiring_sync.provide_reconciliation(now)
        days = _list_days(find_last_ended_day(now), int(event.get("days", 1))) if compare else []
        counts = total_reports([_report_unrepaired(compare(day)) for day in days] if compare else [])
    except Exception as fault:
        observe.provide_logger().error("reconcile_national_failed", extra=observe.describe_fault(fault))
        raise
    observe.log_event("national_reconciled", off=compare is None, **counts)
    for name, metric in METRICS.items():
        if counts[name]:
            observe.count_metric(metric, counts[name])
    return counts


def _list_days(last: date, count: int) -> list[date]:
    return [last - timedelta(days=back) for back in reversed(range(count))]


def _report_unrepaired(report: Report) -> Report:
    for dossier_id, reason in report.unrepaired:
        observe.log_event("sync_unrepaired", day=report.day.isoformat(), dossier=dossier_id, reason=reason)
    return report
