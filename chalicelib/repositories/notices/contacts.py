"""Contacts in the table: an account's own next to the account, a party's next to its dossier.

Addresses are in these items and nowhere else: not in keys, indexes, facts or queues.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from chalicelib.domain.notices.contacts import Contact, ContactReach, Holder, PendingCode
from chalicelib.domain.notices.notice_rules import Channel
from chalicelib.domain.notices.recipients import Recipient
from chalicelib.repositories.accounts.officers import Officers
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.keys import build_partition
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.notices import notice_rows

OFFICIAL_SINCE = datetime(2018, 1, 1, tzinfo=UTC)
KEEPS = timedelta(minutes=5)
"""How much longer than it is good a code is kept."""


class ContactTable:
    """The `Contacts` port on DynamoDB."""

    def load_reach(self, holder: Holder) -> ContactReach:
        """Return the known contacts; version 0 for none."""
        return notice_rows.get_value(ContactReach, *build_reach_key(holder)) or ContactReach()

    def load_reaches(self, *holders: Holder) -> Mapping[Holder, ContactReach]:
        """Return the same for several at once, in one request."""
        places = {build_reach_key(each): each for each in holders}
        found = {(row.pk, row.sk): row for row in TableItem.batch_get(list(places), consistent_read=True)}
        return {
            each: notice_rows.read_value(ContactReach, found[place]) if place in found else ContactReach()
            for place, each in places.items()
        }

    def save(self, holder: Holder, reach: ContactReach) -> ContactReach | None:
        """Store a change; return None when somebody else changed it meanwhile."""
        return notice_rows.put_value(reach, *build_reach_key(holder), kind="reach")

    def find_pending_code(self, holder: Holder, channel: Channel) -> PendingCode | None:
        """Return the code that was requested last."""
        return notice_rows.get_value(PendingCode, *_build_code_key(holder, channel))

    def save_pending(self, holder: Holder, pending: PendingCode) -> PendingCode | None:
        """Store a code's state until it expires."""
        expires = notice_rows.calculate_expiry(pending.asked_at, pending.lives + KEEPS)
        return notice_rows.put_value(
            pending, *_build_code_key(holder, pending.channel), kind="code", expires_at=expires
        )


class TableReaches:
    """The `Reaches` port: verified contacts of parties, official addresses of officers."""

    def __init__(self, contacts: ContactTable, officers: Officers) -> None:
        self._contacts = contacts
        self._officers = officers

    def find_reach(self, dossier_id: str, recipient: Recipient) -> ContactReach:
        """Return a party's verified contacts, the dossier's own before the account's; an officer's official address."""
        if not recipient.party:
            return self._find_official_reach(recipient.sub)
        own, account = Holder(dossier_id=dossier_id, party=recipient.party), Holder(sub=recipient.sub)
        if not recipient.sub:
            return self._contacts.load_reach(own)
        known = self._contacts.load_reaches(own, account)
        return known[own].merge_with(known[account])

    def _find_official_reach(self, sub: str) -> ContactReach:
        """An officer's address is official data, entered on a written request (LC-17.3): it needs no code."""
        email = self._officers.load(sub).email if sub else ""
        return ContactReach(mail=Contact(email, OFFICIAL_SINCE)) if email else ContactReach()


def build_reach_key(holder: Holder) -> tuple[str, str]:
    """Return the place of a holder's contacts."""
    if holder.sub:
        return keys.PERSON(holder.sub), keys.OWN_CONTACT
    return build_partition(holder.dossier_id), keys.CONTACT(holder.party)


def _build_code_key(holder: Holder, channel: Channel) -> tuple[str, str]:
    pk, sk = build_reach_key(holder)
    return pk, keys.CONTACT_CODE(sk, channel.value)
