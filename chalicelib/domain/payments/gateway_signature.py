"""The signature on the payment gateway's callbacks, in the header X-Gateway-Signature (see `signed`). A redelivery has
a new signature.

Symmetric on purpose: domestic gateways hand out a shared secret, and the standard library verifies it. A key that leaks
still cannot settle a debt that is not open, nor for another sum, and the scheduled query shows what the gateway itself
knows. `v1` leaves room for another, asymmetric scheme.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from chalicelib.domain.shared.errors import Refusal, RefusalKind
from chalicelib.domain.shared.hmac_signature import TOLERANCE, SignatureFault, verify_signature

HEADER = "X-Gateway-Signature"


class GatewaySignatureMissing(Refusal):
    """The callback has no signature, so its sender is unknown."""

    code = "gateway_signature_missing"
    kind = RefusalKind.MALFORMED
    vi = "Thiếu chữ ký của cổng thanh toán."
    en = "The gateway's signature is missing."


class GatewaySignatureInvalid(Refusal):
    """The signature is unreadable, of an unknown key, or not over these bytes; the answer does not say which."""

    code = "gateway_signature_invalid"
    kind = RefusalKind.MALFORMED
    vi = "Chữ ký của cổng thanh toán không hợp lệ."
    en = "The gateway's signature is not valid."


class GatewaySignatureStale(Refusal):
    """The signature is genuine but too old (or ahead of our clock): the call may be a replay."""

    code = "gateway_signature_stale"
    kind = RefusalKind.MALFORMED
    vi = "Chữ ký của cổng thanh toán đã quá {minutes} phút. Hãy ký lại và gửi lại."
    en = "The gateway's signature is more than {minutes} minutes off. Sign it again and resend it."


def verify_callback(body: bytes, header: str | None, keys: Mapping[str, bytes], now: datetime) -> datetime:
    """Return when `body` was signed, if one of `keys` signed it within the tolerance of `now` (real time).

    Refuse a missing, invalid or stale signature; only a caller who holds a key learns that it is stale.
    """
    found = verify_signature(body, header, keys, now)
    if found is SignatureFault.MISSING:
        raise GatewaySignatureMissing
    if found is SignatureFault.INVALID:
        raise GatewaySignatureInvalid
    if found is SignatureFault.STALE:
        raise GatewaySignatureStale(minutes=int(TOLERANCE.total_seconds() // 60))
    return found
