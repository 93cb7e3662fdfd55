"""Every night: count the open work, and report where the boards differ.

Manually, `{"repair": true}` also corrects differences, and `{"unit": …}` recounts only one unit. `{"dossier_ids": […]}`
completes the counts of those dossiers by older versions, for upgrades of the stores
(`infra/operations/upgrade_stores.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from chalicelib import observe
from chalicelib.domain.ledger.messages import parse_recount_event
from chalicelib.wiring import core as wiring
from chalicelib.wiring.boards import provide_counting, provide_recounting


def recount_boards(event: Mapping[str, Any], context: object) -> dict[str, int]:
    """Recount; the result is for manual invocations."""
    try:
        asked = parse_recount_event(event)
        if asked.dossier_ids is not None:
            return {"counted": sum(provide_counting().complete(each) for each in asked.dossier_ids)}
        done = provide_recounting()(wiring.provide_clock().real_now(), repair=asked.repair, unit=asked.unit)
    except Exception as fault:
        observe.provide_logger().error("recount_failed", extra=observe.describe_fault(fault))
        raise
    observe.log_event("boards_recounted", **asdict(done))
    if done.drifted or done.failed:
        observe.count_metric("BoardsDrifted", done.drifted + done.failed)
    return asdict(done)
