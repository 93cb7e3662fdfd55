"""The scheduled function from its event to a settled obligation, and what it loads."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import pytest

from chalicelib.domain.payments.allocation import QUERY_AFTER
from chalicelib.handlers.payments.watch_payments import watch_payments
from chalicelib.steps.payments.pay_online import GatewayClient, pay_online
from chalicelib.wiring import core as wiring
from chalicelib.wiring import payments as wiring_payments
from chalicelib.wiring import steps as wiring_steps
from infra.local.stand_ins.gateway import GatewayStandIn
from infra.local.stand_ins.gateway_orders import Mode
from tests.contract.journey import CERTIFICATE, CITIZEN
from tests.support.payment_builders import Till, open_till

ROOT = Path(__file__).parents[2]
EVENT: dict[str, Any] = json.loads((ROOT / "events" / "watch_payments.json").read_text())
NOTHING = {"asked": 0, "settled": 0, "reconcile": 0, "ended": 0, "unreadable": 0, "failed": 0}


@pytest.fixture
def gateway() -> Iterator[GatewayStandIn]:
    """The stand-in gateway."""
    running = GatewayStandIn("http://127.0.0.1:9/nowhere", {"k1": b"1" * 32}, "our-key")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def own_till(monkeypatch: pytest.MonkeyPatch, gateway: GatewayStandIn) -> Iterator[Till]:
    """A deployment of a local stage whose gateway is the stand-in."""
    with open_till("watched") as made:
        secret = json.dumps({"keys": {}, "api_key": "our-key", "provider": "gw"})
        arn = boto3.client("secretsmanager").create_secret(Name="gateway", SecretString=secret)["ARN"]
        for name, value in {
            "TABLE_NAME": "motcua", "PROVINCE": "hue", "STAGE": "test", "GATEWAY_URL": gateway.url,
            "GATEWAY_SECRET_ARN": arn,
        }.items():  # fmt: skip
            monkeypatch.setenv(name, value)
        forget_adapters()
        yield made
    forget_adapters()


def forget_adapters() -> None:
    for module in (wiring, wiring_payments, wiring_steps):
        for made in vars(module).values():
            if hasattr(made, "cache_clear"):
                made.cache_clear()


def begin_payment(own_till: Till, gateway: GatewayStandIn) -> str:
    """A dossier whose owner began to pay some minutes ago; the reference of the intent."""
    number = own_till.received(CERTIFICATE)
    command = own_till.ask("pay_online", CITIZEN, number, {"obligations": ["F01"]})
    began = wiring.provide_clock().real_now() - 2 * QUERY_AFTER
    held = wiring_payments.provide_gateway(began)
    assert held is not None
    return pay_online(
        own_till.deps, replace(command, real_now=began), GatewayClient(held, "http://127.0.0.1:9")
    ).intent.ref


def test_a_payment_that_was_never_reported_is_found(own_till, gateway, capsys):
    ref = begin_payment(own_till, gateway)
    assert watch_payments(EVENT, None) == {**NOTHING, "asked": 1}
    order = gateway.orders[ref]
    order.transactions.extend(gateway._build_payments(order, Mode.SILENT))
    assert watch_payments(EVENT, None) == {**NOTHING, "asked": 1, "settled": 1}
    assert watch_payments(EVENT, None) == NOTHING
    logged = capsys.readouterr().out
    assert "PaymentsSettledByQuery" in logged
    assert "payments_watched" in logged


def test_what_cannot_be_read_raises_its_alarm(own_till, gateway, capsys):
    order = gateway.orders[begin_payment(own_till, gateway)]
    order.transactions.append({"status": "?"})
    assert watch_payments(EVENT, None) == {**NOTHING, "asked": 1, "reconcile": 1, "unreadable": 1}
    assert "PaymentsUnreadable" in capsys.readouterr().out


def test_a_deployment_without_gateway_has_nothing_to_ask(own_till, monkeypatch):
    monkeypatch.setenv("GATEWAY_URL", "")
    forget_adapters()
    assert watch_payments(EVENT, None) == NOTHING


def test_a_fault_is_logged_and_raised(own_till, monkeypatch, capsys):
    monkeypatch.setenv("GATEWAY_SECRET_ARN", "")
    forget_adapters()
    with pytest.raises(RuntimeError):
        watch_payments(EVENT, None)
    assert "watch_payments_failed" in capsys.readouterr().out


def test_the_function_starts_alone():
    banned = ["app", "PIL", "pypdf", "pydantic", "boto3", "pynamodb", "jwt"]
    program = (
        "import sys; from chalicelib.handlers.payments.watch_payments import watch_payments;"
        f"print([name for name in {banned!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
