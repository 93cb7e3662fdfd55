"""Clients of real AWS or a local cloud. The same code serves both; only the endpoint differs."""

from __future__ import annotations

import functools
import os
import threading
from dataclasses import dataclass
from typing import Any, Protocol

import boto3
from botocore.config import Config

REGION = "ap-southeast-1"
_MAKING = threading.Lock()
"""Held while a client is made: sessions of the SDK are not for several threads at once."""


class Account(Protocol):
    """Provides clients of an account's services."""

    def client(self, service: str) -> Any:
        """Return a client of `service`."""


class RegionalAccount(Account, Protocol):
    """An account in one region."""

    @property
    def region(self) -> str:
        """The region's name."""


@dataclass(frozen=True)
class Aws:
    """One account at one endpoint. Without an endpoint the SDK's own rules find account and credentials."""

    region: str = REGION
    endpoint: str | None = None
    access_key: str | None = None
    secret_key: str | None = None

    @classmethod
    def from_environment(cls) -> Aws:
        """Return the account the SDK's environment names, at AWS_ENDPOINT_URL if that is set."""
        region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or REGION
        return cls(region=region, endpoint=os.environ.get("AWS_ENDPOINT_URL") or None)

    @functools.cached_property
    def session(self) -> boto3.Session:
        """The boto3 session of this account."""
        return boto3.Session(self.access_key, self.secret_key, region_name=self.region)

    @functools.cached_property
    def _clients(self) -> dict[str, Any]:
        return {}

    def client(self, service: str) -> Any:
        """Return the client of `service`: one is cached, since creating one compiles the whole description of the
        service."""
        with _MAKING:
            if service not in self._clients:
                made = self._make_client(service)
                # Its errors are made on first use: two threads that make them at once would each catch errors of their
                # own making, and miss those that are raised.
                _ = made.exceptions
                self._clients[service] = made
            return self._clients[service]

    def _make_client(self, service: str) -> Any:
        # S3 always signs with SigV4, and by path where an endpoint is given.
        config = Config(
            signature_version="s3v4" if service == "s3" else None,
            s3={"addressing_style": "path" if self.endpoint else "auto"},
            connect_timeout=5,
            read_timeout=60,
            retries={"mode": "standard", "total_max_attempts": 4},
        )
        return self.session.client(service, endpoint_url=self.endpoint, config=config)  # type: ignore[call-overload]

    def read_account_number(self) -> str:
        """Return the account number."""
        return str(self.client("sts").get_caller_identity()["Account"])
