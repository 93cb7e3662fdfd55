"""Who has lost the password of an account of the province gets back in by a code to the contact that registered it
(HUE-23.3). The answer and the requests are the same for a contact without an account.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.accounts.registration import ContactWay, OwnPasswordUnfit, derive_name, require_fit_password
from chalicelib.domain.accounts.sign_in_methods import SignInMethod, require_open_method
from chalicelib.domain.notices.contacts import (
    UNSENT,
    CodeNotAccepted,
    PendingCode,
    check_answer,
    name_mailbox,
    normalise_address,
)
from chalicelib.domain.security.authenticator import SecondFactorNeeded, is_confirmed, is_lost
from chalicelib.domain.security.second_factor import CodeRefused, CodeUsed, PasswordRefused, SignInExpired
from chalicelib.domain.security.session_tokens import issue_token, read_token
from chalicelib.domain.shared.errors import Busy
from chalicelib.domain.shared.http_errors import TooMany
from chalicelib.steps.notices.contacts import CODES_PER_ADDRESS, HOUR
from chalicelib.steps.security.own_account_ports import (
    RECOVERY,
    OwnAccount,
    OwnAccountDesk,
    build_code_holder,
    to_channel,
)
from chalicelib.steps.security.own_attempts import replace_password
from chalicelib.steps.security.own_factor import check_present_password, drop_factor, require_code
from chalicelib.steps.security.sessions import Given

RECOVERIES_PER_ADDRESS = 60


def ask_recovery(
    desk: OwnAccountDesk, way: ContactWay, contact: str, language: str, address: str, real_now: datetime
) -> str:
    """Return the browser's id of a recovery; the contact is sent a code if it has an account. Raise SignInMethodClosed,
    Invalid, TooMany or Busy."""
    require_open_method(SignInMethod.LOCAL, desk.sessions.methods)
    channel = to_channel(way)
    tidied = normalise_address(channel, contact, "/contact")
    desk.spend("own-recovery", address, RECOVERIES_PER_ADDRESS, HOUR)
    found = desk.accounts.find(way, tidied, real_now)
    handle = secrets.token_urlsafe(32)
    unused = derive_name(handle)
    # Who asks for codes in another's name uses up none of those for the places where the account signs in.
    usual = desk.places.is_known(found.name if found else unused, address, real_now)
    asked = f"{channel.value}|{name_mailbox(tidied)}"
    desk.spend("contact-address", f"{asked}|{address}" if usual else asked, CODES_PER_ADDRESS, HOUR)
    holder = build_code_holder(RECOVERY, unused)
    # Without an account everything is the same but that the sender finds nothing to send.
    pending = PendingCode(
        channel, tidied, real_now, language, digest="" if found else UNSENT, salt="" if found else "00"
    )
    if desk.contacts.save_pending(holder, pending) is None:
        raise Busy(retry_after=1)
    desk.requests.ask(holder, channel)
    return issue_token(handle, 1, desk.sessions.keys, RECOVERY)


@dataclass(frozen=True, slots=True)
class RecoveryProof:
    """What somebody sends to recover an account: the code from the contact, and, where the account has a second factor,
    a code of the authenticator app, or the present password after the loss of the telephone."""

    way: ContactWay
    code: str
    authenticator: str | None = None
    current: str | None = None


def reset_password(
    desk: OwnAccountDesk,
    token: str,
    proof: RecoveryProof,
    password: str,
    address: str,
    old: str,
    real_now: datetime,
) -> Given:
    """Set a new password for the right code, end every session of the account and begin one. An account with a second
    factor keeps it for a code of its own, and loses it for the present password: two proofs are always asked for. Raise
    SignInExpired, CodeNotAccepted, OwnPasswordUnfit, SecondFactorNeeded, CodeRefused, CodeUsed, PasswordRefused,
    TooMany or Busy."""
    require_open_method(SignInMethod.LOCAL, desk.sessions.methods)
    known = read_token(token, desk.sessions.keys, RECOVERY)
    if known is None:
        raise SignInExpired(reason="forged")
    # Whether 8 letters are enough is said to who has the contact's code.
    require_fit_password(password, (), second_factor=True)
    holder, channel = build_code_holder(RECOVERY, derive_name(known[0])), to_channel(proof.way)
    before = desk.contacts.find_pending_code(holder, channel)
    after, contact = check_answer(before, proof.code, real_now)
    if after is not None and after != before:
        after = desk.contacts.save_pending(holder, after)
        if after is None:
            raise Busy(retry_after=1)
    account = desk.accounts.find(proof.way, contact.address, real_now) if contact else None
    if before is None or after is None or account is None:
        raise CodeNotAccepted()
    try:
        return _replace_proven(desk, account, proof, password, address, old, real_now)
    except (OwnPasswordUnfit, SecondFactorNeeded, CodeRefused, CodeUsed, PasswordRefused, TooMany):
        # One of the last ten, or the other proof is missing or wrong: the code stays good, one try poorer.
        desk.contacts.save_pending(holder, replace(before, tries=before.tries + 1, version=after.version))
        raise


def _replace_proven(
    desk: OwnAccountDesk,
    account: OwnAccount,
    proof: RecoveryProof,
    password: str,
    address: str,
    old: str,
    real_now: datetime,
) -> Given:
    authenticator = desk.factors.load(account.person, real_now)
    drops = is_confirmed(authenticator) and proof.authenticator is None and proof.current is not None
    keeps = is_confirmed(authenticator) and not drops
    require_fit_password(password, (), second_factor=keeps)
    person = account.person
    if drops:
        _, person = check_present_password(desk, account.name, proof.current or "", address, real_now)
    else:
        require_code(desk, account, authenticator, proof.authenticator, address, real_now, "/authenticator")
    given = replace_password(desk, account, password, address, old, real_now)
    if drops:
        drop_factor(desk, account.person, person)
    elif is_lost(authenticator):
        # The password of before is gone from here on; until then it opens nothing.
        desk.factors.delete(account.person)
    return given
