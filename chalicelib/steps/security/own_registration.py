"""Somebody registers an account of the province: declares, accepts the terms, proves a contact by a code, and gets a
sign-in name with a first password, on screen, by mail or by SMS (HUE-10.1, VL-5.5, QN-27.1; decision 0301).

The answers never show who has an account: a person learns it of a contact after proving it, and of a number when the
account would come to exist.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime

from chalicelib.domain.accounts.registration import (
    DELIVERY_RULE,
    FIELDS_RULE,
    AccountExists,
    ContactWay,
    CredentialDelivery,
    DeclaredPerson,
    DeliveryNotOffered,
    Registration,
    derive_name,
    require_declared,
    tidy_person,
)
from chalicelib.domain.accounts.sign_in_methods import SignInMethod, require_open_method
from chalicelib.domain.notices.contacts import (
    CodeNotAccepted,
    PendingCode,
    check_answer,
    name_mailbox,
    normalise_address,
    seal_code,
)
from chalicelib.domain.security.second_factor import SignInExpired
from chalicelib.domain.security.session_tokens import issue_token, read_token
from chalicelib.domain.shared.errors import Busy
from chalicelib.steps.notices.contacts import CODES_PER_ADDRESS, HOUR
from chalicelib.steps.security.own_account_ports import REGISTRATION, OwnAccountDesk, build_code_holder, to_channel

REGISTRATIONS_PER_ADDRESS = 60
"""In an hour: a school or a village may share one address."""


@dataclass(frozen=True, slots=True)
class RegistrationWish:
    """What somebody fills in: who they are, a contact, how the first password comes, and the terms they have read."""

    person: DeclaredPerson
    way: ContactWay
    contact: str
    delivery: CredentialDelivery
    terms: str
    language: str


@dataclass(frozen=True, slots=True)
class RegistrationForm:
    """What the law of the day asks of a registration."""

    fields: tuple[str, ...]
    deliveries: tuple[CredentialDelivery, ...]


@dataclass(frozen=True, slots=True)
class FirstCredentials:
    """The issued name; the first password for the screen alone, empty where it was sent."""

    name: str
    password: str
    delivery: CredentialDelivery


def read_form(desk: OwnAccountDesk) -> RegistrationForm:
    """Return what must be filled in, and how the first password can come; all ways where the law is silent."""
    named = desk.list_rule(DELIVERY_RULE)
    ways = tuple(each for each in CredentialDelivery if not named or each.value in named)
    return RegistrationForm(desk.list_rule(FIELDS_RULE), ways)


def begin_registration(
    desk: OwnAccountDesk, wish: RegistrationWish, address: str, now: datetime, today: date, real_now: datetime
) -> str:
    """Return the browser's id of a new registration, whose contact is sent a code. Raise SignInMethodClosed, Invalid,
    DeliveryNotOffered, TermsNotCurrent, TooMany or Busy."""
    require_open_method(SignInMethod.LOCAL, desk.sessions.methods)
    form = read_form(desk)
    person = tidy_person(wish.person)
    require_declared(person, form.fields, today)
    channel = to_channel(wish.way)
    contact = normalise_address(channel, wish.contact, "/contact")
    if wish.delivery not in form.deliveries or wish.delivery.value not in ("screen", _name_delivery(wish.way)):
        raise DeliveryNotOffered()
    desk.terms().require_version(wish.terms)
    desk.spend("own-registration", address, REGISTRATIONS_PER_ADDRESS, HOUR)
    desk.spend("contact-address", f"{channel.value}|{name_mailbox(contact)}", CODES_PER_ADDRESS, HOUR)
    handle = secrets.token_urlsafe(32)
    name = derive_name(handle)
    made = Registration(name, person, wish.way, contact, wish.delivery, wish.terms, wish.language, now, real_now)
    if desk.registrations.save(made) is None:
        raise Busy(retry_after=1)
    holder = build_code_holder(REGISTRATION, name)
    if desk.contacts.save_pending(holder, PendingCode(channel, contact, real_now, wish.language)) is None:
        raise Busy(retry_after=1)
    desk.requests.ask(holder, channel)
    return issue_token(handle, 1, desk.sessions.keys, REGISTRATION)


def prove_contact(desk: OwnAccountDesk, token: str, code: str, real_now: datetime) -> FirstCredentials:
    """Check the contact's code, and issue name and first password. A repetition after a lost answer issues another
    first password. Raise SignInExpired, CodeNotAccepted, AccountExists or Busy."""
    registration = _find_registration(desk, token, real_now)
    holder, channel = build_code_holder(REGISTRATION, registration.name), to_channel(registration.way)
    before = desk.contacts.find_pending_code(holder, channel)
    if registration.proven_at is None:
        after, contact = check_answer(before, code, real_now)
        # Recorded before the answer is known: two guesses at once count as two.
        if after is not None and after != before and desk.contacts.save_pending(holder, after) is None:
            raise Busy(retry_after=1)
        if contact is None:
            raise CodeNotAccepted()
        saved = desk.registrations.save(replace(registration, proven_at=real_now))
        if saved is None:
            raise Busy(retry_after=1)
        registration = saved
    if desk.accounts.find(registration.way, registration.contact, real_now) is not None:
        raise AccountExists()
    return _issue_first_password(desk, registration, real_now)


def _issue_first_password(desk: OwnAccountDesk, registration: Registration, real_now: datetime) -> FirstCredentials:
    name, way = registration.name, registration.first_way
    holder, channel = build_code_holder(REGISTRATION, name), to_channel(registration.way)
    before = desk.contacts.find_pending_code(holder, channel)
    if before is not None and before.name and way is not None:
        # Sent already, or about to be.
        return FirstCredentials(name, "", registration.delivery)
    version = before.version if before else 0
    pending = PendingCode(channel, registration.contact, real_now, registration.language, name=name, version=version)
    password = desk.password() if way is None else ""
    if password:
        pending = seal_code(pending, password, desk.salt())
    if desk.contacts.save_pending(holder, pending) is None:
        raise Busy(retry_after=1)
    if way is not None:
        desk.requests.ask(holder, channel)
    return FirstCredentials(name, password, registration.delivery)


def _find_registration(desk: OwnAccountDesk, token: str, real_now: datetime) -> Registration:
    known = read_token(token, desk.sessions.keys, REGISTRATION)
    if known is None:
        raise SignInExpired(reason="forged")
    found = desk.registrations.load(derive_name(known[0]))
    if found is None or real_now >= found.ends_at:
        raise SignInExpired(reason="over")
    return found


def _name_delivery(way: ContactWay) -> str:
    """Return the delivery by the contact that is proven: a password is sent nowhere else."""
    return {ContactWay.MAIL: CredentialDelivery.MAIL, ContactWay.SMS: CredentialDelivery.SMS}[way].value
