"""Encryption of a session's tokens: AES-256-GCM under a key that nobody can make without the browser's cookie."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chalicelib.domain.links import LinkKeys
from chalicelib.domain.session_tokens import sealing_key
from chalicelib.domain.sessions import Ended, PoolTokens, SessionEnded

NONCE_BYTES = 12


def seal_tokens(tokens: PoolTokens, handle: str, generation: int, keys: LinkKeys) -> bytes:
    """The tokens, readable with our keys and the session's handle only, and only as this generation."""
    plain = {
        "access": tokens.access,
        "refresh": tokens.refresh,
        "until": tokens.until.astimezone(UTC).isoformat(),
        "claims": dict(tokens.claims),
    }
    nonce = secrets.token_bytes(NONCE_BYTES)
    cipher = AESGCM(sealing_key(keys.keys[keys.current], handle))
    sealed = cipher.encrypt(nonce, json.dumps(plain).encode(), _context(generation))
    return f"{keys.current}.".encode() + nonce + sealed


def open_tokens(sealed: bytes, handle: str, generation: int, keys: LinkKeys) -> PoolTokens:
    """The tokens again; raises SessionEnded when their key was taken away or they were changed."""
    kid, _, rest = sealed.partition(b".")
    key = keys.keys.get(kid.decode(errors="replace"))
    if key is None:
        raise SessionEnded(reason=Ended.UNKNOWN.value)
    try:
        cipher = AESGCM(sealing_key(key, handle))
        plain = json.loads(cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], _context(generation)))
    except InvalidTag:
        raise SessionEnded(reason=Ended.FORGED.value) from None
    return PoolTokens(plain["access"], plain["refresh"], datetime.fromisoformat(plain["until"]), plain["claims"])


def _context(generation: int) -> bytes:
    return f"session|{generation}".encode()
