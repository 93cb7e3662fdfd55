"""Authenticator apps of own accounts in the table. The secret is encrypted under a key of the deployment, for the one
account: AES-256-GCM."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chalicelib.domain.security.authenticator import ENROLMENT_LIVES, Authenticator
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.notices import notice_rows

NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class FactorTable:
    """The `OwnFactors` port. `read_key` gives the key of the secrets, which must never change."""

    read_key: Callable[[datetime], bytes]

    def load(self, account: str, real_now: datetime) -> Authenticator | None:
        """Return the authenticator app of an account, also one that nothing has confirmed."""
        stored = notice_rows.get_value(Authenticator, keys.OWN_FACTOR(account), keys.FACTOR)
        if stored is None or not stored.secret:
            return stored
        sealed = base64.b64decode(stored.secret)
        plain = AESGCM(self.read_key(real_now)).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], account.encode())
        return replace(stored, secret=plain.decode())

    def save(self, account: str, authenticator: Authenticator, real_now: datetime) -> Authenticator | None:
        """Store it; return None when it was changed meanwhile. One that nothing has confirmed is deleted by itself."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        secret = authenticator.secret.encode()
        sealed = nonce + AESGCM(self.read_key(real_now)).encrypt(nonce, secret, account.encode())
        value = replace(authenticator, secret=base64.b64encode(sealed).decode())
        lives: dict[str, Any] = {}
        if authenticator.confirmed_at is None:
            lives = {"expires_at": notice_rows.calculate_expiry(authenticator.begun_at, ENROLMENT_LIVES)}
        kept = notice_rows.put_value(value, keys.OWN_FACTOR(account), keys.FACTOR, kind="own_factor", **lives)
        return replace(authenticator, version=kept.version) if kept else None

    def delete(self, account: str) -> None:
        """Delete it."""
        TableItem(keys.OWN_FACTOR(account), keys.FACTOR).delete()
