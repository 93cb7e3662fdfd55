"""Answer a text message with the dossier of a code; the number's provider forwards question and answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.search import public_status, sms
from chalicelib.domain.shared.errors import NotFound
from chalicelib.domain.shared.hmac_signature import TOLERANCE, SignatureFault, verify_signature
from chalicelib.steps.search.lookup_ports import Once
from chalicelib.steps.search.public_status import LookupDependencies, look_up_code, make_example

SMS = "sms"


def require_genuine(raw: bytes, header: str | None, keys: Mapping[str, bytes], once: Once, real_now: datetime) -> None:
    """Refuse a call that the message provider did not sign just now, or that was received before."""
    if isinstance(verify_signature(raw, header, keys, real_now), SignatureFault):
        raise sms.SmsRefused()
    if not once.claim_once(sms.call_id(header or ""), real_now, 2 * TOLERANCE):
        raise sms.SmsReplayed()


def answer_sms(deps: LookupDependencies, asked: sms.Question, now: datetime) -> str:
    """Return the answer to a message, in plain letters; refuse where the province lists other channels and not this
    one."""
    public_status.require_channel(deps.law.find_rule("lookup.channels", CaseDates(now)).find_list(), SMS)
    code = sms.find_asked_code(asked.text)
    if code is None:
        return sms.write_help(make_example(deps, now))
    try:
        return sms.write_answer(look_up_code(deps, code, now))
    except NotFound:
        return sms.NOT_FOUND
