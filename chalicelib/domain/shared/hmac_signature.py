"""The signature on calls of other systems: HMAC-SHA256 over `timestamp.body`.

Header: `t=<unix seconds>,kid=<key id>,v1=<64 hex digits>`. The body is the exact bytes received; nothing is parsed
before it verifies. `kid` names the key, so a new key can be added before the old one is removed.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum

TOLERANCE = timedelta(minutes=5)
"""How far the signed time may be from ours, either way; real time, never the simulated clock."""

MIN_KEY_BYTES = 32
_HEADER = re.compile(r"t=([1-9][0-9]{0,10}),kid=([A-Za-z0-9._-]{1,64}),v1=([0-9a-f]{64})")


class SignatureFault(Enum):
    """Why a signature is not accepted: absent; unreadable, by an unknown key or over other bytes; or too old."""

    MISSING = "missing"
    INVALID = "invalid"
    STALE = "stale"


def sign_body(body: bytes, key: bytes, kid: str, now: datetime) -> str:
    """Return the header value for `body`, signed with `key` (named `kid`) at `now`."""
    at = int(now.timestamp())
    return f"t={at},kid={kid},v1={_calculate_mac(body, key, at)}"


def verify_signature(
    body: bytes, header: str | None, keys: Mapping[str, bytes], now: datetime
) -> datetime | SignatureFault:
    """Return when `body` was signed, if one of `keys` signed it within the tolerance of `now` (real time); else the
    fault.

    Only a genuine signature is reported as stale.
    """
    if not header:
        return SignatureFault.MISSING
    parts = _HEADER.fullmatch(header)
    if parts is None or parts[2] not in keys:
        return SignatureFault.INVALID
    at = int(parts[1])
    if not hmac.compare_digest(_calculate_mac(body, keys[parts[2]], at), parts[3]):
        return SignatureFault.INVALID
    stale = abs(now.timestamp() - at) > TOLERANCE.total_seconds()
    return SignatureFault.STALE if stale else datetime.fromtimestamp(at, UTC)


def read_keys(secret: Mapping[str, str]) -> dict[str, bytes]:
    """Return keys by id from a secret of hex strings; raise ValueError, naming only the id, for a key that is too
    short."""
    keys = {kid: bytes.fromhex(text) for kid, text in secret.items()}
    if short := sorted(kid for kid, key in keys.items() if len(key) < MIN_KEY_BYTES):
        raise ValueError(f"signing keys under {MIN_KEY_BYTES} bytes: {', '.join(short)}")
    return keys


def _calculate_mac(body: bytes, key: bytes, at: int) -> str:
    return hmac.new(key, b"%d.%s" % (at, body), hashlib.sha256).hexdigest()
