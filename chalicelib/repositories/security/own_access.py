"""What lets somebody into an own account, replaced in one transaction: whose contact it is, the authenticator app, the
contacts that are notified, and every session (decision 0325)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pynamodb.transactions import TransactWrite

from chalicelib.domain.accounts.registration import ContactWay
from chalicelib.domain.notices.contacts import Holder
from chalicelib.domain.notices.recipients import FORMER
from chalicelib.domain.security.authenticator import build_lost
from chalicelib.domain.security.lost_access import ContactReplacement, HeldAccount
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.keys import build_partition
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.notices import notice_rows
from chalicelib.repositories.notices.contacts import build_reach_key
from chalicelib.repositories.security.own_factors import FactorTable
from chalicelib.repositories.security.registrations import ContactOwners
from chalicelib.steps.security.own_account_ports import OwnAccount

NOTIFIED_FOR = timedelta(days=30)
"""How long the contacts of before are kept with the case, so that they are notified."""


@dataclass(frozen=True, slots=True)
class OwnAccessTable:
    """The `OwnAccess` port."""

    owners: ContactOwners
    factors: FactorTable

    def find(self, way: ContactWay, address: str, real_now: datetime) -> HeldAccount | None:
        """Return the account that a contact registered."""
        found = self.owners.find(way, address, real_now)
        return HeldAccount(found.person, found.name, way, address) if found else None

    def plan(self, change: ContactReplacement) -> AccessWrites:
        """Return the writes of a replacement."""
        stored = self.factors.load(change.account.person, change.real_now)
        return AccessWrites(change, self.owners, stored.version if stored else 0)


@dataclass(frozen=True, slots=True)
class AccessWrites:
    """The writes of one replacement; `version` is that of the account's authenticator app, 0 for none."""

    change: ContactReplacement
    owners: ContactOwners
    version: int

    def add_to(self, transaction: TransactWrite) -> None:
        """Add them to a transaction."""
        change, now = self.change, self.change.real_now
        account = OwnAccount(change.account.person, change.account.name)
        old = self.owners.build_row(change.account.way, change.account.address, account, now)
        new = self.owners.build_row(change.way, change.address, account, now)
        transaction.save(new, condition=TableItem.pk.does_not_exist() | (TableItem.body == new.body))
        if old.pk != new.pk:
            transaction.delete(old, condition=TableItem.body == old.body)
        lost = build_lost(now, self.version + 1)
        factor = notice_rows.build_row(lost, keys.OWN_FACTOR(account.person), keys.FACTOR, kind="own_factor")
        unchanged = TableItem.version == self.version if self.version else TableItem.pk.does_not_exist()
        transaction.save(factor, condition=unchanged)
        self._add_contacts(transaction)
        # Tokens have their time of issue in whole seconds: the next second is the first that is certainly later.
        first = int(now.timestamp()) + 1
        record = TableItem(keys.OFFICER(change.person), keys.RIGHTS)
        transaction.update(record, [TableItem.valid_after.set(first), TableItem.begun_after.set(first)])

    def _add_contacts(self, transaction: TransactWrite) -> None:
        change, held = self.change, self.change.reach.version
        after = replace(change.reach_after, version=held + 1)
        row = notice_rows.build_row(after, *build_reach_key(Holder(sub=change.person)), kind="reach")
        transaction.save(row, condition=TableItem.version == held if held else TableItem.pk.does_not_exist())
        expires = notice_rows.calculate_expiry(change.real_now, NOTIFIED_FOR)
        before, place = replace(change.reach_before, version=1), (build_partition(change.matter), keys.CONTACT(FORMER))
        transaction.save(notice_rows.build_row(before, *place, kind="reach", expires_at=expires))
