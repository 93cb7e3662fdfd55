"""Queue consumer of new facts: update the search entries of dossiers, the lines of their unpaid sums, and the public
face of matters.

The queue delivers each fact at least once, in any order; the entries are made from the present dossier. A dossier that
fails is reported alone; it is retried and finally goes to the dead-letter queue. `{"dossier_id": …}` sent manually
rewrites a dossier's entries; `{"dossier_ids": […]}` completes those of several, for upgrades of the stores
(`infra/operations/upgrade_stores.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib import observe
from chalicelib.domain.ledger.fact_registry import FINDING, WITH_SUMS
from chalicelib.domain.ledger.matter_facts import is_matter_fact
from chalicelib.domain.ledger.messages import (
    QueueMessage,
    handle_batch,
    is_batch,
    parse_dossier_event,
    parse_fact_message,
)
from chalicelib.steps.search.update_search_index import IndexReport
from chalicelib.wiring import core as wiring
from chalicelib.wiring.lookup import build_search_index
from chalicelib.wiring.matters import provide_matter_publishing
from chalicelib.wiring.payments import provide_unpaid


def index_finds(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Correct the entries of a batch of facts, or those of dossiers; return the failures, or the result."""
    if is_batch(event):
        return {**handle_batch(event, _index_message)}
    asked = parse_dossier_event(event)
    if asked.dossier_ids is not None:
        return {"dossiers": [_complete_index(each) for each in asked.dossier_ids]}
    if asked.dossier_id is None:
        raise KeyError("dossier_id")
    provide_unpaid().keep(asked.dossier_id)
    return _report_index(asked.dossier_id, _index_dossier(asked.dossier_id, rewrite_all=True))


def _complete_index(dossier_id: str) -> dict[str, Any]:
    """Add the missing entries and the line of unpaid sums of a dossier; a fault ends the call."""
    provide_unpaid().keep(dossier_id)
    return _report_index(dossier_id, _index_dossier(dossier_id))


def _index_message(message: QueueMessage) -> bool:
    """Return whether the message was processed. A fault of one must not fail the others."""
    try:
        fact = parse_fact_message(message.body)
        if is_matter_fact(fact.kind):
            provide_matter_publishing().publish_matter(fact.dossier_id)
        if fact.kind in FINDING:
            kept = _index_dossier(fact.dossier_id)
            _report_index(fact.dossier_id, kept)
            if fact.kind in WITH_SUMS:
                provide_unpaid().keep_line(kept.dossier)
        elif fact.kind in WITH_SUMS:
            provide_unpaid().keep(fact.dossier_id)
    except Exception as fault:  # noqa: BLE001 - reported as failed, and brought again by the queue
        observe.provide_logger().error("finds_failed", extra=observe.describe_fault(fault))
        observe.count_metric("FindsFailed")
        return False
    return True


def _index_dossier(dossier_id: str, *, rewrite_all: bool = False) -> IndexReport:
    return build_search_index(wiring.provide_clock().real_now()).index_dossier(dossier_id, rewrite_all=rewrite_all)


def _report_index(dossier_id: str, kept: IndexReport) -> dict[str, Any]:
    observe.log_event("finds_kept", dossier=dossier_id, added=kept.added, dropped=kept.dropped)
    return {"added": kept.added, "dropped": kept.dropped}
