"""Answer a text message that asks where a dossier stands."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib import observe, wiring, wiring_lookup
from chalicelib.domain import find, sms
from chalicelib.domain.edge_errors import TooMany
from chalicelib.domain.errors import Refusal
from chalicelib.domain.lookup import ChannelClosed
from chalicelib.handlers import _read
from chalicelib.handlers._http import GATEWAY, Call, Rate, operation
from chalicelib.models.lookup_channels import SmsView
from chalicelib.steps import sms as steps

bp = Blueprint(__name__)

PER_SENDER = Rate("sms", 10, 3600)


@operation(
    bp,
    "POST",
    "/api/sms",
    access=GATEWAY,
    answer=SmsView,
    refuses=(sms.SmsRefused, sms.SmsReplayed, ChannelClosed, TooMany),
)
def answer_sms(call: Call) -> SmsView:
    """Answer a text message `HS <code>` that the provider of the number signed and passed on."""
    try:
        return SmsView(text=_answered(call))
    except Refusal:
        # The line of the request names the code; neither number nor text is anywhere.
        observe.count("SmsRefused")
        raise


def _answered(call: Call) -> str:
    keys = wiring_lookup.sms_keys(call.real_now)
    steps.require_genuine(call.raw, call.headers.get(sms.HEADER.lower()), keys, wiring_lookup.once(), call.real_now)
    asked = sms.question(_read.parse_object(call.raw))
    sender = find.digest(wiring_lookup.find_key(call.real_now), "sms", find.By.PHONE, asked.sender)
    wiring.rate_limit().spend(PER_SENDER.bucket, sender, PER_SENDER.limit, PER_SENDER.seconds, call.real_now)
    return steps.by_sms(wiring_lookup.lookup_desk(), asked, call.now)
