"""Signatures of calls, as the other side of our protocols writes and checks them (docs/decisions/0111).

Written from the protocol, apart from the product's own code: were both sides one code, a mistake in it would go
unnoticed.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime

SIGNATURE_HEADER = "X-Motcua-Signature"
GATEWAY_HEADER = "X-Gateway-Signature"
SMS_HEADER = "X-Sms-Signature"
FRESH_SECONDS = 300
"""How far the time of a signature may be from the clock, either way."""


class CallRejected(Exception):
    """A call whose signature is missing, false or stale; the argument says which."""


def sign_call(content: bytes, key: bytes, key_id: str, at: datetime) -> str:
    """Return the header's value for the bytes of a call."""
    seconds = int(at.timestamp())
    return ",".join((f"t={seconds}", f"kid={key_id}", f"v1={_digest_call(content, key, seconds)}"))


def check_call(content: bytes, header: str | None, keys: Mapping[str, bytes], at: datetime) -> None:
    """Accept a call that one of the keys signed lately. Raise CallRejected."""
    if header is None:
        raise CallRejected("signature_missing")
    given = dict(each.split("=", 1) for each in header.split(",") if "=" in each)
    key, seconds = keys.get(given.get("kid", "")), given.get("t", "")
    if key is None or not (seconds.isascii() and seconds.isdigit()):
        raise CallRejected("signature_false")
    if not hmac.compare_digest(_digest_call(content, key, int(seconds)).encode(), given.get("v1", "").encode()):
        raise CallRejected("signature_false")
    if abs(at.timestamp() - int(seconds)) > FRESH_SECONDS:
        raise CallRejected("signature_stale")


def _digest_call(content: bytes, key: bytes, seconds: int) -> str:
    return hmac.new(key, f"{seconds}.".encode() + content, hashlib.sha256).hexdigest()
