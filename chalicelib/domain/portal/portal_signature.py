"""The signature on calls between the national portal, line-of-business systems and us, both ways.

The scheme is that of `signed`, with named keys. Here a call also counts once: a signature seen before is refused, so
that a recording is worth nothing even while it is fresh. A question without a body signs its path.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from chalicelib.domain.shared.errors import Kind, Refusal
from chalicelib.domain.shared.hmac_signature import TOLERANCE, Fault, signed_at

HEADER: Final = "X-Motcua-Signature"
REMEMBERED: Final = 3 * TOLERANCE
"""How long a signature is remembered: longer than it can be fresh."""


class CallUnsigned(Refusal):
    """A call without a signature says nothing about who sent it."""

    code = "call_unsigned"
    kind = Kind.MALFORMED
    vi = "Thiếu chữ ký của bên gọi."
    en = "The caller's signature is missing."


class CallSignatureInvalid(Refusal):
    """Unreadable, by an unknown key, or not over these bytes; which of them stays untold."""

    code = "call_signature_invalid"
    kind = Kind.MALFORMED
    vi = "Chữ ký của bên gọi không hợp lệ."
    en = "The caller's signature is not valid."


class CallStale(Refusal):
    """Genuine, but signed too long ago, or ahead of our clock."""

    code = "call_stale"
    kind = Kind.MALFORMED
    vi = "Chữ ký của bên gọi đã quá {minutes} phút. Hãy ký lại và gửi lại."
    en = "The caller's signature is more than {minutes} minutes off. Sign it again and resend it."


class CallReplayed(Refusal):
    """This very call has been here before. Who means to say it again signs it again."""

    code = "call_replayed"
    kind = Kind.WRONG_MOMENT
    vi = "Lời gọi này đã được nhận. Hãy ký lại nếu muốn gửi lại."
    en = "This call was received before. Sign it again to resend it."


REFUSALS: Final = (CallUnsigned, CallSignatureInvalid, CallStale, CallReplayed)


def verify(body: bytes, header: str | None, keys: Mapping[str, bytes], now: datetime) -> str:
    """The id of the key that signed `body` within the tolerance of `now` (real time)."""
    found = signed_at(body, header, keys, now)
    if found is Fault.MISSING:
        raise CallUnsigned
    if found is Fault.INVALID:
        raise CallSignatureInvalid
    if found is Fault.STALE:
        raise CallStale(minutes=int(TOLERANCE.total_seconds() // 60))
    return str(header).partition("kid=")[2].partition(",")[0]


def seen_key(header: str) -> str:
    """Partition under which a verified signature is remembered."""
    return f"CALL#{hashlib.sha256(header.encode()).hexdigest()}"


def forgotten_at(now: datetime) -> datetime:
    """When a signature seen now may be forgotten."""
    return now + REMEMBERED
