"""What sending notices needs from the outside world, as protocols."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.domain.notices.contacts import Holder, PendingCode, Reach
from chalicelib.domain.notices.deliveries import Beginning, Delivery, Errand
from chalicelib.domain.notices.inbox import InboxMessage
from chalicelib.domain.notices.notice_plan import Letter, Planned
from chalicelib.domain.notices.notice_rules import Channel
from chalicelib.domain.notices.recipients import Recipient


class Outlet(Protocol):
    """One channel to the outside."""

    def send(self, planned: Planned, letter: Letter, delivery: Delivery) -> str:
        """Hand the message over; answers the provider's id. Raises Unreachable for good; other faults pass."""


class CodeOutlet(Protocol):
    """A channel that can bring a code."""

    def send_code(self, address: str, subject: str, text: str) -> None:
        """Hand a code over. Raises Unreachable for good; other faults pass."""


class Deliveries(Protocol):
    """What became of notices, for life."""

    def of_fact(self, dossier_id: str, seq: int) -> Sequence[Delivery]:
        """Deliveries of one fact."""

    def of_dossier(self, dossier_id: str) -> Sequence[Delivery]:
        """Deliveries of a dossier, in the order of its facts."""

    def begin(self, begun: Sequence[Beginning]) -> Sequence[Delivery] | None:
        """Keep new deliveries and lay their messages in: all of it, or nothing and None when one is there already.
        More than a transaction holds is kept in several, in the order given."""

    def save(self, delivery: Delivery) -> Delivery | None:
        """Keep a change; None when somebody else changed it meanwhile."""

    def find(self, dossier_id: str, delivery_id: str) -> Delivery | None:
        """One delivery as it is now."""

    def waiting(self, until: datetime, limit: int) -> Sequence[tuple[str, int]]:
        """Dossier and fact of deliveries queued before `until` and still not sent, oldest first."""

    def refer(self, ref: str, delivery: Delivery, real_now: datetime) -> None:
        """Remember a provider's id for some weeks, where the provider says nothing else of a message."""

    def referred(self, ref: str) -> Delivery | None:
        """The delivery of a provider's id; None when it is unknown or forgotten."""


class Errands(Protocol):
    """Notices that a person must bring."""

    def add(self, errand: Errand) -> bool:
        """Open one; False when it was opened before."""

    def find(self, dossier_id: str, seq: int, to: str) -> Errand | None:
        """One errand as it is now."""

    def save(self, errand: Errand) -> Errand | None:
        """Keep a change; None when somebody else changed it meanwhile."""

    def of_unit(self, unit: str, limit: int, cursor: str | None) -> tuple[Sequence[Errand], str | None]:
        """A unit's open errands, oldest first, and where the next page begins."""


class Inboxes(Protocol):
    """Inboxes of people and desks."""

    def put(self, inbox: str, message: InboxMessage) -> None:
        """Lay a message in; nothing happens when it lies there already."""

    def page(self, inbox: str, limit: int, cursor: str | None) -> tuple[Sequence[InboxMessage], str | None]:
        """Newest first, and where the next page begins."""

    def find(self, inbox: str, message_id: str) -> InboxMessage | None:
        """One message."""

    def save(self, inbox: str, message: InboxMessage) -> InboxMessage | None:
        """Keep a change; None when somebody else changed it meanwhile."""


class Contacts(Protocol):
    """Contacts, wishes, and codes on their way."""

    def reach(self, holder: Holder) -> Reach:
        """What is known; version 0 for nothing."""

    def save(self, holder: Holder, reach: Reach) -> Reach | None:
        """Keep a change; None when somebody else changed it meanwhile."""

    def pending(self, holder: Holder, channel: Channel) -> PendingCode | None:
        """The code that was asked for last."""

    def save_pending(self, holder: Holder, pending: PendingCode) -> PendingCode | None:
        """Keep a code's state until it is worthless; None when somebody else changed it meanwhile."""


class Reaches(Protocol):
    """How recipients are reached."""

    def of(self, dossier_id: str, recipient: Recipient) -> Reach:
        """A party's proven contacts, the dossier's own before the account's; an officer's official address."""


class CodeRequests(Protocol):
    """The queue by which codes are asked for: the message names the place, never the address."""

    def ask(self, holder: Holder, channel: Channel) -> None:
        """Have the pending code made and sent."""
