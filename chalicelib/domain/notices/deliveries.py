"""State of a notice on one channel: queued, sent, delivered, bounced or failed; exactly one of them.

Deliveries are stored outside the ledger, without dossier version or chain. A delivery is identified permanently by the
fact, the recipient and the channel, so that handling a fact again finds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.notices.inbox import InboxMessage
from chalicelib.domain.notices.notice_rules import OUTER, Channel


class DeliveryState(StrEnum):
    """Progress of a notice. `sent` means handed to the provider, `delivered` that the provider reported delivery."""

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    FAILED = "failed"


LOST = frozenset({DeliveryState.BOUNCED, DeliveryState.FAILED})
LEASE = timedelta(minutes=3)
"""How long one consumer may take to send a notice before another one may try."""
UNSENT_AFTER = timedelta(hours=1)
"""The sweeper resends notices that are still queued after this time."""
GIVE_UP_AFTER = timedelta(hours=24)
"""A notice that the provider has not accepted by then has failed: a person must notify the applicant."""

NO_CONTACT = "no_contact"
GAVE_UP = "gave_up"


class Unreachable(Exception):
    """The provider will never accept this message; `reason` is a stable code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Delivery:
    """One notice to one recipient by one channel. `reason` is a code; `ref` is the provider's id of the message.

    Deliveries of a fact that began together are stored in one row, `row`, and changed together: `version` is the row's.
    """

    dossier_id: str
    seq: int
    to: str
    channel: Channel
    notice: str
    official: bool
    queued_at: datetime
    state: DeliveryState = DeliveryState.QUEUED
    tries: int = 0
    tried_at: datetime | None = None
    sent_at: datetime | None = None
    ended_at: datetime | None = None
    reason: str = ""
    ref: str = ""
    version: int = 0
    row: str = ""

    @property
    def id(self) -> str:
        """Its key among the deliveries of the dossier."""
        return f"{self.seq:08d}#{self.to}#{self.channel.value}"

    @property
    def is_outer(self) -> bool:
        """Return whether it reaches the recipient outside this application."""
        return self.channel in OUTER


def parse_delivery_seq(delivery_id: str) -> int:
    """Return the number of the fact of a delivery's id; 0 for a malformed one."""
    seq = delivery_id.partition("#")[0]
    return int(seq) if seq.isdecimal() else 0


@dataclass(frozen=True, slots=True)
class Beginning:
    """A new delivery, and the inbox message that is stored together with it."""

    delivery: Delivery
    inbox: str = ""
    message: InboxMessage | None = None


def claim_if_free(delivery: Delivery, real_now: datetime) -> Delivery | None:
    """Return the delivery with one more attempt; None when it is finished, or another consumer holds it."""
    in_hand = delivery.tried_at is not None and real_now - delivery.tried_at < LEASE
    return None if delivery.state is not DeliveryState.QUEUED or in_hand else claim_delivery(delivery, real_now)


def claim_delivery(delivery: Delivery, real_now: datetime) -> Delivery:
    """Return the delivery with one more attempt that begins now; the caller checks whether an attempt is allowed."""
    return replace(delivery, tries=delivery.tries + 1, tried_at=real_now)


def record_sent(delivery: Delivery, ref: str, real_now: datetime) -> Delivery:
    """Mark the delivery as handed to the provider."""
    return _move_forward(delivery, DeliveryState.SENT, "", real_now, ref=ref)


def record_in_inbox(delivery: Delivery, message_id: str, real_now: datetime) -> Delivery:
    """Return the delivery as delivered once its message is in the inbox: no further status is expected."""
    sent = record_sent(delivery, message_id, real_now)
    return apply_provider_status(sent, DeliveryState.DELIVERED, "", real_now)


def record_failure(delivery: Delivery, reason: str, real_now: datetime) -> Delivery:
    """Mark the delivery as failed on this channel."""
    return _move_forward(delivery, DeliveryState.FAILED, reason, real_now)


def apply_provider_status(delivery: Delivery, state: DeliveryState, reason: str, real_now: datetime) -> Delivery:
    """Apply a later status of the provider; statuses may arrive in any order."""
    return _move_forward(delivery, state, reason, real_now)


def put_back(delivery: Delivery) -> Delivery:
    """Release the delivery after a failed attempt: the next one need not wait for the lease."""
    return replace(delivery, tried_at=None) if delivery.state is DeliveryState.QUEUED else delivery


_RANK: Mapping[DeliveryState, int] = {
    DeliveryState.QUEUED: 0,
    DeliveryState.SENT: 1,
    DeliveryState.DELIVERED: 2,
    DeliveryState.FAILED: 3,
    DeliveryState.BOUNCED: 3,
}


def _move_forward(delivery: Delivery, to: DeliveryState, reason: str, real_now: datetime, ref: str = "") -> Delivery:
    """Forward only: a late “sent” never hides a bounce, and a bounce that follows a delivery counts."""
    if _RANK[to] <= _RANK[delivery.state]:
        return replace(delivery, ref=delivery.ref or ref)
    sent_at = delivery.sent_at if to is DeliveryState.FAILED else delivery.sent_at or real_now
    ended = None if to is DeliveryState.SENT else real_now
    return replace(delivery, state=to, reason=reason, sent_at=sent_at, ended_at=ended, ref=delivery.ref or ref)


def merge_attempt(stored: Delivery, mine: Delivery) -> Delivery:
    """Return the stored delivery with the result of an attempt that began before it was stored: what is further
    counts, and a status that the provider reported meanwhile stays."""
    further = _RANK[mine.state] > _RANK[stored.state]
    if further or (mine.state is stored.state and mine.tries >= stored.tries):
        return replace(mine, version=stored.version, row=stored.row)
    return replace(stored, ref=stored.ref or mine.ref)


def needs_person(deliveries: Iterable[Delivery]) -> bool:
    """Return whether a person must telephone or write: the notice is official and every outer channel failed."""
    outer = [each for each in deliveries if each.official and each.is_outer]
    return bool(outer) and all(each.state in LOST for each in outer)


def is_given_up(delivery: Delivery, real_now: datetime) -> bool:
    """Return whether it has waited too long for its channel."""
    return delivery.state is DeliveryState.QUEUED and real_now - delivery.queued_at >= GIVE_UP_AFTER


@dataclass(frozen=True, slots=True)
class Errand:
    """A notice that a person must deliver: by telephone, by letter or at the counter; `way` says how it was done."""

    dossier_id: str
    seq: int
    to: str
    notice: str
    unit: str
    opened_at: datetime
    reason: str
    number: str = ""
    done_at: datetime | None = None
    done_by: str = ""
    way: str = ""
    version: int = 0

    @property
    def id(self) -> str:
        """Its identifier in addresses and lists."""
        return f"{self.dossier_id}.{self.seq:08d}.{self.to}"


def parse_errand_id(errand_id: str) -> tuple[str, int, str] | None:
    """Return dossier, fact and recipient of an errand's identifier; None for a malformed one."""
    parts = errand_id.split(".")
    if len(parts) != 3 or not parts[1].isdecimal() or len(parts[1]) != 8:
        return None
    return parts[0], int(parts[1]), parts[2]
