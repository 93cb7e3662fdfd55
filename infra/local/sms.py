"""The provider of the number for text messages: passes a message on to a stack, signed with their shared key."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime

from infra.local.person import HttpReply, send_request
from infra.local.stack import LocalStack
from infra.local.stand_ins.call_signatures import SMS_HEADER, sign_call


def pass_on(stack: LocalStack, text: str, sender: str = "+84912345678") -> HttpReply:
    """Return the stack's answer to a message of `sender`."""
    raw, signature = sign_message(stack, text, sender)
    headers = {SMS_HEADER: signature, "Content-Type": "application/json"}
    return send_request(f"{stack.origin}/api/sms", "POST", raw, headers)


def sign_message(stack: LocalStack, text: str, sender: str) -> tuple[bytes, str]:
    """Return a call's body and its signature."""
    ((kid, key),) = stack.sms_keys.items()
    raw = json.dumps({"id": secrets.token_hex(8), "from": sender, "text": text}).encode()
    return raw, sign_call(raw, key, kid, datetime.now(UTC))
