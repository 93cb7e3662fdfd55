"""Every quarter of an hour: erase dossiers and matters whose erasure was ordered, files and rows, completely.

The next run continues an interrupted one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib import observe
from chalicelib.wiring.erasures import provide_eraser


def erase_records(event: Mapping[str, Any], context: object) -> dict[str, int]:
    """Erase what waits; the result is for manual invocations."""
    try:
        report = provide_eraser().erase_ordered()
    except Exception as fault:
        observe.provide_logger().error("erase_records_failed", extra=observe.describe_fault(fault))
        raise
    for each in report.faults:
        observe.provide_logger().error("dossier_not_erased", extra=observe.describe_fault(each))
    counts = {
        "dossiers": report.dossiers, "versions": report.versions, "waiting": report.waiting, "failed": report.failed,
    }  # fmt: skip
    observe.log_event("dossiers_erased", **counts)
    if report.failed:
        observe.count_metric("ErasuresFailed", report.failed)
    return counts
