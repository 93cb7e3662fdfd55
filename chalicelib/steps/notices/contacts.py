"""Contacts: a person's addresses for notices, verified by a code before first use, and their preferences.

An account has contacts of its own, for all its dossiers. A dossier may have others for each party: the filer and the
principal differ, and a person who came to the desk has no account.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.dossier.current_parts import select_current_parts
from chalicelib.domain.ledger.chain import Part
from chalicelib.domain.notices import contacts as domain
from chalicelib.domain.notices.contacts import CodeNotAccepted, ContactReach, Holder, PendingCode
from chalicelib.domain.notices.deliveries import Unreachable
from chalicelib.domain.notices.messages import News
from chalicelib.domain.notices.notice_rules import OUTER, Channel
from chalicelib.domain.notices.recipients import FILER, PRINCIPAL
from chalicelib.domain.privacy.sight_words import Content
from chalicelib.domain.shared.errors import Busy, FieldError, Forbidden, Invalid, NotFound
from chalicelib.steps.dossier.ports import Dossiers
from chalicelib.steps.notices.notice_ports import CodeOutlet, CodeRequests, Contacts

if TYPE_CHECKING:
    from chalicelib.steps.dossier.reader import Reader

TRIES = 5
PART_OF = {FILER: "applicant", PRINCIPAL: "principal"}

Spend = Callable[[str, str, int, int, datetime], None]
"""Counts a request against a limit: bucket, caller, how many, in how many seconds, now. Raises TooMany."""

CODES_PER_PERSON, CODES_PER_ADDRESS, HOUR = 10, 5, 3600
ANSWERS_PER_PERSON = 30


def build_own_holder(actor: Actor) -> Holder:
    """Return the account's own contacts."""
    return Holder(sub=actor.sub)


def build_party_holder(reader: Reader, dossier_id: str, party: str) -> Holder:
    """Return a party's contacts of one dossier: for its owner, and for its one-stop unit, which deals with the
    applicant and whose views are recorded. Raise NotFound for a dossier the actor may not see, NotYourTask for other
    officers, and Forbidden for an agent who asks for the principal's: nobody else chooses where they are notified."""
    dossier, sight = reader.require_seen(dossier_id, f"contacts of {party}", Content.CONTACTS)
    if party == PRINCIPAL and sight.is_owner and dossier.owner and not reader.actor.is_person(dossier.owner):
        raise Forbidden()
    return Holder(dossier_id=dossier_id, party=party)


@dataclass(frozen=True, slots=True)
class CodeAsking:
    """Requests codes."""

    contacts: Contacts
    requests: CodeRequests
    spend: Spend

    def ask(
        self, actor: Actor, holder: Holder, channel: Channel, address: str, language: str, real_now: datetime
    ) -> None:
        """Request a code. The answer is the same for known and unknown addresses; too many requests must wait."""
        tidied = domain.normalise_address(channel, address)
        self.spend("contact-code", actor.sub, CODES_PER_PERSON, HOUR, real_now)
        mailbox = domain.name_mailbox(tidied)
        self.spend("contact-address", f"{channel.value}|{mailbox}", CODES_PER_ADDRESS, HOUR, real_now)
        before = self.contacts.find_pending_code(holder, channel)
        pending = PendingCode(channel, tidied, real_now, language, version=before.version if before else 0)
        if self.contacts.save_pending(holder, pending) is None:
            raise Busy(retry_after=1)
        self.requests.ask(holder, channel)


def list_declared_parts(dossiers: Dossiers, dossier_id: str) -> Iterable[Part]:
    """Return the current personal parts of a dossier: without those that a correction of the reception replaced."""
    dossier, parts = dossiers.load(dossier_id).dossier, dossiers.load_parts(dossier_id)
    return (select_current_parts(dossier, parts) if dossier else parts).values()


def require_declared_address(parts: Iterable[Part], party: str, channel: Channel) -> str:
    """Return a party's address as filed. Raise Invalid when there is none."""
    named = next((part.value for part in parts if part.name == PART_OF[party]), None)
    address = domain.read_declared_address(named if isinstance(named, Mapping) else None, channel)
    if not address:
        vi, en = "Hồ sơ không ghi liên hệ này; hãy nhập.", "The filing has no such contact; enter one."
        raise Invalid(fields=(FieldError("/address", "required", vi, en),))
    return address


def confirm_contact(
    contacts: Contacts, spend: Spend, actor: Actor, holder: Holder, channel: Channel, code: str, real_now: datetime
) -> ContactReach:
    """Check the code; from now on the address is the holder's. Raise CodeNotAccepted for every wrong answer."""
    spend("contact-answer", actor.sub, ANSWERS_PER_PERSON, HOUR, real_now)
    before = contacts.find_pending_code(holder, channel)
    after, contact = domain.check_answer(before, code, real_now)
    # The attempt is recorded before the answer is known: two guesses at once count as two.
    if after is not None and after != before and contacts.save_pending(holder, after) is None:
        raise Busy(retry_after=1)
    if contact is None:
        raise CodeNotAccepted()
    proof = contact
    return _change_reach(contacts, holder, lambda reach: domain.add_contact(reach, channel, proof))


def remove_contact(contacts: Contacts, holder: Holder, channel: Channel) -> None:
    """Remove a contact. Raise NotFound when there is none."""
    if not contacts.load_reach(holder).find_address(channel):
        raise NotFound()
    _change_reach(contacts, holder, lambda reach: domain.remove_contact(reach, channel))


def choose_wishes(contacts: Contacts, holder: Holder, language: str, unwanted: Collection[str]) -> ContactReach:
    """Set language and the channels without courtesy notices. Notices required by law are sent all the same."""
    off = frozenset(each for each in OUTER if each.value in unwanted)
    return _change_reach(contacts, holder, lambda reach: replace(reach, language=language, off=off))


def _change_reach(contacts: Contacts, holder: Holder, change: Callable[[ContactReach], ContactReach]) -> ContactReach:
    for _ in range(TRIES):
        kept = contacts.save(holder, change(contacts.load_reach(holder)))
        if kept is not None:
            return kept
    raise Busy(retry_after=1)


@dataclass(frozen=True, slots=True)
class CodeSending:
    """Generates and sends codes, which nothing else ever sees, and sends news of accounts."""

    contacts: Contacts
    outlets: Mapping[Channel, CodeOutlet]
    words: Callable[[], Mapping[str, Mapping[str, Mapping[str, str]]]]
    code: Callable[[], str]
    password: Callable[[], str]
    salt: Callable[[], str]

    def send(self, holder: Holder, channel: Channel, real_now: datetime) -> bool:
        """Send the requested code; return False when none is to be sent any more, or no provider accepts it."""
        pending = self.contacts.find_pending_code(holder, channel)
        outlet = self.outlets.get(channel)
        if pending is None or pending.digest or domain.is_spent(pending, real_now) or outlet is None:
            return False
        code = self.password() if pending.name else self.code()
        kept = self.contacts.save_pending(holder, domain.seal_code(pending, code, self.salt()))
        if kept is None:
            return False
        words = self.words()["first_password" if pending.name else "code"]
        text = words[channel.value][pending.language].strip().format(code=code, name=pending.name)
        try:
            outlet.send_code(pending.address, words["mail_subject"][pending.language], text)
        except Unreachable:
            return False
        except Exception:
            # The next attempt generates another code: this one may not have arrived.
            self.contacts.save_pending(holder, replace(kept, digest="", salt=""))
            raise
        return True

    def announce(self, holder: Holder, news: News) -> int:
        """Send news of the account to each proven contact of its holder; return how many took it. Repeated after a
        fault: the same news twice is better than none."""
        reach, words, sent = self.contacts.load_reach(holder), self.words()[news.value], 0
        for channel, outlet in self.outlets.items():
            if address := reach.find_address(channel):
                text = words[channel.value][reach.language].strip()
                with suppress(Unreachable):
                    outlet.send_code(address, words["mail_subject"][reach.language], text)
                    sent += 1
        return sent
