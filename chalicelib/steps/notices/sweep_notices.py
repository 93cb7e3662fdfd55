"""Sweep notices: a notice still unsent an hour after it was queued is queued again, until it is sent or has finally
failed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.notices.deliveries import UNSENT_AFTER
from chalicelib.steps.notices.notice_ports import Deliveries

MOST = 200
"""Facts queued again in one run; the oldest come first, and the rest waits for the next run."""


@dataclass(frozen=True, slots=True)
class NoticeSweepReport:
    """How many facts were queued again, and how many could not be."""

    facts: int = 0
    failed: int = 0
    faults: tuple[Exception, ...] = ()


def sweep_notices(deliveries: Deliveries, again: Callable[[str, int], None], real_now: datetime) -> NoticeSweepReport:
    """Have each fact with an unsent notice handled again; `again` puts it into the sender's queue."""
    faults: list[Exception] = []
    places = tuple(dict.fromkeys(deliveries.list_waiting(real_now - UNSENT_AFTER, MOST)))
    for dossier_id, seq in places:
        try:
            again(dossier_id, seq)
        except Exception as fault:  # noqa: BLE001 - one dossier's trouble is not the others'; reported by the caller
            faults.append(fault)
    return NoticeSweepReport(len(places) - len(faults), len(faults), tuple(faults))
