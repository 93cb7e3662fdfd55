"""The provider of the number for text messages: passes a message on to a stack, signed with their shared key."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime

from chalicelib.domain.search.sms import HEADER
from chalicelib.domain.shared.hmac_signature import sign_body
from infra.local.person import HttpReply, send_request
from infra.local.stack import LocalStack


def pass_on(stack: LocalStack, text: str, sender: str = "+84912345678") -> HttpReply:
    """Return the stack's answer to a message of `sender`."""
    raw, signature = sign_message(stack, text, sender)
    return send_request(f"{stack.origin}/api/sms", "POST", raw, {HEADER: signature, "Content-Type": "application/json"})


def sign_message(stack: LocalStack, text: str, sender: str) -> tuple[bytes, str]:
    """Return a call's body and its signature."""
    ((kid, key),) = stack.sms_keys.items()
    raw = json.dumps({"id": secrets.token_hex(8), "from": sender, "text": text}).encode()
    return raw, sign_body(raw, key, kid, datetime.now(UTC))
