"""Every quarter of an hour: erase dossiers whose erasure was ordered, files and rows, completely.

The next run continues an interrupted one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib import observe
from chalicelib.wiring.erasures import eraser


def erase_records(event: Mapping[str, Any], context: object) -> dict[str, int]:
    """Erase waiting dossiers; the result is for manual invocations."""
    try:
        report = eraser().erase_ordered()
    except Exception as fault:
        observe.logger().error("erase_records_failed", extra=observe.fault_facts(fault))
        raise
    for each in report.faults:
        observe.logger().error("dossier_not_erased", extra=observe.fault_facts(each))
    counts = {
        "dossiers": report.dossiers, "versions": report.versions, "waiting": report.waiting, "failed": report.failed,
    }  # fmt: skip
    observe.event_line("dossiers_erased", **counts)
    if report.failed:
        observe.count("ErasuresFailed", report.failed)
    return counts
