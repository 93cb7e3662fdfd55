"""Dependencies of sending and reading notices and of verifying contacts, built once per process. Imports are inside, so
that only used ones load."""

from __future__ import annotations

import secrets
from functools import cache
from typing import TYPE_CHECKING, Any

from chalicelib.domain.notices.contacts import CODE_DIGITS
from chalicelib.domain.notices.notice_rules import Channel
from chalicelib.settings import NOTICE_NEEDS, QUEUE_NEEDS
from chalicelib.wiring import core as wiring
from chalicelib.wiring import steps as wiring_steps

if TYPE_CHECKING:
    from chalicelib.domain.law.case_dates import CaseDates
    from chalicelib.repositories.notices.contacts import ContactTable
    from chalicelib.repositories.notices.deliveries import DeliveryTable, ErrandTable
    from chalicelib.repositories.notices.inboxes import InboxTable
    from chalicelib.repositories.notices.notice_queue import NoticeQueue
    from chalicelib.repositories.notices.senders import AppOutlet, MailOutlet, SmsOutlet
    from chalicelib.steps.notices.contacts import CodeAsking, CodeSending
    from chalicelib.steps.notices.record_delivery_status import Feedback
    from chalicelib.steps.notices.send_notice import NoticeSending

DOSSIER_PAGE = "/dossiers/"
"""The page of a dossier, after sign-in."""


@cache
def deliveries() -> DeliveryTable:
    """Return the deliveries of notices."""
    from chalicelib.repositories.notices.deliveries import DeliveryTable

    return DeliveryTable()


@cache
def errands() -> ErrandTable:
    """Return the notices that a person must deliver."""
    from chalicelib.repositories.notices.deliveries import ErrandTable

    return ErrandTable()


@cache
def inboxes() -> InboxTable:
    """Inboxes of people and desks."""
    from chalicelib.repositories.notices.inboxes import InboxTable

    return InboxTable()


@cache
def contacts() -> ContactTable:
    """Contacts of accounts and of dossiers' parties."""
    from chalicelib.repositories.notices.contacts import ContactTable

    return ContactTable()


@cache
def queue() -> NoticeQueue:
    """Return the sender's queue."""
    from chalicelib.repositories.notices.notice_queue import NoticeQueue

    return NoticeQueue.of(wiring.settings(QUEUE_NEEDS).notices_queue_url)


@cache
def code_asking() -> CodeAsking:
    """Return the requests for codes, within limits."""
    from chalicelib.steps.notices.contacts import CodeAsking

    return CodeAsking(contacts(), queue(), wiring.rate_limit().spend)


@cache
def _mail() -> MailOutlet | None:
    chosen = wiring.settings(NOTICE_NEEDS)
    if not chosen.mail_from:
        return None
    from chalicelib.repositories.notices.senders import MailOutlet

    return MailOutlet.of(chosen.mail_from, chosen.mail_set)


@cache
def _sms() -> SmsOutlet:
    from chalicelib.repositories.notices.senders import SmsOutlet

    return SmsOutlet.of(wiring.settings(NOTICE_NEEDS).sms_sender_id)


@cache
def _app() -> AppOutlet | None:
    chosen = wiring.settings(NOTICE_NEEDS)
    if not chosen.app_url:
        return None
    from chalicelib.repositories.aws.secrets import parse_keys, secret
    from chalicelib.repositories.notices.senders import AppOutlet

    return AppOutlet(chosen.app_url, secret(chosen.app_secret_arn, parse_keys), wiring.clock().real_now)


def _connected(**outlets: Any) -> dict[Channel, Any]:
    return {Channel(name): outlet for name, outlet in outlets.items() if outlet is not None}


@cache
def code_sending() -> CodeSending:
    """Return the generator and sender of codes."""
    from chalicelib.repositories.notices.notice_table import load_notices
    from chalicelib.steps.notices.contacts import CodeSending

    return CodeSending(
        contacts=contacts(),
        outlets=_connected(mail=_mail(), sms=_sms()),
        words=lambda: load_notices(province=wiring.settings().province).words,
        code=lambda: f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}",
        salt=lambda: secrets.token_hex(16),
    )


@cache
def sending() -> NoticeSending:
    """Return the sender of the notices of facts."""
    from chalicelib.repositories.dossier.dossiers import DossierTable
    from chalicelib.repositories.notices.contacts import TableReaches
    from chalicelib.repositories.notices.notice_table import load_notices
    from chalicelib.steps.notices.send_notice import NoticeSending

    origin = wiring.settings(NOTICE_NEEDS).site_origin
    return NoticeSending(
        ledgers=DossierTable(),
        table=lambda: load_notices(province=wiring.settings().province),
        rule=_rule,
        unit=lambda unit: wiring.agencies().get(unit).name,
        link=lambda dossier_id: f"{origin}{DOSSIER_PAGE}{dossier_id}",
        reaches=TableReaches(contacts(), wiring.officers()),
        deliveries=deliveries(),
        errands=errands(),
        inboxes=inboxes(),
        outlets=_connected(mail=_mail(), sms=_sms(), app=_app()),
    )


def _rule(name: str, dates: CaseDates) -> Any:
    return wiring_steps.reference().rule(name, dates).value


@cache
def feedback() -> Feedback:
    """Return the recorder of delivery reports."""
    from chalicelib.repositories.dossier.dossiers import DossierTable
    from chalicelib.steps.notices.record_delivery_status import Feedback

    store = DossierTable()
    return Feedback(deliveries(), errands(), lambda dossier_id: store.load(dossier_id).dossier)
