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
    from collections.abc import Callable
    from datetime import datetime

    from chalicelib.domain.accounts.roles import Role
    from chalicelib.domain.law.case_dates import CaseDates
    from chalicelib.domain.ledger.chain import Fact
    from chalicelib.domain.notices.contacts import ContactReach
    from chalicelib.domain.notices.recipients import Recipient
    from chalicelib.repositories.notices.contacts import ContactTable
    from chalicelib.repositories.notices.deliveries import DeliveryTable, ErrandTable
    from chalicelib.repositories.notices.inboxes import InboxTable
    from chalicelib.repositories.notices.notice_queue import NoticeQueue
    from chalicelib.repositories.notices.senders import AppOutlet, MailOutlet, SmsOutlet
    from chalicelib.steps.notices.contacts import CodeAsking, CodeSending
    from chalicelib.steps.notices.notified_fact import NotifiedFact
    from chalicelib.steps.notices.record_delivery_status import Feedback
    from chalicelib.steps.notices.send_notice import NoticeSending

DOSSIER_PAGE = "/dossiers/"
"""The page of a dossier, after sign-in."""


@cache
def provide_deliveries() -> DeliveryTable:
    """Return the deliveries of notices."""
    from chalicelib.repositories.notices.deliveries import DeliveryTable

    return DeliveryTable()


@cache
def provide_errands() -> ErrandTable:
    """Return the notices that a person must deliver."""
    from chalicelib.repositories.notices.deliveries import ErrandTable

    return ErrandTable(_find_units)


def _find_units(unit: str) -> tuple[str, ...]:
    """Return the units of which a unit's list consists. The tree is loaded on first use: opening errands needs none."""
    from chalicelib.wiring import steps as wiring_steps

    return wiring_steps.list_units_served(unit)


@cache
def provide_inboxes() -> InboxTable:
    """Inboxes of people and desks."""
    from chalicelib.repositories.notices.inboxes import InboxTable

    return InboxTable()


@cache
def provide_contacts() -> ContactTable:
    """Contacts of accounts and of dossiers' parties."""
    from chalicelib.repositories.notices.contacts import ContactTable

    return ContactTable()


@cache
def provide_queue() -> NoticeQueue:
    """Return the sender's queue."""
    from chalicelib.repositories.notices.notice_queue import NoticeQueue

    return NoticeQueue.connect_to(wiring.provide_settings(QUEUE_NEEDS).notices_queue_url)


@cache
def provide_code_asking() -> CodeAsking:
    """Return the requests for codes, within limits."""
    from chalicelib.steps.notices.contacts import CodeAsking

    return CodeAsking(provide_contacts(), provide_queue(), wiring.provide_rate_limit().count_use)


@cache
def _connect_mail() -> MailOutlet | None:
    chosen = wiring.provide_settings(NOTICE_NEEDS)
    if not chosen.mail_from:
        return None
    from chalicelib.repositories.notices.senders import MailOutlet

    return MailOutlet.connect_to(chosen.mail_from, chosen.mail_set)


@cache
def _connect_sms() -> SmsOutlet:
    from chalicelib.repositories.notices.senders import SmsOutlet

    return SmsOutlet.connect_to(wiring.provide_settings(NOTICE_NEEDS).sms_sender_id)


@cache
def _connect_app() -> AppOutlet | None:
    chosen = wiring.provide_settings(NOTICE_NEEDS)
    if not chosen.app_url:
        return None
    from chalicelib.repositories.aws.secrets import open_secret, parse_keys
    from chalicelib.repositories.notices.senders import AppOutlet

    return AppOutlet(chosen.app_url, open_secret(chosen.app_secret_arn, parse_keys), wiring.provide_clock().real_now)


def _select_connected(**outlets: Any) -> dict[Channel, Any]:
    return {Channel(name): outlet for name, outlet in outlets.items() if outlet is not None}


def issue_first_password() -> str:
    """Return a random first password of a new account, in groups that are easy to copy."""
    from chalicelib.domain.accounts.registration import ALPHABET, FIRST_LETTERS

    letters = "".join(secrets.choice(ALPHABET) for _ in range(FIRST_LETTERS))
    return "-".join(letters[at : at + 4] for at in range(0, FIRST_LETTERS, 4))


@cache
def provide_code_sending() -> CodeSending:
    """Return the generator and sender of codes."""
    from chalicelib.repositories.notices.notice_table import load_notices
    from chalicelib.steps.notices.contacts import CodeSending

    return CodeSending(
        contacts=provide_contacts(),
        outlets=_select_connected(mail=_connect_mail(), sms=_connect_sms()),
        words=lambda: load_notices(province=wiring.provide_settings().province).words,
        code=lambda: f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}",
        password=issue_first_password,
        salt=lambda: secrets.token_hex(16),
    )


@cache
def provide_sending() -> NoticeSending:
    """Return the sender of the notices of facts."""
    from chalicelib.repositories.dossier.dossiers import DossierTable
    from chalicelib.repositories.notices.contacts import TableReaches
    from chalicelib.repositories.notices.notice_table import load_notices
    from chalicelib.steps.notices.send_notice import NoticeSending

    origin = wiring.provide_settings(NOTICE_NEEDS).site_origin
    return NoticeSending(
        ledgers=DossierTable(),
        table=lambda: load_notices(province=wiring.provide_settings().province),
        rule=_find_rule,
        unit=lambda unit: wiring.provide_agencies().get(unit).name,
        link=lambda dossier_id: f"{origin}{DOSSIER_PAGE}{dossier_id}",
        reaches=TableReaches(provide_contacts(), wiring.provide_officers()),
        deliveries=provide_deliveries(),
        errands=provide_errands(),
        inboxes=provide_inboxes(),
        outlets=_select_connected(mail=_connect_mail(), sms=_connect_sms(), app=_connect_app()),
        plan_matter=_plan_matter,
        may_act=_may_act,
    )


def _may_act(authorisation_id: str, at: datetime) -> bool:
    """Return whether an agent acts by an authorisation at an instant, as it is stored now."""
    found = wiring.provide_authorisations().load(authorisation_id)
    return found is not None and found.is_in_force(at)


def _plan_matter(facts: tuple[Fact, ...], reach: Callable[[Recipient], ContactReach]) -> NotifiedFact:
    """Return a matter's fact with its notices; the tables of matters are loaded on first use."""
    from chalicelib.domain.accounts.roles import Role
    from chalicelib.steps.matters.matter_notices import MatterNotices

    settings = wiring.provide_settings(NOTICE_NEEDS)
    agencies = wiring.provide_agencies()
    plan = MatterNotices(
        lambda unit: agencies.get(unit).name,
        lambda unit: agencies.get(unit).kind == Role.PROVINCIAL_OFFICE.value,
        settings.site_origin,
        lambda task: _has_task(task, facts[-1].occurred_at),
        lambda: _list_grantors(facts[-1].occurred_at),
    )
    return plan.read_fact(facts, reach)


def _has_task(task: Role, now: datetime) -> bool:
    """Return whether the rules of the day know a special task."""
    from chalicelib.domain.law.case_dates import CaseDates

    return task in wiring_steps.provide_reference().find_rule("roles.special", CaseDates(now)).list_words()


def _list_grantors(now: datetime) -> tuple[Role, ...]:
    """Return who grants rights by the rules of the day."""
    from chalicelib.domain.accounts.roles import Role
    from chalicelib.domain.law.case_dates import CaseDates

    found = wiring_steps.provide_reference().find_rule("account.granted_by", CaseDates(now)).to_list()
    return tuple(map(Role, found))


def _find_rule(name: str, dates: CaseDates) -> Any:
    return wiring_steps.provide_reference().find_rule(name, dates).value


@cache
def provide_feedback() -> Feedback:
    """Return the recorder of delivery reports."""
    from chalicelib.steps.notices.record_delivery_status import Feedback

    return Feedback(provide_deliveries(), provide_errands(), find_desk)


def find_desk(dossier_id: str) -> tuple[str, str] | None:
    """Return the unit and the number of a dossier, or of a matter; None when there is neither."""
    from chalicelib.repositories.dossier.dossiers import DossierTable

    if dossier := DossierTable().load(dossier_id).dossier:
        return dossier.one_stop, dossier.code or dossier.receipt_no
    from chalicelib.repositories.matters.matter_table import MatterTable

    matter = MatterTable().load_matter(dossier_id).matter
    return (matter.unit, matter.number) if matter else None
