"""Changes of recorded deliveries: a row holds what began together for one fact, and is stored as a whole."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.domain.notices import deliveries as domain
from chalicelib.domain.notices.deliveries import Delivery
from chalicelib.domain.shared.errors import Busy
from chalicelib.steps.notices.notice_ports import Deliveries

TRIES = 5

Known = Mapping[str, Delivery]
"""Deliveries of a fact by their ids: all of each row."""


def save_changes(deliveries: Deliveries, known: Known, changed: Known) -> dict[str, Delivery]:
    """Store changed deliveries in their rows, with what else these hold; return those that are stored. A row that
    somebody else has changed meanwhile is left as it is."""
    rows: dict[str, list[Delivery]] = {}
    for each in known.values():
        rows.setdefault(each.row, []).append(changed.get(each.id, each))
    touched = [row for row in rows.values() if any(each.id in changed for each in row)]
    return {each.id: each for row in touched for each in deliveries.save(row) or () if each.id in changed}


def record_results(deliveries: Deliveries, known: Known, done: Known) -> dict[str, Delivery]:
    """Store the results of attempts, one write for each row; a status that the provider reported meanwhile stays.

    Raise Busy after too many conflicts: the queue then brings the fact again.
    """
    kept: dict[str, Delivery] = {}
    for _ in range(TRIES):
        kept |= save_changes(deliveries, known, done)
        done = {each.id: each for each in done.values() if each.id not in kept}
        if not done:
            return kept
        one = next(iter(done.values()))
        known = {each.id: each for each in deliveries.list_by_fact(one.dossier_id, one.seq)}
        done = {each.id: domain.merge_attempt(known[each.id], each) for each in done.values()}
    raise Busy(retry_after=1)
