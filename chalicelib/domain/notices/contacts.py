"""Where a person wants to be notified, and the code that verifies an address before its first use.

Contacts are personal data: they are stored in items of their own, which their owner (or the erasure of the personal
part) removes. A code is stored as a salted digest and is valid for a quarter of an hour and a few attempts.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from chalicelib.domain.eforms.answer_formats import is_email
from chalicelib.domain.notices.notice_rules import OUTER, Channel
from chalicelib.domain.shared.errors import FieldError, Invalid, Refusal, RefusalKind
from chalicelib.domain.shared.typed_numbers import normalise_email, normalise_phone

CODE_DIGITS = 6
CODE_LIVES = timedelta(minutes=15)
CODE_TRIES = 5
FIRST_LIVES = timedelta(days=3)
"""How long the first password of a new account is good."""
UNSENT = "unsent"
"""Digest of a code that nobody is sent: no answer is right."""
_PHONE = re.compile(r"0([35789][0-9]{8})")
LONGEST_MAIL = 200


class CodeNotAccepted(Refusal):
    """The code is wrong, expired, tried too often or was never requested; the answer does not say which."""

    code = "code_not_accepted"
    kind = RefusalKind.INVALID
    vi = "Mã không đúng hoặc đã hết hạn. Hãy yêu cầu mã mới."
    en = "The code is wrong or too old. Ask for a new one."


@dataclass(frozen=True, slots=True)
class Holder:
    """Owner of contacts: an account (`sub`), or a party of one dossier."""

    sub: str = ""
    dossier_id: str = ""
    party: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A verified address: an e-mail, or a telephone in international form."""

    address: str
    verified_at: datetime


@dataclass(frozen=True, slots=True)
class ContactReach:
    """A person's contacts and preferences. `off` are channels on which they want only the notices owed to them."""

    mail: Contact | None = None
    sms: Contact | None = None
    language: str = "vi"
    off: frozenset[Channel] = frozenset()
    version: int = 0

    def find_address(self, channel: Channel) -> str:
        """Return the verified address of a channel; empty for none."""
        contact = {Channel.MAIL: self.mail, Channel.SMS: self.sms}.get(channel)
        return contact.address if contact else ""

    def has_opted_in(self, channel: Channel) -> bool:
        """Return whether courtesy notices may use the channel."""
        return channel not in self.off

    def merge_with(self, other: ContactReach) -> ContactReach:
        """Return this reach, filled with the other's contacts where it has none: a dossier's own come before the
        account's."""
        chosen = self if self.version else other
        return replace(chosen, mail=self.mail or other.mail, sms=self.sms or other.sms)


@dataclass(frozen=True, slots=True)
class PendingCode:
    """A code sent to an address. `digest` is empty until the code was generated and sent. With the `name` of a new
    account it is that account's first password, which is good for longer."""

    channel: Channel
    address: str
    asked_at: datetime
    language: str = "vi"
    salt: str = ""
    digest: str = field(default="", repr=False)
    tries: int = 0
    name: str = ""
    version: int = 0

    @property
    def lives(self) -> timedelta:
        """How long an answer is accepted."""
        return FIRST_LIVES if self.name else CODE_LIVES


def normalise_address(channel: Channel, address: str, field_path: str = "/address") -> str:
    """Return the address in its one form. Raise Invalid for an address that no provider could reach."""
    if channel is Channel.SMS:
        found = _PHONE.fullmatch(normalise_phone(address))
        if found:
            return f"+84{found[1]}"
        vi, en = "Nhập số di động Việt Nam, ví dụ 0912345678.", "Enter a Vietnamese mobile number, like 0912345678."
        raise Invalid(fields=(FieldError(field_path, "not_a_phone_number", vi, en),))
    tidied = normalise_email(address)
    if channel in OUTER and is_email(tidied) and len(tidied) <= LONGEST_MAIL:
        local, _, domain = tidied.rpartition("@")
        return f"{local}@{domain.lower()}"
    vi, en = "Nhập địa chỉ thư, ví dụ ten@vidu.vn.", "Enter an e-mail address, like ten@vidu.vn."
    raise Invalid(fields=(FieldError(field_path, "not_an_email", vi, en),))


def name_mailbox(address: str) -> str:
    """Return the mailbox by which an address is counted: at the large providers, capitals and the text after a plus
    lead to the same mailbox. A telephone number is counted as it is."""
    local, at, domain = address.rpartition("@")
    return f"{local.partition('+')[0].lower()}@{domain}" if at else address


def seal_code(pending: PendingCode, code: str, salt: str) -> PendingCode:
    """Return the pending code with the data needed to check it, without the code itself."""
    return replace(pending, salt=salt, digest=_digest_code(code, salt))


def is_spent(pending: PendingCode, real_now: datetime) -> bool:
    """Return whether no answer to it can be accepted any more."""
    return pending.tries >= CODE_TRIES or real_now - pending.asked_at >= pending.lives


def check_answer(
    pending: PendingCode | None, code: str, real_now: datetime
) -> tuple[PendingCode | None, Contact | None]:
    """Return the pending code after one answer, and the contact when the answer was right.

    A wrong answer uses up one attempt. A code that is over, or never existed, uses up none and is never right.
    """
    if pending is None or not pending.digest or is_spent(pending, real_now):
        return pending, None
    if not hmac.compare_digest(_digest_code(code, pending.salt), pending.digest):
        return replace(pending, tries=pending.tries + 1), None
    return replace(pending, tries=CODE_TRIES), Contact(pending.address, real_now)


def add_contact(reach: ContactReach, channel: Channel, contact: Contact) -> ContactReach:
    """Return the reach with a new contact."""
    return replace(reach, mail=contact) if channel is Channel.MAIL else replace(reach, sms=contact)


def remove_contact(reach: ContactReach, channel: Channel) -> ContactReach:
    """Return the reach without the contact of a channel."""
    return replace(reach, mail=None) if channel is Channel.MAIL else replace(reach, sms=None)


def redact_contact(contact: Contact | None) -> str:
    """Return the address masked: enough to recognise it, too little to use it."""
    if contact is None:
        return ""
    local, at, domain = contact.address.partition("@")
    return f"{local[:1]}***@{domain}" if at else f"{contact.address[:3]}*****{contact.address[-3:]}"


def read_declared_address(part: Mapping[str, object] | None, channel: Channel) -> str:
    """Return a person's address as the filing states it; empty for none, or for an erased part."""
    name = {Channel.MAIL: "email", Channel.SMS: "phone"}[channel]
    return str((part or {}).get(name) or "")


def _digest_code(code: str, salt: str) -> str:
    return hashlib.sha256(bytes.fromhex(salt) + code.encode()).hexdigest()
