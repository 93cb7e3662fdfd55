"""What own accounts need from outside: the pool, registrations, contacts with their codes, and profiles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.domain.accounts.registration import ContactWay, Registration
from chalicelib.domain.accounts.terms import Terms
from chalicelib.domain.notices.contacts import Holder
from chalicelib.domain.notices.notice_rules import Channel
from chalicelib.domain.security.authenticator import Authenticator
from chalicelib.domain.security.sessions import PoolTokens
from chalicelib.steps.accounts.profile_ports import Profiles
from chalicelib.steps.notices.notice_ports import AccountNewsQueue, Contacts
from chalicelib.steps.security.officer_sign_in import ChallengeSeal, SignInRecords
from chalicelib.steps.security.sessions import SessionDependencies


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """An account of the province: whose it is, and its sign-in name."""

    person: str
    name: str


class OwnPool(Protocol):
    """The citizens' user pool, as far as it holds own accounts."""

    def check_password(self, name: str, password: str, real_now: datetime) -> PoolTokens:
        """Return tokens; raise PasswordRefused, SignInBlocked, TooMany or Busy."""

    def create(self, name: str, full_name: str) -> str:
        """Return the subject of the account of that name, made now or before."""

    def set_password(self, name: str, password: str) -> None:
        """Replace the password; raise OwnPasswordUnfit for one of the last ten."""

    def delete(self, name: str) -> None:
        """Delete an account that must not exist."""


class Registrations(Protocol):
    """The store of unfinished registrations."""

    def load(self, name: str) -> Registration | None:
        """Return the unfinished registration of a name."""

    def save(self, registration: Registration) -> Registration | None:
        """Store it until it expires; return None when it was changed meanwhile."""

    def delete(self, name: str) -> None:
        """Delete it: the account exists."""


class OwnAccounts(Protocol):
    """The accounts by the contacts that registered them."""

    def find(self, way: ContactWay, address: str, real_now: datetime) -> OwnAccount | None:
        """Return the account that the contact registered."""

    def claim(self, way: ContactWay, address: str, account: OwnAccount, real_now: datetime) -> bool:
        """Store whose the contact is; return False when it is another account's."""


class Places(Protocol):
    """Where accounts have signed in."""

    def is_known(self, name: str, address: str, real_now: datetime) -> bool:
        """Return whether the account has signed in from the address of late."""

    def remember(self, name: str, address: str, real_now: datetime) -> None:
        """Remember that it has."""


class OwnFactors(Protocol):
    """Authenticator apps, by the subject of the account."""

    def load(self, account: str, real_now: datetime) -> Authenticator | None:
        """Return the one of an account, also one that nothing has confirmed."""

    def save(self, account: str, authenticator: Authenticator, real_now: datetime) -> Authenticator | None:
        """Store it; return None when it was changed meanwhile."""

    def delete(self, account: str) -> None:
        """Delete it."""


@dataclass(frozen=True, slots=True)
class OwnAccountDesk:
    """Dependencies of own accounts. `spend` counts one attempt (bucket, whose, limit, seconds); it raises TooMany.
    `wait` returns at an instant, less than a second away. `read_account` returns subject and name of an access token of
    ours. `secret` draws one for an authenticator app."""

    sessions: SessionDependencies
    pool: OwnPool
    registrations: Registrations
    accounts: OwnAccounts
    places: Places
    profiles: Profiles
    contacts: Contacts
    requests: AccountNewsQueue
    sign_ins: SignInRecords
    seal: ChallengeSeal
    spend: Callable[[str, str, int, int], None]
    password: Callable[[], str]
    salt: Callable[[], str]
    terms: Callable[[], Terms]
    list_rule: Callable[[str], tuple[str, ...]]
    wait: Callable[[datetime], None]
    factors: OwnFactors
    secret: Callable[[], str]
    read_account: Callable[[str], tuple[str, str]]


REGISTRATION, RECOVERY, FIRST, SECOND = "registration", "recovery", "first-password", "second-factor"
"""Purposes of the browser's id of a step: an id of one purpose is refused for the others."""


def build_code_holder(purpose: str, key: str) -> Holder:
    """Return the holder of a code of somebody who has not signed in."""
    return Holder(sub=f"{purpose}-{key}")


def to_channel(way: ContactWay) -> Channel:
    """Return the channel of notices."""
    return Channel(way.value)
