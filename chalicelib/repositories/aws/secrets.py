"""Secrets of the deployment, each refreshed from time to time: the payment gateway's, other systems' keys,
and our own."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from botocore.config import Config

from chalicelib.domain.shared.hmac_signature import MIN_KEY_BYTES, read_keys
from chalicelib.domain.shared.link_keys import LinkKeys
from chalicelib.repositories.aws import sdk

SECRET_LIVES = timedelta(minutes=5)
"""After this time a running function uses a new key, without a deployment."""

DEFAULT_PROVIDER = "gateway"
CURRENT = "current"
S = TypeVar("S")


class SecretError(RuntimeError):
    """A secret is malformed. Its content is in no message."""


class GatewaySecretError(SecretError):
    """The gateway's secret is malformed."""


@dataclass(frozen=True, slots=True)
class GatewaySecret:
    """The gateway's secret. Without keys every callback is refused; the values are never shown."""

    provider: str
    keys: Mapping[str, bytes] = field(repr=False)
    api_key: str = field(repr=False)


@dataclass(slots=True)
class Secret(Generic[S]):
    """Reads the secret `arn` with `client`, parses it with `read`, and caches it for a few minutes of real time."""

    client: Any = field(repr=False)
    arn: str
    read: Callable[[str], S]
    _held: S | None = field(default=None, repr=False)
    _until: datetime | None = None

    def get(self, real_now: datetime) -> S:
        """Return the present secret. Raise SecretError for an unusable one; store faults pass through."""
        if self._held is None or self._until is None or real_now >= self._until:
            text = self.client.get_secret_value(SecretId=self.arn)["SecretString"]
            self._held, self._until = self.read(text), real_now + SECRET_LIVES
        return self._held


def open_secret(arn: str, read: Callable[[str], S]) -> Secret[S]:
    """Return the secret `arn` in the deployment's own account; a caller waits a few seconds for it at most."""
    patience = Config(connect_timeout=2, read_timeout=3, retries={"mode": "standard", "total_max_attempts": 2})
    return Secret(sdk.create_client("secretsmanager", config=patience), arn, read)


def parse_gateway_secret(text: str) -> GatewaySecret:
    """Return the secret from `{"keys": {id: hex}, "api_key": …, "provider": …}`; the provider's name may
    be left out."""
    try:
        data = json.loads(text)
        provider = data.get("provider") or DEFAULT_PROVIDER
        return GatewaySecret(_require_text(provider), read_keys(data["keys"]), _require_text(data["api_key"]))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise GatewaySecretError("the gateway secret is not as declared") from None


def parse_keys(text: str) -> Mapping[str, bytes]:
    """Return signing keys from `{"keys": {id: hex}}`; without one every call is refused, and none of ours is made."""
    try:
        return read_keys(json.loads(text)["keys"])
    except (ValueError, TypeError, KeyError, AttributeError):
        raise SecretError("a secret of signing keys is not as declared") from None


def parse_links(text: str) -> LinkKeys:
    """Return link keys from `{"current": id, id: text, …}`, each text at least 32 random characters."""
    try:
        data = json.loads(text)
        keys = {kid: _require_long_key(value) for kid, value in data.items() if kid != CURRENT}
        return LinkKeys(next(kid for kid in keys if kid == data[CURRENT]), keys)
    except (ValueError, TypeError, KeyError, AttributeError, StopIteration):
        raise SecretError("the secret of link keys is not as declared") from None


def parse_find(text: str) -> bytes:
    """Return the key of search digests from `{"key": text}`. Rotating it requires rebuilding the entries."""
    try:
        return _require_long_key(json.loads(text)["key"])
    except (ValueError, TypeError, KeyError):
        raise SecretError("the secret of search digests is not as declared") from None


def derive_key(secret: bytes, purpose: str) -> bytes:
    """Return a key of 32 bytes for one purpose: knowing it, or its signatures, reveals nothing of the secret or other
    keys."""
    return hmac.digest(secret, f"motcua|{purpose}".encode(), "sha256")


def _require_long_key(value: Any) -> bytes:
    key = _require_text(value).encode()
    if len(key) < MIN_KEY_BYTES:
        raise ValueError
    return key


def _require_text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
