"""The signature on calls between the national portal, line-of-business systems and us, both ways.

The scheme is that of `signed`, with named keys. Here a call also counts once: a signature seen before is refused, so
that a fresh call cannot be replayed. A request without a body signs its path.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from chalicelib.domain.shared.errors import Refusal, RefusalKind
from chalicelib.domain.shared.hmac_signature import TOLERANCE, SignatureFault, verify_signature

HEADER: Final = "X-Motcua-Signature"
REMEMBERED: Final = 3 * TOLERANCE
"""How long a signature is remembered: longer than it can be fresh."""


class CallUnsigned(Refusal):
    """The call has no signature, so its sender is unknown."""

    code = "call_unsigned"
    kind = RefusalKind.MALFORMED
    vi = "Thiếu chữ ký của bên gọi."
    en = "The caller's signature is missing."


class CallSignatureInvalid(Refusal):
    """The signature is unreadable, of an unknown key, or not over these bytes; the answer does not say which."""

    code = "call_signature_invalid"
    kind = RefusalKind.MALFORMED
    vi = "Chữ ký của bên gọi không hợp lệ."
    en = "The caller's signature is not valid."


class CallStale(Refusal):
    """The signature is genuine, but too old, or ahead of our clock."""

    code = "call_stale"
    kind = RefusalKind.MALFORMED
    vi = "Chữ ký của bên gọi đã quá {minutes} phút. Hãy ký lại và gửi lại."
    en = "The caller's signature is more than {minutes} minutes off. Sign it again and resend it."


class CallReplayed(Refusal):
    """This call was received before. A caller who repeats it deliberately signs it again."""

    code = "call_replayed"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Lời gọi này đã được nhận. Hãy ký lại nếu muốn gửi lại."
    en = "This call was received before. Sign it again to resend it."


REFUSALS: Final = (CallUnsigned, CallSignatureInvalid, CallStale, CallReplayed)


def verify_call(body: bytes, header: str | None, keys: Mapping[str, bytes], now: datetime) -> str:
    """Return the id of the key that signed `body` within the tolerance of `now` (real time)."""
    found = verify_signature(body, header, keys, now)
    if found is SignatureFault.MISSING:
        raise CallUnsigned
    if found is SignatureFault.INVALID:
        raise CallSignatureInvalid
    if found is SignatureFault.STALE:
        raise CallStale(minutes=int(TOLERANCE.total_seconds() // 60))
    return str(header).partition("kid=")[2].partition(",")[0]


def digest_call(header: str) -> str:
    """Return the digest under which a verified signature is remembered."""
    return hashlib.sha256(header.encode()).hexdigest()


def find_forget_time(now: datetime) -> datetime:
    """Return when a signature seen now may be forgotten."""
    return now + REMEMBERED
