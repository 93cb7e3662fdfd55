"""The payment gateway's secret: keys that sign its callbacks, and the key of our own calls to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import boto3
from botocore.config import Config

from chalicelib.domain.gateway_signature import read_keys

SECRET_LIVES = timedelta(minutes=5)
"""After so long a new key is seen by a running function, without a deployment."""

DEFAULT_PROVIDER = "gateway"


class GatewaySecretError(RuntimeError):
    """The secret does not hold what it must. Its content is in no message."""


@dataclass(frozen=True, slots=True)
class GatewaySecret:
    """What the secret holds. Without keys every callback is refused; the values are never shown."""

    provider: str
    keys: Mapping[str, bytes] = field(repr=False)
    api_key: str = field(repr=False)


@dataclass(slots=True)
class GatewaySecrets:
    """Reads the secret `arn` with `client` and keeps it for a few minutes of real time."""

    client: Any = field(repr=False)
    arn: str
    _held: GatewaySecret | None = field(default=None, repr=False)
    _until: datetime | None = None

    def get(self, real_now: datetime) -> GatewaySecret:
        """The secret as it stands. Raises GatewaySecretError for an unusable one; store faults pass through."""
        if self._held is None or self._until is None or real_now >= self._until:
            text = self.client.get_secret_value(SecretId=self.arn)["SecretString"]
            self._held, self._until = parse(text), real_now + SECRET_LIVES
        return self._held


def gateway_secrets(arn: str) -> GatewaySecrets:
    """The secret `arn` in the deployment's own account; a callback waits a few seconds for it at most."""
    patience = Config(connect_timeout=2, read_timeout=3, retries={"mode": "standard", "total_max_attempts": 2})
    return GatewaySecrets(boto3.client("secretsmanager", config=patience), arn)


def parse(text: str) -> GatewaySecret:
    """The secret from `{"keys": {id: hex}, "api_key": …, "provider": …}`; the provider's name may be left out."""
    try:
        data = json.loads(text)
        provider = data.get("provider") or DEFAULT_PROVIDER
        return GatewaySecret(_text(provider), read_keys(data["keys"]), _text(data["api_key"]))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise GatewaySecretError("the gateway secret is not as declared") from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
