"""A fact, or a code that somebody asked for, waits in the notices queue: tell those whom it concerns.

Whatever is handled twice is told once. A message that cannot be handled goes back into the queue, alone, and at last to
the dead letters. Notices that a provider does not take for now are on record: the queue tries them a few times, then
the sweeper does until they are out or have failed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib import observe
from chalicelib.domain.notices.contacts import Holder
from chalicelib.domain.notices.notice_rules import Channel
from chalicelib.steps.notices.send_notice import Told
from chalicelib.wiring import core as wiring
from chalicelib.wiring import notices as wiring_notices

LAST_TRY = 4
"""From this receive on what is only delayed is left to the sweeper; the dead letters are for what nobody can read."""

METRICS = {
    "sent": "NoticesSent",
    "failed": "NoticesFailed",
    "delayed": "NoticesDelayed",
    "errands": "NoticeErrandsOpened",
}


def send_notice(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Handle a batch of messages; answers those that must come again."""
    real_now = wiring.clock().real_now()
    failed = [record["messageId"] for record in event["Records"] if not _handled(record, real_now)]
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}


def _handled(record: Mapping[str, Any], real_now: datetime) -> bool:
    """Whether the message is done with. A fault of one must not take the others with it."""
    try:
        message = json.loads(record["body"])
        if "code" in message:
            return _code(message["code"], real_now)
        told = wiring_notices.sending().of_fact(message["dossier"], message["seq"], real_now)
    except Exception as fault:  # noqa: BLE001 - answered as failed, and comes again
        observe.logger().error("notice_failed", extra=observe.fault_facts(fault))
        observe.count("NoticeMessagesFailed")
        return False
    _report(message, told)
    tries = int(record.get("attributes", {}).get("ApproximateReceiveCount", "1"))
    return told.delayed == 0 or tries >= LAST_TRY


def _code(place: Mapping[str, str], real_now: datetime) -> bool:
    holder = Holder(sub=place["sub"], dossier_id=place["dossier_id"], party=place["party"])
    sent = wiring_notices.code_sending().send(holder, Channel(place["channel"]), real_now)
    observe.event_line("contact_code", channel=place["channel"], sent=sent)
    return True


def _report(message: Mapping[str, Any], told: Told) -> None:
    for fault in told.faults:
        observe.logger().error("notice_delayed", extra=observe.fault_facts(fault))
    counts = {name: getattr(told, name) for name in METRICS}
    observe.event_line("notices", dossier=message["dossier"], seq=message["seq"], kind=message["kind"], **counts)
    for name, metric in METRICS.items():
        if counts[name]:
            observe.count(metric, counts[name])
