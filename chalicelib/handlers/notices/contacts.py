"""Contacts: one's own, and those of the parties of a dossier."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint

from chalicelib.domain.notices import contacts as domain
from chalicelib.domain.notices.contacts import CODE_LIVES, CodeNotAccepted, Contact, ContactReach, Holder
from chalicelib.domain.notices.notice_rules import Channel
from chalicelib.domain.notices.recipients import PARTIES
from chalicelib.domain.privacy.sight import NotYourTask
from chalicelib.domain.shared.errors import Busy, Forbidden, Invalid, NotFound
from chalicelib.domain.shared.http_errors import TooMany
from chalicelib.handlers.dossier.reader import build_reader
from chalicelib.handlers.dossier.step import provide_dependencies
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import SIGNED_IN, register_operation
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
PARTY = (NotFound, NotYourTask, Forbidden)


@register_operation(bp, "GET", MINE, access=SIGNED_IN, answer=ContactsView, reading_own=True)
def my_contacts(call: Call) -> ContactsView:
    """Show the addresses at which I am notified about my dossiers."""
    return _view_own(wiring_notices.provide_contacts().load_reach(steps.build_own_holder(call.actor)))


@register_operation(bp, "PUT", MINE, access=SIGNED_IN, body=WishesBody, answer=ContactsView, refuses=(Busy,))
def choose_my_contacts(call: Call[WishesBody]) -> ContactsView:
    """Set my language, and the channels on which I want only notices required by law."""
    return _view_own(
        steps.choose_wishes(
            wiring_notices.provide_contacts(), steps.build_own_holder(call.actor), call.body.language, call.body.off
        )
    )


@register_operation(
    bp, "POST", f"{MINE}/codes", access=SIGNED_IN, body=CodeBody, answer=AskedView, status=202, refuses=ASKING
)
def ask_my_code(call: Call[CodeBody]) -> AskedView:
    """Send me a code, to verify my address before its first use."""
    return _ask_code(call, steps.build_own_holder(call.actor), call.body.address, call.body)


@register_operation(
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
    return _view_own(_confirm_code(call, steps.build_own_holder(call.actor)))


@register_operation(bp, "DELETE", f"{MINE}/{{channel}}", access=SIGNED_IN, answer=None, refuses=(NotFound, Busy))
def forget_my_contact(call: Call) -> None:
    """Remove one of my contacts."""
    steps.remove_contact(wiring_notices.provide_contacts(), steps.build_own_holder(call.actor), _require_channel(call))


@register_operation(bp, "GET", OF_DOSSIER, access=SIGNED_IN, answer=ContactsView, refuses=PARTY)
def party_contacts(call: Call) -> ContactsView:
    """Show where a party of the dossier is notified, if not as the account says."""
    return _view_masked(wiring_notices.provide_contacts().load_reach(_find_holder(call)))


@register_operation(
    bp, "PUT", OF_DOSSIER, access=SIGNED_IN, body=WishesBody, answer=ContactsView, refuses=(*PARTY, Busy)
)
def choose_party_contacts(call: Call[WishesBody]) -> ContactsView:
    """Set a party's language, and the channels without courtesy notices, for this dossier."""
    return _view_masked(
        steps.choose_wishes(wiring_notices.provide_contacts(), _find_holder(call), call.body.language, call.body.off)
    )


@register_operation(
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
    holder, body = _find_holder(call), call.body
    address = body.address or steps.require_declared_address(
        steps.list_declared_parts(provide_dependencies().dossiers, holder.dossier_id),
        holder.party,
        Channel(body.channel),
    )
    return _ask_code(call, holder, address, body)


@register_operation(
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
    return _view_masked(_confirm_code(call, _find_holder(call)))


@register_operation(bp, "DELETE", f"{OF_DOSSIER}/{{channel}}", access=SIGNED_IN, answer=None, refuses=(*PARTY, Busy))
def forget_party_contact(call: Call) -> None:
    """Remove a party's contact for this dossier."""
    steps.remove_contact(wiring_notices.provide_contacts(), _find_holder(call), _require_channel(call))


def _find_holder(call: Call[Any, Any]) -> Holder:
    party = call.params["party"]
    if party not in PARTIES:
        raise NotFound()
    return steps.build_party_holder(build_reader(call), call.params["dossier_id"], party)


def _require_channel(call: Call[Any, Any]) -> Channel:
    if call.params["channel"] not in ("mail", "sms"):
        raise NotFound()
    return Channel(call.params["channel"])


def _ask_code(call: Call[Any, Any], holder: Holder, address: str, body: CodeBody | DeclaredCodeBody) -> AskedView:
    wiring_notices.provide_code_asking().ask(
        call.actor, holder, Channel(body.channel), address, body.language, call.real_now
    )
    return AskedView(channel=body.channel, good_for_seconds=int(CODE_LIVES.total_seconds()))


def _confirm_code(call: Call[ConfirmBody], holder: Holder) -> ContactReach:
    spend = wiring.provide_rate_limit().count_use
    channel, code = Channel(call.body.channel), call.body.code
    return steps.confirm_contact(
        wiring_notices.provide_contacts(), spend, call.actor, holder, channel, code, call.real_now
    )


def _view_own(reach: ContactReach) -> ContactsView:
    return _view_reach(reach, lambda contact: contact.address)


def _view_masked(reach: ContactReach) -> ContactsView:
    return _view_reach(reach, domain.redact_contact)


def _view_reach(reach: ContactReach, shown: Any) -> ContactsView:
    def view_contact(one: Contact | None) -> ContactView | None:
        return ContactView(address=shown(one), verified_at=one.verified_at) if one else None

    language: Any = reach.language
    off: Any = sorted(channel.value for channel in reach.off)
    return ContactsView(mail=view_contact(reach.mail), sms=view_contact(reach.sms), language=language, off=off)
