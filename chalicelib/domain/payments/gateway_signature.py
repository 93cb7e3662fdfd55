"""The signature on what the payment gateway sends us, in the header X-Gateway-Signature (see `signed`).

A redelivery is signed anew.

Symmetric on purpose: domestic gateways hand out a shared secret, and the standard library verifies it. A key
that leaks still cannot settle a debt that is not open, nor for another sum, and the scheduled query shows
what the gateway itself knows. `v1` leaves room for an asymmetric scheme beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from chalicelib.domain.shared.errors import Kind, Refusal
from chalicelib.domain.shared.hmac_signature import TOLERANCE, Fault, signed_at

HEADER = "X-Gateway-Signature"


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
    en = "The gateway's signature is more than {minutes} minutes off. Sign it again and resend it."


def verify(body: bytes, header: str | None, keys: Mapping[str, bytes], now: datetime) -> datetime:
    """When `body` was signed, if one of `keys` signed it within the tolerance of `now` (real time).

    Refused as missing, invalid or stale; staleness is told only to one who holds a key.
    """
    found = signed_at(body, header, keys, now)
    if found is Fault.MISSING:
        raise GatewaySignatureMissing
    if found is Fault.INVALID:
        raise GatewaySignatureInvalid
    if found is Fault.STALE:
        raise GatewaySignatureStale(minutes=int(TOLERANCE.total_seconds() // 60))
    return found
