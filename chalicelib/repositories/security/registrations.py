"""Registrations of own accounts, whose account a contact is, and the places from which an account has signed in.

Keys hold digests alone: of issued names, contacts and addresses.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.accounts.registration import ContactWay, Registration
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.conditions import write_if_it_holds
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.notices import notice_rows
from chalicelib.steps.security.own_account_ports import OwnAccount

KNOWN_LIVES = timedelta(days=90)


class RegistrationTable:
    """The `Registrations` port."""

    def load(self, name: str) -> Registration | None:
        """Return the unfinished registration of a name."""
        return notice_rows.get_value(Registration, _build_key(name), keys.REGISTERED)

    def save(self, registration: Registration) -> Registration | None:
        """Store it until it expires; return None when it was changed meanwhile."""
        ends = int(registration.ends_at.timestamp())
        return notice_rows.put_value(
            registration, _build_key(registration.name), keys.REGISTERED, kind="registration", expires_at=ends
        )

    def delete(self, name: str) -> None:
        """Delete it: the account exists."""
        TableItem(_build_key(name), keys.REGISTERED).delete()


@dataclass(frozen=True, slots=True)
class ContactOwners:
    """The `OwnAccounts` port. `read_key` gives the key of the digests, which must never change."""

    read_key: Callable[[datetime], bytes]

    def find(self, way: ContactWay, address: str, real_now: datetime) -> OwnAccount | None:
        """Return the account that the contact registered."""
        try:
            row = TableItem.get(self._build_key(way, address, real_now), keys.OWNER, consistent_read=True)
        except TableItem.DoesNotExist:
            return None
        stored = json.loads(row.body or "{}")
        return OwnAccount(stored["person"], stored["name"])

    def claim(self, way: ContactWay, address: str, account: OwnAccount, real_now: datetime) -> bool:
        """Store whose the contact is; return False when it is another account's."""
        row = self.build_row(way, address, account, real_now)
        same = TableItem.pk.does_not_exist() | (TableItem.body == row.body)
        return write_if_it_holds(lambda: row.save(condition=same))

    def build_row(self, way: ContactWay, address: str, account: OwnAccount, real_now: datetime) -> TableItem:
        """Return the row that says whose a contact is."""
        body = json.dumps({"person": account.person, "name": account.name}, sort_keys=True)
        return TableItem(self._build_key(way, address, real_now), keys.OWNER, kind="contact_owner", body=body)

    def _build_key(self, way: ContactWay, address: str, real_now: datetime) -> str:
        return keys.CONTACT_OWNER(_digest(self.read_key(real_now), f"{way.value}|{address.casefold()}"))


@dataclass(frozen=True, slots=True)
class KnownPlaces:
    """The `Places` port."""

    read_key: Callable[[datetime], bytes]

    def is_known(self, name: str, address: str, real_now: datetime) -> bool:
        """Return whether the account has signed in from the address of late."""
        try:
            row = TableItem.get(self._build_key(name, address, real_now), keys.KNOWN, consistent_read=True)
        except TableItem.DoesNotExist:
            return False
        return int(row.expires_at or 0) > int(real_now.timestamp())

    def remember(self, name: str, address: str, real_now: datetime) -> None:
        """Remember that it has."""
        ends = int((real_now + KNOWN_LIVES).timestamp())
        TableItem(self._build_key(name, address, real_now), keys.KNOWN, kind="known_place", expires_at=ends).save()

    def _build_key(self, name: str, address: str, real_now: datetime) -> str:
        return keys.KNOWN_PLACE(_digest(self.read_key(real_now), f"{name}|{address}"))


def _build_key(name: str) -> str:
    return keys.REGISTRATION(hashlib.sha256(name.encode()).hexdigest())


def _digest(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode(), hashlib.sha256)[:20].hex()
