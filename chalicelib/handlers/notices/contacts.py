"""Contacts: one's own, and those of the parties of a dossier."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint

from chalicelib.domain.notices import contacts as domain
from chalicelib.domain.notices.contacts import CODE_LIVES, CodeNotAccepted, Contact, Holder, Reach
from chalicelib.domain.notices.notice_rules import Channel
from chalicelib.domain.notices.recipients import PARTIES
from chalicelib.domain.privacy.sight import NotYourTask
from chalicelib.domain.shared.errors import Busy, Invalid, NotFound
from chalicelib.domain.shared.http_errors import TooMany
from chalicelib.handlers.dossier.reader import reader
from chalicelib.handlers.dossier.step import desk
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import SIGNED_IN, operation
from chalicelib.models.notices import (
    AskedView,
    CodeBody,
    ConfirmBody,
    ContactsView,
    ContactView,
    DeclaredCodeBody,
    WishesBody,
)
from chalicelib.steps.notices import contacts as steps
from chalicelib.wiring import core as wiring
from chalicelib.wiring import notices as wiring_notices

bp = Blueprint(__name__)

MINE, OF_DOSSIER = "/api/me/contacts", "/api/dossiers/{dossier_id}/contacts/{party}"
ASKING = (TooMany, Invalid, Busy)
PARTY = (NotFound, NotYourTask)


@operation(bp, "GET", MINE, access=SIGNED_IN, answer=ContactsView)
def my_contacts(call: Call) -> ContactsView:
    """Show the addresses at which I am notified about my dossiers."""
    return _mine(wiring_notices.contacts().reach(steps.own(call.actor)))


@operation(bp, "PUT", MINE, access=SIGNED_IN, body=WishesBody, answer=ContactsView, refuses=(Busy,))
def choose_my_contacts(call: Call[WishesBody]) -> ContactsView:
    """Set my language, and the channels on which I want only notices required by law."""
    return _mine(steps.choose(wiring_notices.contacts(), steps.own(call.actor), call.body.model_dump()))


@operation(bp, "POST", f"{MINE}/codes", access=SIGNED_IN, body=CodeBody, answer=AskedView, status=202, refuses=ASKING)
def ask_my_code(call: Call[CodeBody]) -> AskedView:
    """Send me a code, to verify my address before its first use."""
    return _asked(call, steps.own(call.actor), call.body.address, call.body)


@operation(
    bp,
    "POST",
    f"{MINE}/confirm",
    access=SIGNED_IN,
    body=ConfirmBody,
    answer=ContactsView,
    refuses=(CodeNotAccepted, TooMany, Busy),
)
def confirm_my_code(call: Call[ConfirmBody]) -> ContactsView:
    """Check the code; from now on I am notified there."""
    return _mine(_confirmed(call, steps.own(call.actor)))


@operation(bp, "DELETE", f"{MINE}/{{channel}}", access=SIGNED_IN, answer=None, refuses=(NotFound, Busy))
def forget_my_contact(call: Call) -> None:
    """Remove one of my contacts."""
    steps.remove(wiring_notices.contacts(), steps.own(call.actor), _channel(call))


@operation(bp, "GET", OF_DOSSIER, access=SIGNED_IN, answer=ContactsView, refuses=PARTY)
def party_contacts(call: Call) -> ContactsView:
    """Show where a party of the dossier is notified, if not as the account says."""
    return _masked(wiring_notices.contacts().reach(_holder(call)))


@operation(bp, "PUT", OF_DOSSIER, access=SIGNED_IN, body=WishesBody, answer=ContactsView, refuses=(*PARTY, Busy))
def choose_party_contacts(call: Call[WishesBody]) -> ContactsView:
    """Set a party's language, and the channels without courtesy notices, for this dossier."""
    return _masked(steps.choose(wiring_notices.contacts(), _holder(call), call.body.model_dump()))


@operation(
    bp,
    "POST",
    f"{OF_DOSSIER}/codes",
    access=SIGNED_IN,
    body=DeclaredCodeBody,
    answer=AskedView,
    status=202,
    refuses=(*PARTY, *ASKING),
)
def ask_party_code(call: Call[DeclaredCodeBody]) -> AskedView:
    """Send a party a code, to the given address or to the one in the filing."""
    holder, body = _holder(call), call.body
    address = body.address or steps.declared_address(
        steps.declared_parts(desk().dossiers, holder.dossier_id), holder.party, Channel(body.channel)
    )
    return _asked(call, holder, address, body)


@operation(
    bp,
    "POST",
    f"{OF_DOSSIER}/confirm",
    access=SIGNED_IN,
    body=ConfirmBody,
    answer=ContactsView,
    refuses=(*PARTY, CodeNotAccepted, TooMany, Busy),
)
def confirm_party_code(call: Call[ConfirmBody]) -> ContactsView:
    """Check the code that the party was sent; from now on the party is notified there about this dossier."""
    return _masked(_confirmed(call, _holder(call)))


@operation(bp, "DELETE", f"{OF_DOSSIER}/{{channel}}", access=SIGNED_IN, answer=None, refuses=(*PARTY, Busy))
def forget_party_contact(call: Call) -> None:
    """Remove a party's contact for this dossier."""
    steps.remove(wiring_notices.contacts(), _holder(call), _channel(call))


def _holder(call: Call[Any, Any]) -> Holder:
    party = call.params["party"]
    if party not in PARTIES:
        raise NotFound()
    return steps.of_dossier(reader(call), call.params["dossier_id"], party)


def _channel(call: Call[Any, Any]) -> Channel:
    if call.params["channel"] not in ("mail", "sms"):
        raise NotFound()
    return Channel(call.params["channel"])


def _asked(call: Call[Any, Any], holder: Holder, address: str, body: CodeBody | DeclaredCodeBody) -> AskedView:
    wiring_notices.code_asking().ask(call.actor, holder, Channel(body.channel), address, body.language, call.real_now)
    return AskedView(channel=body.channel, good_for_seconds=int(CODE_LIVES.total_seconds()))


def _confirmed(call: Call[ConfirmBody], holder: Holder) -> Reach:
    spend = wiring.rate_limit().spend
    channel, code = Channel(call.body.channel), call.body.code
    return steps.confirm(wiring_notices.contacts(), spend, call.actor, holder, channel, code, call.real_now)


def _mine(reach: Reach) -> ContactsView:
    return _view(reach, lambda contact: contact.address)


def _masked(reach: Reach) -> ContactsView:
    return _view(reach, domain.masked)


def _view(reach: Reach, shown: Any) -> ContactsView:
    def contact(one: Contact | None) -> ContactView | None:
        return ContactView(address=shown(one), verified_at=one.verified_at) if one else None

    language: Any = reach.language
    off: Any = sorted(channel.value for channel in reach.off)
    return ContactsView(mail=contact(reach.mail), sms=contact(reach.sms), language=language, off=off)
