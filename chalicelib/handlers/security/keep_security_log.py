"""Subscriber of the API's log group: store security log lines in the locked store, index them, and raise alarms.

The subscription delivers compressed lines, at least once each. A failed batch is retried, and finally goes to the
dead-letter queue with its lines.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping
from typing import Any

from chalicelib import observe
from chalicelib.domain.security.security_log import Alarm
from chalicelib.wiring.security import provide_keeper

ALARM_METRICS = {
    "mass_reading": "MassReading",
    "mass_listing": "MassReading",
    "refused_series": "RefusedSeries",
    "odd_hours": "RightsAtOddHours",
    "new_device": "NewDevices",
}


def keep_security_log(event: Mapping[str, Any], context: object) -> dict[str, int]:
    """Store a batch of lines; the result is for manual invocations."""
    try:
        report = provide_keeper(count_alarm).keep(unpack_lines(event))
    except Exception as fault:
        observe.provide_logger().error("security_log_failed", extra=observe.describe_fault(fault))
        raise
    observe.log_event("security_log_kept", records=report.records, alarms=len(report.alarms), unread=report.unread)
    if report.unread:
        # After the rest is indexed and its alarms are sent: the batch goes to the dead-letter queue for a person.
        raise ValueError("unreadable lines")
    return {"records": report.records, "alarms": len(report.alarms)}


def count_alarm(alarm: Alarm) -> None:
    """Count an alarm in its metric, which triggers a mail."""
    observe.count_metric(ALARM_METRICS[alarm.value])


def unpack_lines(event: Mapping[str, Any]) -> list[str]:
    """Return the lines of a batch; none of a control message. Raise ValueError for a malformed batch."""
    try:
        batch = json.loads(gzip.decompress(base64.b64decode(event["awslogs"]["data"], validate=True)))
        if batch["messageType"] != "DATA_MESSAGE":
            return []
        return [str(each["message"]) for each in batch["logEvents"]]
    except (EOFError, KeyError, OSError, TypeError, ValueError) as fault:
        raise ValueError("not a batch of lines") from fault
