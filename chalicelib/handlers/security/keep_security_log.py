"""Lines of the security log have left the API: keep them where nobody changes them, index them, and raise alarms.

Called by the subscription of the API's log group with packed lines, at least once each. A batch that fails comes
again, and at last goes to the dead letters with its lines.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping
from typing import Any

from chalicelib import observe
from chalicelib.domain.security.security_log import Alarm
from chalicelib.wiring.security import keeper

ALARM_METRICS = {
    "mass_reading": "MassReading",
    "mass_listing": "MassReading",
    "refused_series": "RefusedSeries",
    "odd_hours": "RightsAtOddHours",
    "new_device": "NewDevices",
}


def keep_security_log(event: Mapping[str, Any], context: object) -> dict[str, int]:
    """Keep a batch of lines; the answer is for whoever invokes it by hand."""
    try:
        report = keeper(tell_alarm).keep(unpack_lines(event))
    except Exception as fault:
        observe.logger().error("security_log_failed", extra=observe.fault_facts(fault))
        raise
    observe.event_line("security_log_kept", records=report.records, alarms=len(report.alarms), unread=report.unread)
    if report.unread:
        # After the rest is indexed and its alarms are told: the batch goes to the dead letters for a person to look.
        raise ValueError("lines that are no record")
    return {"records": report.records, "alarms": len(report.alarms)}


def tell_alarm(alarm: Alarm) -> None:
    """Count an alarm for its metric, which is mailed."""
    observe.count(ALARM_METRICS[alarm.value])


def unpack_lines(event: Mapping[str, Any]) -> list[str]:
    """The lines of a batch; none of a control message. Raises ValueError for what is no batch."""
    try:
        batch = json.loads(gzip.decompress(base64.b64decode(event["awslogs"]["data"], validate=True)))
        if batch["messageType"] != "DATA_MESSAGE":
            return []
        return [str(each["message"]) for each in batch["logEvents"]]
    except (EOFError, KeyError, OSError, TypeError, ValueError) as fault:
        raise ValueError("not a batch of lines") from fault
