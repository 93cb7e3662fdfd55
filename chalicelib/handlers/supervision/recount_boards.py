"""Every night: count the open work and the open matters, and report where the boards and counts differ.

Manually, `{"repair": true}` also corrects differences, `{"unit": …}` recounts only one unit, and `{"matters": true}`
every month of matters from their ledgers. `{"dossier_ids": […]}` completes the counts of those dossiers and matters by
older versions, for upgrades of the stores
(`infra/operations/upgrade_stores.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from chalicelib import observe
from chalicelib.domain.ledger.messages import parse_recount_event
from chalicelib.wiring import core as wiring
from chalicelib.wiring.boards import (
    provide_counting,
    provide_matter_counting,
    provide_matter_recounting,
    provide_open_matters_recounting,
    provide_recounting,
)


def recount_boards(event: Mapping[str, Any], context: object) -> dict[str, int]:
    """Recount; the result is for manual invocations."""
    try:
        asked = parse_recount_event(event)
        if asked.dossier_ids is not None:
            return {"counted": sum(map(_complete_count, asked.dossier_ids))}
        now = wiring.provide_clock().real_now()
        if asked.matters:
            done = provide_matter_recounting()(now, repair=asked.repair)
        else:
            done = provide_recounting()(now, repair=asked.repair, unit=asked.unit)
            done = done.add(provide_open_matters_recounting()(now, repair=asked.repair, unit=asked.unit))
    except Exception as fault:
        observe.provide_logger().error("recount_failed", extra=observe.describe_fault(fault))
        raise
    observe.log_event("boards_recounted", **asdict(done))
    if done.drifted or done.failed:
        observe.count_metric("BoardsDrifted", done.drifted + done.failed)
    return asdict(done)


def _complete_count(ledger_id: str) -> bool:
    """Return whether something of a dossier or of a matter was missing in its count."""
    return provide_counting().complete(ledger_id) or provide_matter_counting().complete(ledger_id)
