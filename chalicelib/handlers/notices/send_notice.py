"""Queue consumer: send the notices of a fact, a requested code, or news of an account.

Handling a message twice sends the notice once. A message that fails goes back into the queue, alone, and finally to the
dead-letter queue. Notices that a provider does not accept for now are recorded: the queue retries them a few times,
then the sweeper does until they are sent or have failed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib import observe
from chalicelib.domain.ledger.messages import BatchResult, FactMessage, QueueMessage, handle_batch
from chalicelib.domain.notices.messages import AccountNews, CodeMessage, parse_notice_message
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


def send_notice(event: Mapping[str, Any], context: object) -> BatchResult:
    """Handle a batch of messages; return those to retry."""
    real_now = wiring.provide_clock().real_now()
    return handle_batch(event, lambda message: _handle_message(message, real_now))


def _handle_message(message: QueueMessage, real_now: datetime) -> bool:
    """Return whether the message was processed. A fault of one must not fail the others."""
    try:
        asked = parse_notice_message(message.body)
        if isinstance(asked, CodeMessage):
            return _send_code(asked, real_now)
        if isinstance(asked, AccountNews):
            return _send_news(asked)
        sending, retried = wiring_notices.provide_sending(), message.tries > 1
        report = sending.send_for_fact(asked.dossier_id, asked.seq, real_now, retried=retried)
    except Exception as fault:  # noqa: BLE001 - reported as failed, and retried
        observe.provide_logger().error("notice_failed", extra=observe.describe_fault(fault))
        observe.count_metric("NoticeMessagesFailed")
        return False
    _report_notices(asked, report)
    return report.delayed == 0 or message.tries >= LAST_TRY


def _send_code(asked: CodeMessage, real_now: datetime) -> bool:
    sent = wiring_notices.provide_code_sending().send(asked.holder, asked.channel, real_now)
    observe.log_event("contact_code", channel=asked.channel.value, sent=sent)
    return True


def _send_news(asked: AccountNews) -> bool:
    sent = wiring_notices.provide_code_sending().announce(asked.holder, asked.news)
    observe.log_event("account_news", news=asked.news.value, sent=sent)
    return True


def _report_notices(fact: FactMessage, report: SendReport) -> None:
    for fault in report.faults:
        observe.provide_logger().error("notice_delayed", extra=observe.describe_fault(fault))
    counts = {name: getattr(report, name) for name in METRICS}
    observe.log_event("notices", dossier=fact.dossier_id, seq=fact.seq, kind=fact.kind, **counts)
    for name, metric in METRICS.items():
        if counts[name]:
            observe.count_metric(metric, counts[name])
