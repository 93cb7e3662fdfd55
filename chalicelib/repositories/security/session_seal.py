"""Encryption of a session's tokens, and of an unfinished sign-in's challenge: AES-256-GCM under a key that nobody can
derive without the browser's cookie."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chalicelib.domain.security.second_factor import Challenge, SignInExpired, Waits
from chalicelib.domain.security.session_tokens import derive_sealing_key
from chalicelib.domain.security.sessions import Ended, PoolTokens, SessionEnded
from chalicelib.domain.shared.link_keys import LinkKeys

NONCE_BYTES = 12


def seal_tokens(tokens: PoolTokens, handle: str, generation: int, keys: LinkKeys) -> bytes:
    """Return the tokens, readable only with our keys and the session's handle, and only as this generation."""
    plain = {
        "access": tokens.access,
        "refresh": tokens.refresh,
        "until": tokens.until.astimezone(UTC).isoformat(),
        "claims": dict(tokens.claims),
    }
    return _encrypt_context(plain, handle, f"session|{generation}", keys)


def open_tokens(sealed: bytes, handle: str, generation: int, keys: LinkKeys) -> PoolTokens:
    """Return the decrypted tokens; raise SessionEnded when their key was removed or they were changed."""
    plain = _decrypt_context(sealed, handle, f"session|{generation}", keys)
    return PoolTokens(plain["access"], plain["refresh"], datetime.fromisoformat(plain["until"]), plain["claims"])


def seal_challenge(challenge: Challenge, handle: str, step: int, keys: LinkKeys) -> bytes:
    """Return the pool's challenge, readable only with our keys and the sign-in's handle, and only as this step."""
    plain = {"waits": challenge.waits.value, "username": challenge.username, "session": challenge.session}
    return _encrypt_context(plain, handle, f"sign-in|{step}", keys)


def open_challenge(sealed: bytes, handle: str, step: int, keys: LinkKeys) -> Challenge:
    """Return the decrypted challenge; raise SignInExpired when its key was removed or it was changed."""
    try:
        plain = _decrypt_context(sealed, handle, f"sign-in|{step}", keys)
    except SessionEnded as ended:
        raise SignInExpired(reason=ended.facts["reason"]) from None
    return Challenge(Waits(plain["waits"]), plain["username"], plain["session"])


def seal_name(name: str, handle: str, keys: LinkKeys) -> bytes:
    """Return a person's name, readable only with our keys and the handle that the application holds."""
    return _encrypt_context({"name": name}, handle, "name", keys)


def open_name(sealed: bytes, handle: str, keys: LinkKeys) -> str:
    """Return the decrypted name; raise SessionEnded when its key was removed or it was changed."""
    return str(_decrypt_context(sealed, handle, "name", keys)["name"])


def _encrypt_context(plain: Mapping[str, Any], handle: str, context: str, keys: LinkKeys) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    cipher = AESGCM(derive_sealing_key(keys.keys[keys.current], handle))
    sealed = cipher.encrypt(nonce, json.dumps(plain).encode(), context.encode())
    return f"{keys.current}.".encode() + nonce + sealed


def _decrypt_context(sealed: bytes, handle: str, context: str, keys: LinkKeys) -> dict[str, Any]:
    kid, _, rest = sealed.partition(b".")
    key = keys.keys.get(kid.decode(errors="replace"))
    if key is None:
        raise SessionEnded(reason=Ended.UNKNOWN.value)
    try:
        cipher = AESGCM(derive_sealing_key(key, handle))
        plain: dict[str, Any] = json.loads(cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], context.encode()))
    except InvalidTag:
        raise SessionEnded(reason=Ended.FORGED.value) from None
    return plain
