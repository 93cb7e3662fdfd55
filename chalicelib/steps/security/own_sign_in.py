"""Somebody signs in with an account of the province: name and password; the first time a password of their own, with
which the account comes to exist (HUE-10.1.c, 10.2, 20.2; decision 0301). With a second factor its code comes next
(`own_factor`).
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.accounts.person_joining import IdentifierTaken
from chalicelib.domain.accounts.person_profile import ProfileChange
from chalicelib.domain.accounts.registration import (
    AccountExists,
    OwnPasswordUnfit,
    Registration,
    build_profile,
    list_known_words,
    require_fit_password,
)
from chalicelib.domain.accounts.sign_in_methods import SignInMethod, require_open_method
from chalicelib.domain.notices import contacts as domain
from chalicelib.domain.notices.contacts import Contact, Holder
from chalicelib.domain.notices.notice_rules import Channel
from chalicelib.domain.security.authenticator import PasswordReplaced, is_confirmed, require_password_kept
from chalicelib.domain.security.second_factor import (
    Challenge,
    PasswordRefused,
    SignIn,
    SignInExpired,
    Waits,
    check_sign_in,
)
from chalicelib.domain.security.session_tokens import derive_session_key, issue_token, read_token
from chalicelib.domain.shared.errors import Busy
from chalicelib.steps.security.officer_sign_in import SignInProgress
from chalicelib.steps.security.own_account_ports import (
    FIRST,
    REGISTRATION,
    OwnAccount,
    OwnAccountDesk,
    build_code_holder,
    to_channel,
)
from chalicelib.steps.security.own_attempts import begin_own_session, count_attempt, replace_password
from chalicelib.steps.security.own_factor import ask_for_code, check_present_password, require_code
from chalicelib.steps.security.sessions import Given

REGISTERED = "registered"
"""Cause of the first version of a profile."""


def sign_in(
    desk: OwnAccountDesk,
    name: str,
    password: str,
    origin: str,
    address: str,
    shared: bool,
    old: str,
    real_now: datetime,
) -> Given | SignInProgress:
    """Begin a session in place of `old`, or return the step in which a first password is replaced. Raise
    SignInMethodClosed, PasswordRefused, PasswordReplaced, TooMany or Busy."""
    require_open_method(SignInMethod.LOCAL, desk.sessions.methods)
    count_attempt(desk, name, address, real_now)
    registration = desk.registrations.load(name)
    if registration is not None:
        _check_first_password(desk, registration, password, real_now)
        return _ask_for_password(desk, name, origin, shared, real_now)
    tokens = desk.pool.check_password(name, password, real_now)
    account = desk.sessions.verify(tokens.access, real_now)[0]
    # Asked for an account without one as well: both answers cost the same requests up to here.
    authenticator = desk.factors.load(account, real_now)
    try:
        require_password_kept(authenticator)
    except PasswordReplaced:
        desk.sessions.pool.revoke(tokens.refresh)
        raise
    if is_confirmed(authenticator):
        return ask_for_code(desk, account, name, tokens, origin, shared, real_now)
    return begin_own_session(desk, tokens, name, address, shared, old, real_now)


def choose_password(
    desk: OwnAccountDesk, token: str, password: str, origin: str, address: str, old: str, real_now: datetime
) -> Given:
    """Replace the first password: the account exists from now on, and its first session begins. Raise SignInExpired,
    OwnPasswordUnfit, AccountExists or Busy."""
    require_open_method(SignInMethod.LOCAL, desk.sessions.methods)
    waiting, name = _find_step(desk, token, origin, real_now)
    registration = desk.registrations.load(name)
    if registration is None or registration.proven_at is None:
        raise SignInExpired(reason="registration")
    require_fit_password(password, list_known_words(registration))
    _open_account(desk, registration, password, real_now)
    tokens = desk.pool.check_password(name, password, real_now)
    given = begin_own_session(desk, tokens, name, address, waiting.shared, old, real_now)
    desk.registrations.delete(name)
    desk.sign_ins.delete(waiting.key)
    return given


def change_password(
    desk: OwnAccountDesk,
    name: str,
    current: str,
    password: str,
    code: str | None,
    address: str,
    old: str,
    real_now: datetime,
    *,
    shared: bool = False,
) -> Given:
    """Replace a password by another one of the person's own, for who knows the present one, and has a code where the
    account has a second factor; other sessions end. Raise PasswordRefused, PasswordReplaced, OwnPasswordUnfit,
    SecondFactorNeeded, CodeRefused, CodeUsed, TooMany or Busy."""
    require_open_method(SignInMethod.LOCAL, desk.sessions.methods)
    account, person = check_present_password(desk, name, current, address, real_now)
    authenticator = desk.factors.load(account, real_now)
    require_password_kept(authenticator)
    require_fit_password(password, (name,), second_factor=is_confirmed(authenticator))
    if password == current:
        raise OwnPasswordUnfit.build_at_field()
    require_code(desk, OwnAccount(account, name), authenticator, code, address, real_now)
    return replace_password(desk, OwnAccount(person, name), password, address, old, real_now, shared=shared)


def _check_first_password(desk: OwnAccountDesk, registration: Registration, password: str, real_now: datetime) -> None:
    holder, channel = build_code_holder(REGISTRATION, registration.name), to_channel(registration.way)
    before = desk.contacts.find_pending_code(holder, channel)
    if registration.proven_at is None or before is None or not before.name:
        raise PasswordRefused(reason="registration")
    after, contact = domain.check_answer(before, password, real_now)
    if contact is not None:
        # Good until the person has a password of their own: a sign-in that was cut short begins again.
        return
    if after is not None and after != before and desk.contacts.save_pending(holder, after) is None:
        raise Busy(retry_after=1)
    raise PasswordRefused(reason="first")


def _ask_for_password(desk: OwnAccountDesk, name: str, origin: str, shared: bool, real_now: datetime) -> SignInProgress:
    handle = secrets.token_urlsafe(32)
    challenge = Challenge(Waits.PASSWORD, name, "")
    sealed = desk.seal.close_challenge(challenge, handle, 1)
    key = derive_session_key(handle)
    waiting = SignIn(key, key, origin, shared, real_now, Waits.PASSWORD, sealed)
    desk.sign_ins.create(waiting)
    token = issue_token(handle, 1, desk.sessions.keys, FIRST)
    return SignInProgress(token, Waits.PASSWORD, name, waiting.ends_at)


def _find_step(desk: OwnAccountDesk, token: str, origin: str, real_now: datetime) -> tuple[SignIn, str]:
    known = read_token(token, desk.sessions.keys, FIRST)
    if known is None:
        raise SignInExpired(reason="forged")
    handle, step = known
    waiting = check_sign_in(desk.sign_ins.load(derive_session_key(handle)), step, origin, (Waits.PASSWORD,), real_now)
    return waiting, desk.seal.open_challenge(waiting.sealed, handle, step).username


def _open_account(desk: OwnAccountDesk, registration: Registration, password: str, real_now: datetime) -> None:
    """Make the account in the pool, the person's profile, and whose the contact is. Each part may be done already,
    when this was cut short."""
    way, contact, name = registration.way, registration.contact, registration.name
    owner = desk.accounts.find(way, contact, real_now)
    if owner is not None and owner.name != name:
        raise AccountExists()
    sub = desk.pool.create(name, registration.person.full_name)
    profile, before = build_profile(registration, sub), desk.profiles.load(sub)
    (number,) = profile.identifiers
    holders = desk.profiles.find_by_identifier(number.kind, number.number, real_now)
    if set(holders.people) - {sub}:
        desk.pool.delete(name)
        raise AccountExists()
    desk.pool.set_password(name, password)
    try:
        if before.version == 0:
            desk.profiles.save(before, profile, ProfileChange(REGISTERED, registration.at), real_now)
        claimed = desk.accounts.claim(way, contact, OwnAccount(sub, name), real_now)
    except IdentifierTaken:
        claimed = False
    if not claimed:
        desk.pool.delete(name)
        raise AccountExists()
    _keep_contact(
        desk, sub, to_channel(way), Contact(contact, registration.proven_at or real_now), registration.language
    )


def _keep_contact(desk: OwnAccountDesk, person: str, channel: Channel, contact: Contact, language: str) -> None:
    holder = Holder(sub=person)
    reach = desk.contacts.load_reach(holder)
    if not reach.find_address(channel):
        changed = domain.add_contact(replace(reach, language=language), channel, contact)
        if desk.contacts.save(holder, changed) is None:
            raise Busy(retry_after=1)
