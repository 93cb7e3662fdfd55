"""Every night: compare the day that ended with the national portal, repair differences, and report the rest.

Manually, `{"days": 30}` compares so many ended days, for instance after the portal was connected.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from chalicelib import observe
from chalicelib.domain.ledger.checkpoints import last_ended
from chalicelib.steps.portal.reconcile_national import Report, days_of
from chalicelib.wiring import core as wiring
from chalicelib.wiring import sync as wiring_sync

METRICS = {"repaired": "SyncRepaired", "unrepaired": "SyncUnrepaired"}


def reconcile_national(event: Mapping[str, Any], context: object) -> dict[str, int]:
    """Compare the last ended day by real time, or the number of days in the event's `days`, oldest first."""
    now = wiring.clock().real_now()
    try:
        compare = wiring_sync.reconciliation(now)
        days = _days(last_ended(now), int(event.get("days", 1))) if compare else []
        counts = days_of([_reported(compare(day)) for day in days] if compare else [])
    except Exception as fault:
        observe.logger().error("reconcile_national_failed", extra=observe.fault_facts(fault))
        raise
    observe.event_line("national_reconciled", off=compare is None, **counts)
    for name, metric in METRICS.items():
        if counts[name]:
            observe.count(metric, counts[name])
    return counts


def _days(last: date, count: int) -> list[date]:
    return [last - timedelta(days=back) for back in reversed(range(count))]


def _reported(report: Report) -> Report:
    for dossier_id, reason in report.unrepaired:
        observe.event_line("sync_unrepaired", day=report.day.isoformat(), dossier=dossier_id, reason=reason)
    return report
