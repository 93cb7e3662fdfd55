"""Adapters for payments, built once per process. Imports are inside, so that only used ones load."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.wiring import core as wiring

if TYPE_CHECKING:
    from chalicelib.repositories.aws.secrets import GatewaySecret, Secret
    from chalicelib.repositories.dynamodb.index_queries import PaymentLists
    from chalicelib.repositories.payments.gateway import PaymentGateway
    from chalicelib.repositories.payments.unpaid import UnpaidTable
    from chalicelib.steps.payments.pay_online import Counter

SECRET_NEEDS = ("GATEWAY_SECRET_ARN",)
SITE_NEEDS = ("SITE_ORIGIN",)
"""GATEWAY_URL may be empty: then only cash is possible, and callbacks of earlier payments are still accepted."""


@cache
def secrets() -> Secret[GatewaySecret]:
    """Return the store of the gateway's keys."""
    from chalicelib.repositories.aws.secrets import parse, secret

    return secret(wiring.settings(SECRET_NEEDS).gateway_secret_arn, parse)


def secret(real_now: datetime) -> GatewaySecret:
    """Return the gateway's keys at `real_now`."""
    return secrets().get(real_now)


def gateway(real_now: datetime) -> PaymentGateway | None:
    """Return the gateway with its present key; None where the deployment has none."""
    url = wiring.settings().gateway_url
    if not url:
        return None
    held = secret(real_now)
    return _gateway(url, held.api_key, held.provider)


def counter(real_now: datetime) -> Counter | None:
    """Return the client that announces intents, with the site to which payers return."""
    from chalicelib.steps.payments.pay_online import Counter

    found = gateway(real_now)
    return Counter(found, wiring.settings(SITE_NEEDS).site_origin) if found else None


@cache
def lists() -> PaymentLists:
    """Unanswered intents and queues of reconciliations."""
    from chalicelib.repositories.dynamodb.index_queries import PaymentLists

    return PaymentLists()


@cache
def unpaid() -> UnpaidTable:
    """Lists of unpaid sums."""
    from chalicelib.repositories.payments.unpaid import UnpaidTable

    return UnpaidTable()


@cache
def _gateway(url: str, api_key: str, provider: str) -> PaymentGateway:
    """One connection pool for each key; a new key makes a new one."""
    from chalicelib.repositories.payments.gateway import PaymentGateway

    return PaymentGateway(url, api_key, provider)
