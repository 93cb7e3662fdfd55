"""Client of the payment gateway: announce an intent, query its result.

The key of these calls is not the key that signs callbacks: nothing we send can be replayed to us as one. Callers load
the key; it is never logged or put into an error.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from chalicelib.domain.dossier.transactions import CURRENCY, FailedAttempt, Transaction, read_attempt
from chalicelib.domain.payments.allocation import GatewayUnavailable

TIMEOUT = urllib3.Timeout(connect=2.0, read=4.0)
# Both calls may be repeated: creating is idempotent by reference at the gateway. At most three attempts fit into the
# time of one request; a Retry-After chosen by the gateway might not.
RETRY = urllib3.Retry(
    total=2,
    redirect=0,
    backoff_factor=0.2,
    status_forcelist=(429, 502, 503, 504),
    allowed_methods=("GET", "POST"),
    raise_on_status=False,
    respect_retry_after_header=False,
)
RETRY_AFTER = 60
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class HostedPayPage:
    """Where the applicant pays an announced intent."""

    ref: str
    url: str


@dataclass(frozen=True, slots=True)
class GatewayAnswer:
    """The gateway's answer about an intent: every payment taken for it, and the attempts that took no money.
    `unreadable` counts entries we cannot read; they are for a person, so they are counted instead of dropped."""

    ref: str
    transactions: tuple[Transaction, ...]
    unreadable: int = 0
    failed: tuple[FailedAttempt, ...] = ()


class PaymentGateway:
    """One gateway, named `provider` on every transaction; calls go to `base_url` with `api_key`.

    Raises ValueError for an address that would send the key unencrypted over a network.
    """

    def __init__(self, base_url: str, api_key: str, provider: str, http: urllib3.PoolManager | None = None) -> None:
        if not is_private(base_url):
            raise ValueError("the gateway must be reached by https")
        self.provider = provider
        self._base = base_url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {api_key}", "Accept": "application/json"}
        self._http = http or urllib3.PoolManager(timeout=TIMEOUT, retries=RETRY)

    def create_intent(self, ref: str, amount: int, return_url: str, expires_at: datetime) -> HostedPayPage:
        """Announce that `amount` đồng may be paid under `ref` until `expires_at`; repeating the same ref is safe.

        Raise `GatewayUnavailable` when the gateway does not accept it.
        """
        wanted = {
            "ref": ref,
            "amount": amount,
            "currency": CURRENCY,
            "return_url": return_url,
            "expires_at": expires_at.astimezone(UTC).isoformat(),
        }
        answer = self._call("POST", "/intents", wanted)
        page = answer.get("pay_url") if answer and answer.get("ref") == ref else None
        if not isinstance(page, str) or not is_private(page):
            raise _build_unavailable("answer")
        return HostedPayPage(ref, page)

    def query(self, ref: str) -> GatewayAnswer | None:
        """Return the gateway's answer about `ref`; None for an unknown one. Raise `GatewayUnavailable`."""
        answer = self._call("GET", f"/intents/{quote(ref, safe='')}")
        if answer is None:
            return None
        listed = answer.get("transactions")
        if answer.get("ref") != ref or not isinstance(listed, list):
            raise _build_unavailable("answer")
        read = tuple(self._read(entry, ref) for entry in listed)
        paid = tuple(entry for entry in read if isinstance(entry, Transaction))
        failed = tuple(entry for entry in read if isinstance(entry, FailedAttempt))
        return GatewayAnswer(ref, paid, len(read) - len(paid) - len(failed), failed)

    def _read(self, entry: Any, ref: str) -> Transaction | FailedAttempt | None:
        try:
            attempt = read_attempt(entry, self.provider)
        except ValueError:
            return None
        return attempt if attempt.intent_ref == ref else None

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
        """Return the JSON object of the answer; None for 404; every other fault is one refusal with its reason."""
        try:
            answer = self._http.request(method, self._base + path, json=body, headers=self._headers, redirect=False)
        except HTTPError as failed:
            raise _build_unavailable("connection") from failed
        if answer.status == 404:
            return None
        if answer.status not in (200, 201):
            raise _build_unavailable(f"status {answer.status}")
        return _parse_json_object(answer.data)


def is_private(url: str) -> bool:
    """Return whether the connection to this address is private: https, or this machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


def _parse_json_object(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as broken:
        raise _build_unavailable("answer") from broken
    if not isinstance(value, dict):
        raise _build_unavailable("answer")
    return value


def _build_unavailable(reason: str) -> GatewayUnavailable:
    return GatewayUnavailable(reason=reason, retry_after=RETRY_AFTER)
