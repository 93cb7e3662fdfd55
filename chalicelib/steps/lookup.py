"""Look up a dossier: by its code, by the link on a slip, by text message. Nobody has to sign in for it.

Every miss is the same answer after the same requests to the store, whether there is no such dossier, the link is
forged or its key was taken away: whoever guesses learns nothing but the minimum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.domain import links, lookup, sms
from chalicelib.domain.errors import NotFound
from chalicelib.domain.links import LinkKeys
from chalicelib.domain.lookup import Minimum, Standing
from chalicelib.domain.signed import TOLERANCE, Fault, signed_at

if TYPE_CHECKING:
    from chalicelib.domain.law import Ruling
    from chalicelib.domain.ledger import Json
    from chalicelib.repositories.lookup_ports import Lookups, Once, Rulings

KIOSK, SMS = "kiosk", "sms"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where dossiers are looked up, and the law of what may be told."""

    lookups: Lookups
    law: Rulings

    def told(self, found: Standing | None, now: datetime) -> Minimum:
        """What anybody may learn of it today (TT 01/2018 16.2.d)."""
        return lookup.minimum(found, self.law.rule("lookup.anonymous_fields", now).value)


def by_code(desk: Desk, typed: str, now: datetime) -> Minimum:
    """The dossier of a code, as typed."""
    return desk.told(desk.lookups.coded(lookup.code_or_none_such(typed)), now)


def by_link(desk: Desk, token: str, keys: LinkKeys, now: datetime) -> Minimum:
    """The dossier that a slip's link was signed for."""
    return desk.told(desk.lookups.dossier(links.dossier_of(token, keys)), now)


def require_genuine(raw: bytes, header: str | None, keys: Mapping[str, bytes], once: Once, real_now: datetime) -> None:
    """Refuse a call that the message provider did not sign just now, or that came before."""
    if isinstance(signed_at(raw, header, keys, real_now), Fault):
        raise sms.SmsRefused()
    if not once.first(f"SMS#{sms.call_id(header or '')}", real_now, 2 * TOLERANCE):
        raise sms.SmsReplayed()


def by_sms(desk: Desk, asked: sms.Question, now: datetime) -> str:
    """The answer to a message, in plain letters; refused where the province has no look-up by message."""
    lookup.require_channel(desk.law.rule("lookup.channels", now).value, SMS)
    code = sms.asked_code(asked.text)
    if code is None:
        return sms.HELP
    try:
        return sms.answer(by_code(desk, code, now))
    except NotFound:
        return sms.NOT_FOUND


def read_call(told: Json) -> sms.Question:
    """The message in a genuine call."""
    return sms.question(told)


def kiosk_basis(desk: Desk, now: datetime) -> Ruling | None:
    """The rule by which machines at reception points look dossiers up; None where no text speaks of them."""
    rule = desk.law.rule("lookup.channels", now)
    return rule if KIOSK in (rule.value or ()) else None
