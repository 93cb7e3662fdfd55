"""What notices are sent, read and proven with, built once per process. Imports are inside, so that only what is used
loads."""

from __future__ import annotations

import secrets
from functools import cache
from typing import TYPE_CHECKING, Any

from chalicelib import wiring, wiring_steps
from chalicelib.domain.contacts import CODE_DIGITS
from chalicelib.domain.notices import Channel
from chalicelib.settings import NOTICE_NEEDS, QUEUE_NEEDS

if TYPE_CHECKING:
    from chalicelib.domain.case_dates import CaseDates
    from chalicelib.repositories.contacts import ContactTable
    from chalicelib.repositories.deliveries import DeliveryTable, ErrandTable
    from chalicelib.repositories.inboxes import InboxTable
    from chalicelib.repositories.notice_queue import NoticeQueue
    from chalicelib.repositories.outlets import AppOutlet, MailOutlet, SmsOutlet
    from chalicelib.steps.contacts import CodeAsking, CodeSending
    from chalicelib.steps.note_feedback import Feedback
    from chalicelib.steps.send_notice import NoticeSending

DOSSIER_PAGE = "/dossiers/"
"""Where the pages show a dossier, behind the sign-in."""


@cache
def deliveries() -> DeliveryTable:
    """What became of notices."""
    from chalicelib.repositories.deliveries import DeliveryTable

    return DeliveryTable()


@cache
def errands() -> ErrandTable:
    """Notices that a person must bring."""
    from chalicelib.repositories.deliveries import ErrandTable

    return ErrandTable()


@cache
def inboxes() -> InboxTable:
    """Inboxes of people and desks."""
    from chalicelib.repositories.inboxes import InboxTable

    return InboxTable()


@cache
def contacts() -> ContactTable:
    """Contacts of accounts and of dossiers' parties."""
    from chalicelib.repositories.contacts import ContactTable

    return ContactTable()


@cache
def queue() -> NoticeQueue:
    """The queue before the sender."""
    from chalicelib.repositories.notice_queue import NoticeQueue

    return NoticeQueue.of(wiring.settings(QUEUE_NEEDS).notices_queue_url)


@cache
def code_asking() -> CodeAsking:
    """Asks for codes, within limits."""
    from chalicelib.steps.contacts import CodeAsking

    return CodeAsking(contacts(), queue(), wiring.rate_limit().spend)


@cache
def _mail() -> MailOutlet | None:
    chosen = wiring.settings(NOTICE_NEEDS)
    if not chosen.mail_from:
        return None
    from chalicelib.repositories.outlets import MailOutlet

    return MailOutlet.of(chosen.mail_from, chosen.mail_set)


@cache
def _sms() -> SmsOutlet:
    from chalicelib.repositories.outlets import SmsOutlet

    return SmsOutlet.of(wiring.settings(NOTICE_NEEDS).sms_sender_id)


@cache
def _app() -> AppOutlet | None:
    chosen = wiring.settings(NOTICE_NEEDS)
    if not chosen.app_url:
        return None
    from chalicelib.repositories.outlets import AppOutlet
    from chalicelib.repositories.secrets import parse_keys, secret

    return AppOutlet(chosen.app_url, secret(chosen.app_secret_arn, parse_keys), wiring.clock().real_now)


def _connected(**outlets: Any) -> dict[Channel, Any]:
    return {Channel(name): outlet for name, outlet in outlets.items() if outlet is not None}


@cache
def code_sending() -> CodeSending:
    """Makes codes and brings them."""
    from chalicelib.repositories.notice_table import load_notices
    from chalicelib.steps.contacts import CodeSending

    return CodeSending(
        contacts=contacts(),
        outlets=_connected(mail=_mail(), sms=_sms()),
        words=lambda: load_notices(province=wiring.settings().province).words,
        code=lambda: f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}",
        salt=lambda: secrets.token_hex(16),
    )


@cache
def sending() -> NoticeSending:
    """Sends the notices of facts."""
    from chalicelib.repositories.contacts import TableReaches
    from chalicelib.repositories.dossiers import DossierTable
    from chalicelib.repositories.notice_table import load_notices
    from chalicelib.steps.send_notice import NoticeSending

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
    """Notes what providers say."""
    from chalicelib.repositories.dossiers import DossierTable
    from chalicelib.steps.note_feedback import Feedback

    store = DossierTable()
    return Feedback(deliveries(), errands(), lambda dossier_id: store.load(dossier_id).dossier)
