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
    now = wiring.clock().real_now()
    try:
        pull = wiring_sync.catalogue_pull(now)
        pulled = pull(now) if pull else []
    except Exception as fault:
        observe.logger().error("pull_catalogues_failed", extra=observe.fault_facts(fault))
        raise
    for each in pulled:
        observe.event_line("catalogue_pulled", **asdict(each))
    counts = {
        "catalogues": len(pulled),
        "unread": sum(bool(each.unread) for each in pulled),
        "opened": sum(each.opened for each in pulled),
        "ended": sum(each.ended for each in pulled),
        "missed": sum(each.missed for each in pulled),
    }
    observe.event_line("catalogues_pulled", off=pull is None, **counts)
    if counts["unread"]:
        observe.count("CataloguesUnread", counts["unread"])
    return counts
