"""Delivery reports of providers: mail events matched by our tags, SMS reports by the message's id.

Addresses in these events are not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.notices.deliveries import DeliveryState

TAGS = ("dossier", "seq", "to")
"""Tags of a mail, which name its delivery."""
_WORD = re.compile(r"[^a-z]+")


@dataclass(frozen=True, slots=True)
class MailEvent:
    """The delivery status of a mail."""

    dossier_id: str
    delivery_id: str
    state: DeliveryState
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SmsReport:
    """The delivery status of an SMS."""

    ref: str
    state: DeliveryState
    reason: str = ""


def build_tags(dossier_id: str, seq: int, to: str) -> dict[str, str]:
    """Return the tags by which a mail's events find their delivery; a provider accepts letters, digits, - and _."""
    return {"dossier": dossier_id, "seq": f"{seq:08d}", "to": to}


def parse_mail_event(detail: Mapping[str, Any]) -> MailEvent | None:
    """Return the event; None for one that changes nothing: the mail of a code, an opened mail, a soft bounce. Raise
    KeyError for an event that is not one of the provider's."""
    kind = str(detail["eventType"])
    tags = {name: values[0] for name, values in detail["mail"].get("tags", {}).items() if name in TAGS and values}
    found = _derive_mail_outcome(kind, detail)
    if found is None or set(tags) != set(TAGS):
        return None
    state, reason = found
    return MailEvent(tags["dossier"], f"{tags['seq']}#{tags['to']}#mail", state, reason)


def _derive_mail_outcome(kind: str, detail: Mapping[str, Any]) -> tuple[DeliveryState, str] | None:
    if kind == "Send":
        return DeliveryState.SENT, ""
    if kind == "Delivery":
        return DeliveryState.DELIVERED, ""
    if kind == "Bounce":
        bounce = detail["bounce"]
        if bounce["bounceType"] != "Permanent":
            return None
        return DeliveryState.BOUNCED, f"bounce_{encode_phrase(str(bounce.get('bounceSubType', '')))}"
    if kind == "Complaint":
        return DeliveryState.DELIVERED, "complaint"
    if kind in ("Reject", "Rendering Failure"):
        return DeliveryState.FAILED, encode_phrase(kind)
    return None


def parse_sms_report(record: Mapping[str, Any]) -> SmsReport:
    """Return a line of the provider's delivery log. Raise KeyError for a malformed line."""
    ref = str(record["notification"]["messageId"])
    if record["status"] == "SUCCESS":
        return SmsReport(ref, DeliveryState.DELIVERED)
    return SmsReport(
        ref, DeliveryState.BOUNCED, f"sms_{encode_phrase(str(record['delivery'].get('providerResponse', '')))}"
    )


def encode_phrase(text: str) -> str:
    """Return a provider's phrase as a code, short enough for a list."""
    return _WORD.sub("_", text.lower()).strip("_")[:48] or "unknown"
