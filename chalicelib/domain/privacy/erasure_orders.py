"""Ordered erasures that are not finished: which of them a run takes, and which wait for their notice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.notices.deliveries import Delivery, DeliveryState
from chalicelib.domain.shared.timezone import write_stamp

TOLD_WITHIN = timedelta(hours=25)
"""An order waits no longer than this for its notice; a notice that no provider has accepted by then is not sent."""
BEGUN_WITHIN = timedelta(hours=1)
"""Recipients have deliveries on record by then; without any, there is nobody to notify."""


DOSSIER, MATTER = "dossier", "matter"
"""What an order erases."""


@dataclass(frozen=True, slots=True)
class OpenErasure:
    """An ordered erasure of a dossier or a matter that is not finished: its place, since when it waits (real time; None
    in older data), and what it erases."""

    dossier_id: str
    place: str
    since: datetime | None = None
    about: str = DOSSIER

    @property
    def seq(self) -> int:
        """The place of the order in the ledger."""
        return int(self.place.rpartition("#")[2])


def describe_order(number: str, real_now: datetime, about: str = DOSSIER) -> Mapping[str, str]:
    """Return an order as it is stored; one of a dossier says no more than it always did."""
    return {"dossier": number, "since": write_stamp(real_now), **({} if about == DOSSIER else {"about": about})}


def must_wait(order: OpenErasure, deliveries: Sequence[Delivery], real_now: datetime) -> bool:
    """Return whether the notice of the order is still being delivered. The erasure removes the contacts, and without
    them nobody could be notified."""
    waits = real_now - order.since if order.since else TOLD_WITHIN
    if waits >= TOLD_WITHIN:
        return False
    if not deliveries:
        return waits < BEGUN_WITHIN
    return any(each.is_outer and each.state is DeliveryState.QUEUED for each in deliveries)


def pick_turn(orders: Sequence[OpenErasure], most: int, turn: int) -> Sequence[OpenErasure]:
    """Return the orders of a run, at most so many. Each run begins where the one before ended, so that an order that
    cannot be carried out does not block others."""
    first = turn * most % max(1, len(orders))
    return (*orders[first:], *orders[:first])[:most]
