"""Check a paper when its file has arrived, or its malware scan has ended.

Both events come from the event bus, at least once and in any order. A fault is logged and raised: the event is
delivered again, and finally goes to the dead-letter queue, which raises an alarm.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib import observe
from chalicelib.domain.papers.paper_check import scan_verdict
from chalicelib.steps.papers.check_paper import Arrival, Checked
from chalicelib.wiring import core as wiring
from chalicelib.wiring.papers import provide_paper_check

SCAN_ENDED = "GuardDuty Malware Protection Object Scan Result"
METRICS = {"accepted": "PapersAccepted", "quarantined": "PapersQuarantined"}


def on_paper_uploaded(event: Mapping[str, Any], context: object) -> dict[str, str]:
    """Check the paper of the event; the result is for manual invocations."""
    try:
        arrival = parse_arrival(event)
        checked = provide_paper_check()(arrival, real_now=wiring.provide_clock().real_now())
    except Exception as fault:
        observe.provide_logger().error("paper_check_failed", extra=observe.describe_fault(fault))
        raise
    _report_check(arrival, checked)
    return {"outcome": checked.outcome, "reason": checked.reason}


def parse_arrival(event: Mapping[str, Any]) -> Arrival:
    """Return the arrival of either event. Raise KeyError for an event of another shape: it must be noticed."""
    detail = event["detail"]
    if event["detail-type"] == SCAN_ENDED:
        found = detail["s3ObjectDetails"]
        status = detail["scanResultDetails"]["scanResultStatus"]
        # A skipped or failed scan has a status of its own, never none.
        return Arrival(found["objectKey"], found["versionId"], scan_verdict(status or "FAILED"))
    return Arrival(detail["object"]["key"], detail["object"].get("version-id", ""))


def _report_check(arrival: Arrival, checked: Checked) -> None:
    # The key holds ids only; the file's name is never in it.
    observe.log_event(
        "paper_checked",
        key=arrival.key,
        version=arrival.version_id,
        outcome=checked.outcome,
        reason=checked.reason,
    )
    if metric := METRICS.get(checked.outcome):
        observe.count_metric(metric)
    if checked.reason == "scan_failed":
        observe.count_metric("PaperScansFailed")
