"""Queue consumer: send the notices of a fact, or a requested code.

Handling a message twice sends the notice once. A message that fails goes back into the queue, alone, and finally to the
dead-letter queue. Notices that a provider does not accept for now are recorded: the queue retries them a few times,
then the sweeper does until they are sent or have failed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib import observe
from chalicelib.domain.notices.contacts import Holder
from chalicelib.domain.notices.notice_rules import Channel
from chalicelib.steps.notices.send_notice import SendReport
from chalicelib.wiring import core as wiring
from chalicelib.wiring import notices as wiring_notices

LAST_TRY = 4
"""From this receive on, delayed notices are left to the sweeper; the dead-letter queue is for unreadable messages."""

METRICS = {
    "sent": "NoticesSent",
    "failed": "NoticesFailed",
    "delayed": "NoticesDelayed",
    "errands": "NoticeErrandsOpened",
}


def send_notice(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Handle a batch of messages; return those to retry."""
    real_now = wiring.provide_clock().real_now()
    failed = [record["messageId"] for record in event["Records"] if not _handle_record(record, real_now)]
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}


def _handle_record(record: Mapping[str, Any], real_now: datetime) -> bool:
    """Return whether the message was processed. A fault of one must not fail the others."""
    try:
        message = json.loads(record["body"])
        if "code" in message:
            return _send_code(message["code"], real_now)
        told = wiring_notices.provide_sending().send_for_fact(message["dossier"], message["seq"], real_now)
    except Exception as fault:  # noqa: BLE001 - reported as failed, and retried
        observe.provide_logger().error("notice_failed", extra=observe.describe_fault(fault))
        observe.count_metric("NoticeMessagesFailed")
        return False
    _report_notices(message, told)
    tries = int(record.get("attributes", {}).get("ApproximateReceiveCount", "1"))
    return told.delayed == 0 or tries >= LAST_TRY


def _send_code(place: Mapping[str, str], real_now: datetime) -> bool:
    holder = Holder(sub=place["sub"], dossier_id=place["dossier_id"], party=place["party"])
    sent = wiring_notices.provide_code_sending().send(holder, Channel(place["channel"]), real_now)
    observe.log_event("contact_code", channel=place["channel"], sent=sent)
    return True


def _report_notices(message: Mapping[str, Any], told: SendReport) -> None:
    for fault in told.faults:
        observe.provide_logger().error("notice_delayed", extra=observe.describe_fault(fault))
    counts = {name: getattr(told, name) for name in METRICS}
    observe.log_event("notices", dossier=message["dossier"], seq=message["seq"], kind=message["kind"], **counts)
    for name, metric in METRICS.items():
        if counts[name]:
            observe.count_metric(metric, counts[name])
