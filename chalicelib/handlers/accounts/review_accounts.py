"""Every night: warn officers whose accounts nobody uses, put off those that were warned, close cases of those in use;
open the reviews of rights of a period that began.

Two runs at once do no harm: a case has one id, and each step is taken once. A failing account is counted for its alarm
and tried again the next night.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib import observe
from chalicelib.wiring import watch as wiring_watch


def review_accounts(event: Mapping[str, Any], context: object) -> dict[str, int]:
    """Look at every officer's account, and open reviews of rights that are due. The event payload is ignored; the
    result is for manual invocations."""
    try:
        counts = wiring_watch.provide_idle_watch(_report_failure).run()._asdict()
        reviews = wiring_watch.provide_review_watch(_report_failure).run()
    except Exception as fault:
        observe.provide_logger().error("review_accounts_failed", extra=observe.describe_fault(fault))
        raise
    counts |= {"reviews": reviews.opened, "failed": counts["failed"] + reviews.failed}
    observe.log_event("accounts_reviewed", **counts)
    if counts["failed"]:
        observe.count_metric("AccountsNotReviewed", counts["failed"])
    return counts


def _report_failure(sub: str, fault: Exception) -> None:
    observe.provide_logger().error("account_not_reviewed", extra=observe.describe_fault(fault))
