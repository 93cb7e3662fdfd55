"""External dependencies of sending notices, as protocols."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.domain.notices.contacts import ContactReach, Holder, PendingCode
from chalicelib.domain.notices.deliveries import Beginning, Delivery, Errand
from chalicelib.domain.notices.inbox import InboxMessage
from chalicelib.domain.notices.messages import News
from chalicelib.domain.notices.notice_plan import PlannedDelivery, RenderedNotice
from chalicelib.domain.notices.notice_rules import Channel
from chalicelib.domain.notices.recipients import Recipient


class Outlet(Protocol):
    """One channel to the outside."""

    def send(self, planned: PlannedDelivery, letter: RenderedNotice, delivery: Delivery) -> str:
        """Send the message; return the provider's id. Raise Unreachable for a permanent failure; other faults are
        temporary."""


class CodeOutlet(Protocol):
    """A channel that can send a code."""

    def send_code(self, address: str, subject: str, text: str) -> None:
        """Send a code. Raise Unreachable for a permanent failure; other faults are temporary."""


class Deliveries(Protocol):
    """Permanent records of the deliveries of notices."""

    def list_by_fact(self, dossier_id: str, seq: int) -> Sequence[Delivery]:
        """Deliveries of one fact."""

    def list_by_dossier(self, dossier_id: str) -> Sequence[Delivery]:
        """Deliveries of a dossier, in the order of its facts."""

    def begin(self, begun: Sequence[Beginning], known: int = 0, *, retried: bool = True) -> Sequence[Delivery] | None:
        """Store new deliveries of a fact with their inbox messages, in one row: all, or nothing and None when a row of
        the same place already exists. `known` is how many deliveries of the fact are stored. More than one transaction
        holds are stored in several rows, in the given order. `retried` is false when the fact's message has come for
        the first time: the queue repeats it if this attempt is interrupted, so the sweeper need not find the row."""

    def save(self, row: Sequence[Delivery]) -> Sequence[Delivery] | None:
        """Store all deliveries of one row as they are now; return None when somebody else changed the row meanwhile."""

    def list_waiting(self, until: datetime, limit: int) -> Sequence[tuple[str, int]]:
        """Return dossier and fact of deliveries queued before `until` and still not sent, oldest first."""

    def remember_reference(self, ref: str, delivery: Delivery, real_now: datetime) -> None:
        """Remember a provider's id for some weeks, where the provider's reports have nothing else."""

    def find_by_reference(self, ref: str) -> tuple[str, str] | None:
        """Return dossier and delivery of a provider's id; None when it is unknown or forgotten."""


class Errands(Protocol):
    """Notices that a person must deliver."""

    def add(self, errand: Errand) -> bool:
        """Open one; return False when it was opened before."""

    def find(self, dossier_id: str, seq: int, to: str) -> Errand | None:
        """Return the present errand."""

    def save(self, errand: Errand) -> Errand | None:
        """Store a change; return None when somebody else changed it meanwhile."""

    def list_by_unit(self, unit: str, limit: int, cursor: str | None) -> tuple[Sequence[Errand], str | None]:
        """Return a unit's open errands, oldest first, and where the next page begins."""


class Inboxes(Protocol):
    """Inboxes of people and desks."""

    def put(self, inbox: str, message: InboxMessage) -> None:
        """Add a message; do nothing when it already exists."""

    def list_page(self, inbox: str, limit: int, cursor: str | None) -> tuple[Sequence[InboxMessage], str | None]:
        """Return messages newest first, and where the next page begins."""

    def find(self, inbox: str, message_id: str) -> InboxMessage | None:
        """Return one message."""

    def save(self, inbox: str, message: InboxMessage) -> InboxMessage | None:
        """Store a change; return None when somebody else changed it meanwhile."""


class Contacts(Protocol):
    """Contacts, preferences, and pending codes."""

    def load_reach(self, holder: Holder) -> ContactReach:
        """Return the known contacts; version 0 for none."""

    def save(self, holder: Holder, reach: ContactReach) -> ContactReach | None:
        """Store a change; return None when somebody else changed it meanwhile."""

    def find_pending_code(self, holder: Holder, channel: Channel) -> PendingCode | None:
        """Return the code that was requested last."""

    def save_pending(self, holder: Holder, pending: PendingCode) -> PendingCode | None:
        """Store a code's state until it expires; return None when somebody else changed it meanwhile."""


class Reaches(Protocol):
    """Addresses of recipients."""

    def find_reach(self, dossier_id: str, recipient: Recipient) -> ContactReach:
        """Return a party's verified contacts, the dossier's own before the account's; an officer's official address."""


class CodeRequests(Protocol):
    """The queue of requested codes: the message names the place, never the address."""

    def ask(self, holder: Holder, channel: Channel) -> None:
        """Request that the pending code is generated and sent."""


class AccountNewsQueue(CodeRequests, Protocol):
    """The same queue, with news of accounts."""

    def announce(self, holder: Holder, news: News) -> None:
        """Request that the holder's contacts are sent the news."""
