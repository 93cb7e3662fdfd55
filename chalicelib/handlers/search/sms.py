"""Answer a text message that asks for the status of a dossier."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib import observe
from chalicelib.domain.search import counter_search, sms
from chalicelib.domain.search.public_status import ChannelClosed
from chalicelib.domain.shared.errors import Refusal
from chalicelib.domain.shared.http_errors import TooMany
from chalicelib.handlers.http import read
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import GATEWAY, Rate, register_operation
from chalicelib.models.lookup_channels import SmsView
from chalicelib.steps.search import sms as steps
from chalicelib.wiring import core as wiring
from chalicelib.wiring import lookup as wiring_lookup

bp = Blueprint(__name__)

PER_SENDER = Rate("sms", 10, 3600)


@register_operation(
    bp,
    "POST",
    "/api/sms",
    access=GATEWAY,
    answer=SmsView,
    refuses=(sms.SmsRefused, sms.SmsReplayed, ChannelClosed, TooMany),
)
def answer_sms(call: Call) -> SmsView:
    """Answer a text message `HS <code>` that the number's provider signed and forwarded."""
    try:
        return SmsView(text=_answer_call(call))
    except Refusal:
        # The line of the request names the code; number and text are logged nowhere.
        observe.count_metric("SmsRefused")
        raise


def _answer_call(call: Call) -> str:
    keys = wiring_lookup.read_sms_keys(call.real_now)
    steps.require_genuine(
        call.raw, call.headers.get(sms.HEADER.lower()), keys, wiring_lookup.provide_once(), call.real_now
    )
    asked = sms.parse_question(read.parse_object(call.raw))
    sender = counter_search.digest_value(
        wiring.read_search_key(call.real_now), "sms", counter_search.By.PHONE, asked.sender
    )
    wiring.provide_rate_limit().count_use(
        PER_SENDER.bucket, sender, PER_SENDER.limit, PER_SENDER.seconds, call.real_now
    )
    return steps.answer_sms(wiring_lookup.provide_lookup(), asked, call.now)
