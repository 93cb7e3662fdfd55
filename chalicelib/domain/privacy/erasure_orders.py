"""Erasures that were ordered and are not done: which of them a run takes, and which wait for their notice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.notices.deliveries import Delivery, DeliveryState

TOLD_WITHIN = timedelta(hours=25)
"""An order waits no longer for its notice: what no provider has taken by then goes out no more."""
BEGUN_WITHIN = timedelta(hours=1)
"""Who is told has deliveries on record by then; without any there is nobody to tell."""


@dataclass(frozen=True, slots=True)
class OpenErasure:
    """An erasure that was ordered and is not done: its place, and since when it waits (real time; None for one of
    before this was kept)."""

    dossier_id: str
    place: str
    since: datetime | None = None

    @property
    def seq(self) -> int:
        """The place of the order in the ledger."""
        return int(self.place.rpartition("#")[2])


def must_wait(order: OpenErasure, deliveries: Sequence[Delivery], real_now: datetime) -> bool:
    """Whether the notice of the order is still on its way. Contacts go with the erasure, and without them nobody could
    be told."""
    waits = real_now - order.since if order.since else TOLD_WITHIN
    if waits >= TOLD_WITHIN:
        return False
    if not deliveries:
        return waits < BEGUN_WITHIN
    return any(each.is_outer and each.state is DeliveryState.QUEUED for each in deliveries)


def pick_turn(orders: Sequence[OpenErasure], most: int, turn: int) -> Sequence[OpenErasure]:
    """The orders of a run, at most so many: each run begins where the one before has ended, so that orders that cannot
    be carried out stand in nobody's way."""
    first = turn * most % max(1, len(orders))
    return (*orders[first:], *orders[:first])[:most]
