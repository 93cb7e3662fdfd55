"""Contacts in the table: an account's own next to the account, a party's next to its dossier.

Addresses are in these items and nowhere else: not in keys, indexes, facts or queues.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from chalicelib.domain.notices.contacts import CODE_LIVES, Contact, Holder, PendingCode, Reach
from chalicelib.domain.notices.notice_rules import Channel
from chalicelib.domain.notices.recipients import Recipient
from chalicelib.repositories.accounts.officers import Officers
from chalicelib.repositories.dynamodb.keys import partition
from chalicelib.repositories.dynamodb.table import Row
from chalicelib.repositories.notices import notice_rows

OFFICIAL_SINCE = datetime(2018, 1, 1, tzinfo=UTC)
KEEPS = CODE_LIVES + timedelta(minutes=5)


class ContactTable:
    """The `Contacts` port on DynamoDB."""

    def reach(self, holder: Holder) -> Reach:
        """Return the known contacts; version 0 for none."""
        return notice_rows.get(Reach, *_place(holder)) or Reach()

    def reaches(self, *holders: Holder) -> Mapping[Holder, Reach]:
        """Return the same for several at once, in one request."""
        places = {_place(each): each for each in holders}
        found = {(row.pk, row.sk): row for row in Row.batch_get(list(places), consistent_read=True)}
        return {
            each: notice_rows.read(Reach, found[place]) if place in found else Reach() for place, each in places.items()
        }

    def save(self, holder: Holder, reach: Reach) -> Reach | None:
        """Store a change; return None when somebody else changed it meanwhile."""
        return notice_rows.put(reach, *_place(holder), kind="reach")

    def pending(self, holder: Holder, channel: Channel) -> PendingCode | None:
        """Return the code that was requested last."""
        return notice_rows.get(PendingCode, *_code(holder, channel))

    def save_pending(self, holder: Holder, pending: PendingCode) -> PendingCode | None:
        """Store a code's state until it expires."""
        expires = notice_rows.until(pending.asked_at, KEEPS)
        return notice_rows.put(pending, *_code(holder, pending.channel), kind="code", expires_at=expires)


class TableReaches:
    """The `Reaches` port: verified contacts of parties, official addresses of officers."""

    def __init__(self, contacts: ContactTable, officers: Officers) -> None:
        self._contacts = contacts
        self._officers = officers

    def of(self, dossier_id: str, recipient: Recipient) -> Reach:
        """Return a party's verified contacts, the dossier's own before the account's; an officer's official address."""
        if not recipient.party:
            return self._official(recipient.sub)
        own, account = Holder(dossier_id=dossier_id, party=recipient.party), Holder(sub=recipient.sub)
        if not recipient.sub:
            return self._contacts.reach(own)
        known = self._contacts.reaches(own, account)
        return known[own].over(known[account])

    def _official(self, sub: str) -> Reach:
        """An officer's address is official data, entered on a written request (LC-17.3): it needs no code."""
        email = self._officers.load(sub).email if sub else ""
        return Reach(mail=Contact(email, OFFICIAL_SINCE)) if email else Reach()


def _place(holder: Holder) -> tuple[str, str]:
    if holder.sub:
        return f"PERSON#{holder.sub}", "REACH"
    return partition(holder.dossier_id), f"REACH#{holder.party}"


def _code(holder: Holder, channel: Channel) -> tuple[str, str]:
    pk, sk = _place(holder)
    return pk, f"CODE#{sk}#{channel.value}"
