"""The accounts that cases are about: whose a number is, whether a reporter is its holder, and the account's state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.domain.accounts.account_state import AccountChange, AccountState
from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.person_profile import PersonKind, find_identifier_kind
from chalicelib.domain.notices.contacts import ContactReach, Holder
from chalicelib.domain.shared.text import strip_accents
from chalicelib.domain.shared.typed_numbers import normalise_email, normalise_phone
from chalicelib.steps.accounts.profile_ports import PersonRecords, Profiles
from chalicelib.steps.dossier.ports import StoredWrite


class AccountStore(Protocol):
    """The store of states of accounts."""

    def load(self, person: str) -> AccountState:
        """Return the present state, read consistently."""

    def plan(self, change: AccountChange) -> StoredWrite:
        """Return the writes of a change with its history, for the transaction of a command."""

    def forget(self, person: str) -> None:
        """Drop a record from the cache: it has changed."""


class HolderReaches(Protocol):
    """The store of contacts."""

    def load_reach(self, holder: Holder) -> ContactReach:
        """Return a holder's proven contacts and wishes."""


NOBODY = "nobody"
"""Read in place of somebody unknown, so that an answer costs the same requests."""


@dataclass(frozen=True, slots=True)
class CaseAccounts:
    """Profiles, contacts, states and records. Each call makes the same requests for somebody unknown."""

    profiles: Callable[[], Profiles]
    contacts: Callable[[], HolderReaches]
    states: Callable[[], AccountStore]
    records: Callable[[], PersonRecords]

    def find_person(self, number: str, real_now: datetime) -> str:
        """Return the person whose identity number it is, or was while nobody else had it; empty for none."""
        kind = find_identifier_kind(PersonKind.CITIZEN, number)
        holders = self.profiles().find_by_identifier(kind, number, real_now)
        return holders.active or (holders.former[0] if len(holders.former) == 1 else "")

    def find_person_of(self, account: str) -> str:
        """Return the person whose account has the id; empty for an id of which nothing is recorded."""
        record = self.records().load(account)
        known = record.version or record.state.version or record.sub != account
        return record.sub if known or self.profiles().load(record.sub).version else ""

    def is_holder(self, person: str, full_name: str, contact: str) -> bool:
        """Return whether name and proven contact are the person's."""
        profile = self.profiles().load(person or NOBODY)
        reach = self.contacts().load_reach(Holder(sub=person or NOBODY))
        proven = {each.address for each in (reach.mail, reach.sms) if each}
        said = {normalise_email(contact), _write_international(normalise_phone(contact))}
        return bool(person) and _fold_name(profile.full_name) == _fold_name(full_name) and bool(proven & said)

    def load_state(self, person: str) -> AccountState:
        """Return the state of an account, read consistently."""
        return self.states().load(person or NOBODY)

    def load_record(self, account: str) -> Officer:
        """Return the record of an officer's account, with its rights."""
        return self.records().load(account)

    def plan(self, change: AccountChange) -> StoredWrite:
        """Return the writes of a change, for the transaction of a command."""
        return self.states().plan(change)

    def forget(self, person: str) -> None:
        """Drop the record of a changed account from the cache."""
        self.states().forget(person)


def _fold_name(name: str) -> str:
    return " ".join(strip_accents(name).casefold().split())


def _write_international(phone: str) -> str:
    return f"+84{phone[1:]}" if phone.startswith("0") else phone
