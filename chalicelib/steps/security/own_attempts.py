"""Attempts to sign in with an own account are counted, and sessions begin after a right one.

They count for an address, for an account from an address, and for an account from addresses that it has not signed in
from: who guesses locks nobody out of the places that they use.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.domain.accounts.sign_in_methods import SignInMethod
from chalicelib.domain.security.sessions import PoolTokens
from chalicelib.steps.security.own_account_ports import OwnAccount, OwnAccountDesk
from chalicelib.steps.security.sessions import Given, begin_citizen_session

PER_ADDRESS, PER_PLACE, PER_ACCOUNT, QUARTER, HOUR = 300, 10, 50, 900, 3600


def replace_password(
    desk: OwnAccountDesk,
    account: OwnAccount,
    password: str,
    address: str,
    old: str,
    real_now: datetime,
    *,
    shared: bool = False,
) -> Given:
    """Set another password, end every session of the person, and begin one with it."""
    desk.pool.set_password(account.name, password)
    desk.sessions.officers.end_access(account.person, real_now, everywhere=True)
    # Sessions and tokens of this second have ended too.
    later = real_now.replace(microsecond=0) + timedelta(seconds=1)
    desk.wait(later)
    tokens = desk.pool.check_password(account.name, password, later)
    return begin_own_session(desk, tokens, account.name, address, shared, old, later)


def count_attempt(desk: OwnAccountDesk, name: str, address: str, real_now: datetime) -> None:
    """Count an attempt; raise TooMany."""
    desk.spend("own-sign-in-address", address, PER_ADDRESS, QUARTER)
    desk.spend("own-sign-in", f"{name}|{address}", PER_PLACE, QUARTER)
    if not desk.places.is_known(name, address, real_now):
        desk.spend("own-sign-in-account", name, PER_ACCOUNT, HOUR)


def begin_own_session(
    desk: OwnAccountDesk, tokens: PoolTokens, name: str, address: str, shared: bool, old: str, real_now: datetime
) -> Given:
    """Begin a session with tokens of the pool. Raise SignInRefused, AccountBarred, SignInMethodClosed."""
    given = begin_citizen_session(desk.sessions, tokens, SignInMethod.LOCAL, shared, old, real_now)
    desk.places.remember(name, address, real_now)
    return given
