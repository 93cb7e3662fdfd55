"""Queue consumer of new facts: update the search entries of dossiers, and the lines of their unpaid sums.

The queue delivers each fact at least once, in any order; the entries are made from the present dossier. A dossier that
fails is reported alone; it is retried and finally goes to the dead-letter queue. `{"dossier_id": …}` sent manually
rewrites a dossier's entries; `{"dossier_ids": […]}` completes those of several, for upgrades of the stores
(`infra/operations/upgrade_stores.py`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from chalicelib import observe
from chalicelib.domain.ledger.fact_registry import FINDING, WITH_SUMS
from chalicelib.steps.search.update_search_index import IndexReport
from chalicelib.wiring import core as wiring
from chalicelib.wiring.lookup import find_index
from chalicelib.wiring.payments import provide_unpaid


def index_finds(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Correct the entries of a batch of facts, or those of dossiers; return the failures, or the result."""
    if "dossier_ids" in event:
        return {"dossiers": [_complete_index(each) for each in event["dossier_ids"]]}
    if "Records" not in event:
        provide_unpaid().keep(event["dossier_id"])
        return _report_index(event["dossier_id"], _index_dossier(event["dossier_id"], anew=True))
    failed = [record for record in event["Records"] if not _index_record(record)]
    return {"batchItemFailures": [{"itemIdentifier": one["messageId"]} for one in failed]}


def _complete_index(dossier_id: str) -> dict[str, Any]:
    """Add the missing entries and the line of unpaid sums of a dossier; a fault ends the call."""
    provide_unpaid().keep(dossier_id)
    return _report_index(dossier_id, _index_dossier(dossier_id))


def _index_record(record: Mapping[str, Any]) -> bool:
    """Return whether the record was processed. A fault of one record must not fail the others."""
    try:
        fact = json.loads(record["body"])
        if fact["kind"] in FINDING:
            _report_index(fact["dossier"], _index_dossier(fact["dossier"]))
        if fact["kind"] in WITH_SUMS:
            provide_unpaid().keep(fact["dossier"])
    except Exception as fault:  # noqa: BLE001 - reported as failed, and brought again by the queue
        observe.provide_logger().error("finds_failed", extra=observe.describe_fault(fault))
        observe.count_metric("FindsFailed")
        return False
    return True


def _index_dossier(dossier_id: str, *, anew: bool = False) -> IndexReport:
    return find_index(wiring.provide_clock().real_now()).index_dossier(dossier_id, anew=anew)


def _report_index(dossier_id: str, kept: IndexReport) -> dict[str, Any]:
    observe.log_event("finds_kept", dossier=dossier_id, added=kept.added, dropped=kept.dropped)
    return {"added": kept.added, "dropped": kept.dropped}
