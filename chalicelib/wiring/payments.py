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
    from chalicelib.steps.payments.pay_online import GatewayClient

SECRET_NEEDS = ("GATEWAY_SECRET_ARN",)
SITE_NEEDS = ("SITE_ORIGIN",)
"""GATEWAY_URL may be empty: then only cash is possible, and callbacks of earlier payments are still accepted."""


@cache
def open_gateway_secret() -> Secret[GatewaySecret]:
    """Return the store of the gateway's keys."""
    from chalicelib.repositories.aws.secrets import open_secret, parse_gateway_secret

    return open_secret(wiring.provide_settings(SECRET_NEEDS).gateway_secret_arn, parse_gateway_secret)


def read_gateway_secret(real_now: datetime) -> GatewaySecret:
    """Return the gateway's keys at `real_now`."""
    return open_gateway_secret().get(real_now)


def provide_gateway(real_now: datetime) -> PaymentGateway | None:
    """Return the gateway with its present key; None where the deployment has none."""
    url = wiring.provide_settings().gateway_url
    if not url:
        return None
    held = read_gateway_secret(real_now)
    return _connect_gateway(url, held.api_key, held.provider)


def provide_counter(real_now: datetime) -> GatewayClient | None:
    """Return the client that announces intents, with the site to which payers return."""
    from chalicelib.steps.payments.pay_online import GatewayClient

    found = provide_gateway(real_now)
    return GatewayClient(found, wiring.provide_settings(SITE_NEEDS).site_origin) if found else None


@cache
def provide_lists() -> PaymentLists:
    """Unanswered intents and queues of reconciliations."""
    from chalicelib.repositories.dynamodb.index_queries import PaymentLists

    return PaymentLists()


@cache
def provide_unpaid() -> UnpaidTable:
    """Lists of unpaid sums."""
    from chalicelib.repositories.payments.unpaid import UnpaidTable

    return UnpaidTable(_find_units)


def _find_units(unit: str) -> tuple[str, ...]:
    """Return the units of which a unit's list consists; the tree is loaded on first use: who keeps lines needs none."""
    from chalicelib.wiring import steps as wiring_steps

    return wiring_steps.list_units_served(unit)


@cache
def _connect_gateway(url: str, api_key: str, provider: str) -> PaymentGateway:
    """One connection pool for each key; a new key makes a new one."""
    from chalicelib.repositories.payments.gateway import PaymentGateway

    return PaymentGateway(url, api_key, provider)
