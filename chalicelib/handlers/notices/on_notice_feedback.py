"""Consumer of providers' delivery reports: mail events from the event bus, SMS reports from the delivery log.

Both hold addresses; neither is logged, and no address is stored.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib import observe
from chalicelib.domain.notices.notice_feedback import MailEvent, SmsReport, parse_mail_event, parse_sms_report
from chalicelib.wiring import core as wiring
from chalicelib.wiring import notices as wiring_notices


def on_notice_feedback(event: Mapping[str, Any], context: object) -> dict[str, int]:
    """Record the event's status; return the number of its deliveries."""
    try:
        known = [_record_event(each) for each in _parse_event(event)]
    except Exception as fault:
        observe.provide_logger().error("notice_feedback_failed", extra=observe.describe_fault(fault))
        raise
    counts = {"noted": sum(known), "unknown": len(known) - sum(known)}
    observe.log_event("notice_feedback", **counts)
    if counts["unknown"]:
        observe.count_metric("NoticeFeedbackUnknown", counts["unknown"])
    return counts


def _parse_event(event: Mapping[str, Any]) -> Iterator[MailEvent | SmsReport]:
    if "awslogs" in event:
        lines = json.loads(gzip.decompress(base64.b64decode(event["awslogs"]["data"])))
        if lines["messageType"] == "DATA_MESSAGE":
            yield from (parse_sms_report(json.loads(line["message"])) for line in lines["logEvents"])
        return
    said = parse_mail_event(event["detail"])
    if said is not None:
        yield said


def _record_event(said: MailEvent | SmsReport) -> bool:
    real_now = wiring.provide_clock().real_now()
    if said.state.value in ("bounced", "failed"):
        observe.count_metric("NoticesBounced")
    if isinstance(said, MailEvent):
        return wiring_notices.provide_feedback().record_mail_event(said, real_now)
    return wiring_notices.provide_feedback().record_sms_report(said, real_now)
