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
from chalicelib.domain.notices.notice_feedback import MailEvent, SmsReport, mail_event, sms_report
from chalicelib.wiring import core as wiring
from chalicelib.wiring import notices as wiring_notices


def on_notice_feedback(event: Mapping[str, Any], context: object) -> dict[str, int]:
    """Record the event's status; return the number of its deliveries."""
    try:
        known = [_noted(each) for each in _said(event)]
    except Exception as fault:
        observe.logger().error("notice_feedback_failed", extra=observe.fault_facts(fault))
        raise
    counts = {"noted": sum(known), "unknown": len(known) - sum(known)}
    observe.event_line("notice_feedback", **counts)
    if counts["unknown"]:
        observe.count("NoticeFeedbackUnknown", counts["unknown"])
    return counts


def _said(event: Mapping[str, Any]) -> Iterator[MailEvent | SmsReport]:
    if "awslogs" in event:
        lines = json.loads(gzip.decompress(base64.b64decode(event["awslogs"]["data"])))
        if lines["messageType"] == "DATA_MESSAGE":
            yield from (sms_report(json.loads(line["message"])) for line in lines["logEvents"])
        return
    said = mail_event(event["detail"])
    if said is not None:
        yield said


def _noted(said: MailEvent | SmsReport) -> bool:
    real_now = wiring.clock().real_now()
    if said.state.value in ("bounced", "failed"):
        observe.count("NoticesBounced")
    if isinstance(said, MailEvent):
        return wiring_notices.feedback().of_mail(said, real_now)
    return wiring_notices.feedback().of_sms(said, real_now)
