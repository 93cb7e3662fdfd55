"""Who has lost the password of an account of the province gets back in by a code to the contact that registered it
(HUE-23.3). The answer and the requests are the same for a contact without an account.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
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
from chalicelib.domain.security.second_factor import SignInExpired
from chalicelib.domain.security.session_tokens import issue_token, read_token
from chalicelib.domain.shared.errors import Busy
from chalicelib.steps.notices.contacts import CODES_PER_ADDRESS, HOUR
from chalicelib.steps.security.own_account_ports import RECOVERY, OwnAccountDesk, build_code_holder, to_channel
from chalicelib.steps.security.own_sign_in import replace_password
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


def reset_password(
    desk: OwnAccountDesk,
    token: str,
    way: ContactWay,
    code: str,
    password: str,
    address: str,
    old: str,
    real_now: datetime,
) -> Given:
    """Set a new password for the right code, end every session of the account and begin one. Raise SignInExpired,
    CodeNotAccepted, OwnPasswordUnfit, TooMany or Busy."""
    require_open_method(SignInMethod.LOCAL, desk.sessions.methods)
    known = read_token(token, desk.sessions.keys, RECOVERY)
    if known is None:
        raise SignInExpired(reason="forged")
    require_fit_password(password, ())
    holder, channel = build_code_holder(RECOVERY, derive_name(known[0])), to_channel(way)
    before = desk.contacts.find_pending_code(holder, channel)
    after, contact = check_answer(before, code, real_now)
    if after is not None and after != before:
        after = desk.contacts.save_pending(holder, after)
        if after is None:
            raise Busy(retry_after=1)
    account = desk.accounts.find(way, contact.address, real_now) if contact else None
    if before is None or after is None or account is None:
        raise CodeNotAccepted()
    try:
        return replace_password(desk, account, password, address, old, real_now)
    except OwnPasswordUnfit:
        # One of the last ten: the code stays good for another choice, one try poorer.
        desk.contacts.save_pending(holder, replace(before, tries=before.tries + 1, version=after.version))
        raise
