"""Every night: compare the national portal's shared catalogues with ours. Differences wait for a person's review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from chalicelib import observe
from chalicelib.wiring import core as wiring
from chalicelib.wiring import sync as wiring_sync


def pull_catalogues(event: Mapping[str, Any], context: object) -> dict[str, int]:
    """Compare all shared catalogues. The event payload is ignored; the result is for manual invocations."""
    now = wiring.provide_clock().real_now()
    try:
        pull = wiring_sync.provide_catalogue_pull(now)
        pulled = pull(now) if pull else []
    except Exception as fault:
        observe.provide_logger().error("pull_catalogues_failed", extra=observe.describe_fault(fault))
        raise
    for each in pulled:
        observe.log_event("catalogue_pulled", **asdict(each))
    counts = {
        "catalogues": len(pulled),
        "unread": sum(bool(each.unread) for each in pulled),
        "opened": sum(each.opened for each in pulled),
        "ended": sum(each.ended for each in pulled),
        "missed": sum(each.missed for each in pulled),
    }
    observe.log_event("catalogues_pulled", off=pull is None, **counts)
    if counts["unread"]:
        observe.count_metric("CataloguesUnread", counts["unread"])
    return counts
