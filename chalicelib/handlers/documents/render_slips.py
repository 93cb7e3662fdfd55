"""Queue consumer of new facts: render their slips.

The queue delivers each fact at least once. A fact that fails is reported alone; it is retried and finally goes to the
dead-letter queue, which raises an alarm. `{"dossier_id": …}` sent manually renders every missing slip of a dossier.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib import observe
from chalicelib.domain.ledger.fact_registry import PRINTING
from chalicelib.domain.ledger.messages import (
    QueueMessage,
    handle_batch,
    is_batch,
    parse_dossier_event,
    parse_fact_message,
)
from chalicelib.steps.documents.render_slip import Made
from chalicelib.wiring import core as wiring
from chalicelib.wiring.slips import provide_slip_making


def render_slips(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Render the slips of a batch of facts, or of one dossier; return the failures, or the result."""
    real_now = wiring.provide_clock().real_now()
    if is_batch(event):
        return {**handle_batch(event, lambda message: _render_message(message, real_now))}
    asked = parse_dossier_event(event)
    if asked.dossier_id is None:
        raise KeyError("dossier_id")
    return _repair_dossier(asked.dossier_id, real_now)


def _repair_dossier(dossier_id: str, real_now: datetime) -> dict[str, Any]:
    made = provide_slip_making().render_for_dossier(dossier_id, real_now=real_now)
    _report_slips(dossier_id, made)
    return {"made": [one.paper_id for one in made if one.fresh]}


def _render_message(message: QueueMessage, real_now: datetime) -> bool:
    """Return whether the message was processed. A fault of one must not fail the others."""
    try:
        fact = parse_fact_message(message.body)
        if fact.kind in PRINTING:
            made = provide_slip_making().render_for_fact(fact.dossier_id, fact.seq, real_now=real_now)
            _report_slips(fact.dossier_id, made)
    except Exception as fault:  # noqa: BLE001 - reported as failed, and brought again by the queue
        observe.provide_logger().error("slip_failed", extra=observe.describe_fault(fault))
        observe.count_metric("SlipsFailed")
        return False
    return True


def _report_slips(dossier_id: str, made: tuple[Made, ...]) -> None:
    for one in made:
        observe.log_event("slip_made", dossier=dossier_id, paper=one.paper_id, kind=one.kind, fresh=one.fresh)
        if one.fresh:
            observe.count_metric("SlipsMade")
