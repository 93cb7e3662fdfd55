"""The signature on what the payment gateway sends us: HMAC-SHA256 over `timestamp.body`.

Header: `X-Gateway-Signature: t=<unix seconds>,kid=<key id>,v1=<64 hex digits>`. The body is the exact bytes
received; nothing is parsed before it verifies. `kid` names the key, so a new key can be added before the old
one is taken away. A redelivery is signed anew.

Symmetric on purpose: domestic gateways hand out a shared secret, and the standard library verifies it. A key
that leaks still cannot settle a debt that is not open, nor for another sum, and the scheduled query shows
what the gateway itself knows. `v1` leaves room for an asymmetric scheme beside it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from chalicelib.domain.errors import Kind, Refusal

HEADER = "X-Gateway-Signature"
TOLERANCE = timedelta(minutes=5)
"""How far the signed time may be from ours, either way; real time, never the simulated clock."""

MIN_KEY_BYTES = 32
_HEADER = re.compile(r"t=([1-9][0-9]{0,10}),kid=([A-Za-z0-9._-]{1,64}),v1=([0-9a-f]{64})")


class GatewaySignatureMissing(Refusal):
    """A callback without a signature says nothing about who sent it."""

    code = "gateway_signature_missing"
    kind = Kind.MALFORMED
    vi = "Thiếu chữ ký của cổng thanh toán."
    en = "The gateway's signature is missing."


class GatewaySignatureInvalid(Refusal):
    """Unreadable, by an unknown key, or not over these bytes; which of them stays untold."""

    code = "gateway_signature_invalid"
    kind = Kind.MALFORMED
    vi = "Chữ ký của cổng thanh toán không hợp lệ."
    en = "The gateway's signature is not valid."


class GatewaySignatureStale(Refusal):
    """Genuine, but signed too long ago (or ahead of our clock): it may be a recording."""

    code = "gateway_signature_stale"
    kind = Kind.MALFORMED
    vi = "Chữ ký của cổng thanh toán đã quá {minutes} phút. Hãy ký lại và gửi lại."
    en = "The gateway's signature is more than {minutes} minutes off. Sign anew and send again."


def sign(body: bytes, key: bytes, kid: str, now: datetime) -> str:
    """The header value for `body`, signed with `key` (called `kid`) at `now`."""
    at = int(now.timestamp())
    return f"t={at},kid={kid},v1={_mac(body, key, at)}"


def verify(body: bytes, header: str | None, keys: Mapping[str, bytes], now: datetime) -> datetime:
    """When `body` was signed, if one of `keys` signed it within the tolerance of `now` (real time).

    Refused as missing, invalid or stale; staleness is told only to one who holds a key.
    """
    if not header:
        raise GatewaySignatureMissing
    parts = _HEADER.fullmatch(header)
    if parts is None or parts[2] not in keys:
        raise GatewaySignatureInvalid
    at = int(parts[1])
    if not hmac.compare_digest(_mac(body, keys[parts[2]], at), parts[3]):
        raise GatewaySignatureInvalid
    if abs(now.timestamp() - at) > TOLERANCE.total_seconds():
        raise GatewaySignatureStale(minutes=int(TOLERANCE.total_seconds() // 60))
    return datetime.fromtimestamp(at, UTC)


def read_keys(secret: Mapping[str, str]) -> dict[str, bytes]:
    """Keys by id from a secret of hex strings; ValueError, naming only the id, for one that is too short."""
    keys = {kid: bytes.fromhex(text) for kid, text in secret.items()}
    if short := sorted(kid for kid, key in keys.items() if len(key) < MIN_KEY_BYTES):
        raise ValueError(f"gateway keys under {MIN_KEY_BYTES} bytes: {', '.join(short)}")
    return keys


def _mac(body: bytes, key: bytes, at: int) -> str:
    return hmac.new(key, b"%d.%s" % (at, body), hashlib.sha256).hexdigest()
