"""Another contact for an own account whose telephone and password are lost, as a value (decision 0325)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.accounts.registration import ContactWay
from chalicelib.domain.notices.contacts import Contact, ContactReach, add_contact
from chalicelib.domain.notices.notice_rules import Channel


@dataclass(frozen=True, slots=True)
class HeldAccount:
    """An own account: its subject and sign-in name, and the contact by which it was found."""

    person: str
    name: str
    way: ContactWay
    address: str


@dataclass(frozen=True, slots=True)
class ContactWish:
    """What is asked for: whose account, the number on the paper of who is present, the new contact, and the one that
    registered the account where it is no longer on record."""

    person: str
    number: str
    contact: str
    former: str = ""


@dataclass(frozen=True, slots=True)
class ContactReplacement:
    """Another contact for an own account; `reach` are the contacts of before, `matter` the decided case."""

    person: str
    account: HeldAccount
    way: ContactWay
    address: str
    reach: ContactReach
    matter: str
    real_now: datetime

    @property
    def reach_after(self) -> ContactReach:
        """The contacts from now on: the new one alone. Who has the lost telephone learns nothing more."""
        bare = replace(self.reach, mail=None, sms=None, off=frozenset())
        return add_contact(bare, to_channel(self.way), Contact(self.address, self.real_now))

    @property
    def reach_before(self) -> ContactReach:
        """The contacts that are notified of it: those of before, with the one that registered the account."""
        channel, known = to_channel(self.account.way), replace(self.reach, off=frozenset(), version=0)
        if known.find_address(channel):
            return known
        return add_contact(known, channel, Contact(self.account.address, self.real_now))


def to_channel(way: ContactWay) -> Channel:
    """Return the channel of notices."""
    return Channel(way.value)
