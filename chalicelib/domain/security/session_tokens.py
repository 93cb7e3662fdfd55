"""Values that a browser holds for us: the id of its session, and the binding of a sign-in to the browser that began it.

All are made with our own keys and mean nothing to others. A forged one is refused before any store is read.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta

from chalicelib.domain.shared.link_keys import LinkKeys

SIGN_IN_LIVES = timedelta(minutes=15)
"""Longest that a person may take at the sign-in page."""

_PART = r"[A-Za-z0-9_-]{43}"
_TOKEN = re.compile(rf"([a-z0-9]{{1,8}})\.({_PART})\.([0-9]{{1,9}})\.({_PART})")
_STATE = re.compile(rf"([a-z0-9]{{1,8}})\.({_PART})\.([0-9]{{10}})\.(own|shared)\.({_PART})")
_NONCE = re.compile(_PART)


def derive_session_key(handle: str) -> str:
    """Return the key of a session's record: nobody can make an id from it."""
    return hashlib.sha256(handle.encode()).hexdigest()


SESSION, SIGN_IN = "session", "sign-in"
"""Purposes of an id: an id of one purpose is refused for the other."""


def issue_token(handle: str, generation: int, keys: LinkKeys, purpose: str = SESSION) -> str:
    """Return the browser's id for a generation of a session, or for a step of an unfinished sign-in."""
    mac = _sign_parts(keys.keys[keys.current], purpose, keys.current, handle, str(generation))
    return f"{keys.current}.{handle}.{generation}.{mac}"


def read_token(text: str, keys: LinkKeys, purpose: str = SESSION) -> tuple[str, int] | None:
    """Return handle and generation of an id of ours for that purpose; None for any other text."""
    parts = _TOKEN.fullmatch(text)
    key = keys.keys.get(parts[1]) if parts else None
    if parts is None or key is None:
        return None
    if not hmac.compare_digest(_sign_parts(key, purpose, parts[1], parts[2], parts[3]), parts[4]):
        return None
    return parts[2], int(parts[3])


def is_nonce(text: str) -> bool:
    """Return whether this could be a browser's nonce of ours."""
    return _NONCE.fullmatch(text) is not None


def issue_state(unique: str, nonce: str, origin: str, shared: bool, keys: LinkKeys, now: datetime) -> str:
    """Return the `state` of a sign-in that begins now in the browser with `nonce`, on a shared computer or
    an own one."""
    parts = f"{keys.current}.{unique}.{int(now.timestamp()):010d}.{'shared' if shared else 'own'}"
    return f"{parts}.{_sign_parts(keys.keys[keys.current], 'state', parts, nonce, origin)}"


def read_state(state: str, nonce: str, origin: str, keys: LinkKeys, now: datetime) -> bool | None:
    """Return whether a sign-in was begun on a shared computer; None unless this browser began it, at this front end,
    within the limit."""
    found = _STATE.fullmatch(state)
    key = keys.keys.get(found[1]) if found else None
    if found is None or key is None or not is_nonce(nonce):
        return None
    if not hmac.compare_digest(_sign_parts(key, "state", state.rpartition(".")[0], nonce, origin), found[5]):
        return None
    begun = datetime.fromtimestamp(int(found[3]), UTC)
    return found[4] == "shared" if now - begun <= SIGN_IN_LIVES else None


def derive_verifier(state: str, nonce: str, keys: LinkKeys) -> str:
    """Return the PKCE verifier of a sign-in (RFC 7636): derived, known only to us, stored nowhere."""
    return _sign_parts(keys.keys[state.partition(".")[0]], "verifier", state, nonce)


def derive_challenge(verifier: str) -> str:
    """Return the PKCE challenge for the sign-in page."""
    return _encode_base64(hashlib.sha256(verifier.encode()).digest())


def derive_sealing_key(key: bytes, handle: str) -> bytes:
    """Return the key of one session's tokens. It needs the handle, which only the browser has: the table and our keys
    together cannot decrypt them."""
    return hmac.digest(key, f"seal|{handle}".encode(), hashlib.sha256)


def _sign_parts(key: bytes, *parts: str) -> str:
    return _encode_base64(hmac.digest(key, "|".join(parts).encode(), hashlib.sha256))


def _encode_base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
