"""Payments over HTTP: the owner's intent at a gateway, its signed callback, the counter and reconciliation."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from chalicelib import observe
from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.payments.gateway_signature import HEADER
from chalicelib.domain.shared.hmac_signature import sign_body
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.wiring import core as wiring
from infra.local.stand_ins.gateway import GatewayStandIn
from tests.api.conftest import Api, ApiAnswer, forget_adapters
from tests.contract.journey import AGENCY, CERTIFICATE, CITIZEN, UNIT, World

KEYS = {"k1": b"1" * 32}
SITE = "https://mot-cua.example.test"


@pytest.fixture(scope="module")
def gateway() -> Iterator[GatewayStandIn]:
    """The stand-in gateway without callbacks: the tests send them."""
    running = GatewayStandIn("http://127.0.0.1:9/nowhere", dict(KEYS), "our-key")
    running.start()
    yield running
    running.stop()


@dataclass
class PaymentTown:
    """A received dossier that owes 15 000 đồng, and everybody who may come near it."""

    api: Api
    world: World
    number: str
    keys: int = field(default=0)

    def key(self) -> str:
        """A key nobody used before."""
        self.keys += 1
        return f"key-{self.keys:020d}"

    def ask(self, step: str, sub: str, body: dict[str, Any], key: str = "", version: int | None = None) -> ApiAnswer:
        """A step on the dossier, at its present version unless another is given."""
        match = self.world.load(self.number).version if version is None else version
        headers = {"Idempotency-Key": key or self.key(), "If-Match": f'"{match}"'}
        return self.api("POST", f"/api/dossiers/{self.number}/{step}", sub=sub, body=body, headers=headers)

    def intend(self, sub: str = CITIZEN.sub, key: str = "", names: tuple[str, ...] = ("F01",)) -> ApiAnswer:
        """An intent to pay online."""
        headers = {"Idempotency-Key": key or self.key()}
        body = {"obligations": list(names)}
        return self.api("POST", f"/api/dossiers/{self.number}/payments", sub=sub, body=body, headers=headers)

    def callback(self, ref: str, **changes: Any) -> bytes:
        """The body of a callback."""
        said = {
            "transaction": "T1", "intent": ref, "amount": 15_000, "currency": "VND", "status": "paid",
            "paid_at": datetime.now(UTC).isoformat(), **changes,
        }  # fmt: skip
        return json.dumps(said).encode()

    def report(
        self, raw: bytes, *, key: bytes = KEYS["k1"], age: timedelta = timedelta(), over: bytes | None = None
    ) -> ApiAnswer:
        """Deliver a callback, signed over `over` (the body itself unless another is given)."""
        header = sign_body(raw if over is None else over, key, "k1", datetime.now(UTC) - age)
        return self.api("POST", "/api/payments/callback", raw=raw, headers={HEADER: header})

    def state(self) -> str:
        """The state of the only obligation."""
        return self.world.load(self.number).obligations[0].state


@pytest.fixture
def town(
    deployment: pytest.MonkeyPatch, table: None, gateway: GatewayStandIn, appoint: Callable[..., Officer]
) -> PaymentTown:
    secret = {"keys": {kid: key.hex() for kid, key in KEYS.items()}, "api_key": "our-key", "provider": "gw"}
    made = boto3.client("secretsmanager").create_secret(Name="gateway", SecretString=json.dumps(secret))
    deployment.setenv("PROVINCE", "hue")
    deployment.setenv("SITE_ORIGIN", SITE)
    deployment.setenv("GATEWAY_URL", gateway.url)
    deployment.setenv("GATEWAY_SECRET_ARN", made["ARN"])
    forget_adapters()
    for sub, role, unit in (
        ("cashier-1", Role.CASHIER, UNIT), ("cashier-2", Role.CASHIER, UNIT), ("clerk-1", Role.ONE_STOP_OFFICER, UNIT),
        ("case-1", Role.CASE_OFFICER, AGENCY), ("cashier-9", Role.CASHIER, NO_CENTRE),
        ("head-of-desk", Role.HEAD_OF_ONE_STOP, UNIT),
    ):  # fmt: skip
        appoint(sub, role, unit=unit)
    world = World("town", now=wiring.provide_clock().now())
    from app import app

    return PaymentTown(Api(app), world, world.received(CERTIFICATE))


NO_CENTRE = "HUE-BHXH"
"""Not a centre: those take the money of every unit in Huế."""

CASH = {"obligations": ["F01"], "amount": 15_000, "receipt_number": "BL-0001"}


@pytest.mark.clause("LC-2.4", "LC-7.3")
def test_an_online_payment_from_intent_to_settled(town, gateway):
    made = town.intend()
    assert made.status == 201
    assert made.json["pay_url"] == f"{gateway.url}/pay/{made.json['ref']}"
    assert (made.json["amount"], made.json["obligations"]) == (15_000, ["F01"])
    assert made.json["expires_at"].endswith("+07:00")
    assert gateway.orders[made.json["ref"]].return_url == (
        f"{SITE}/dossiers/{town.number}?paid=F01&attempt={made.json['ref']}"
    )
    answer = town.report(town.callback(made.json["ref"]))
    assert (answer.status, answer.json) == (200, {"recorded": "settled"})
    seen = town.api("GET", f"/api/dossiers/{town.number}", sub=CITIZEN.sub).json
    assert [one["state"] for one in seen["obligations"]] == ["settled"]


def test_the_same_key_starts_one_payment(town):
    key = town.key()
    first, again = town.intend(key=key), town.intend(key=key)
    assert (again.status, again.json) == (first.status, first.json)
    other = town.intend(key=key, names=("F01", "F01"))
    assert (other.status, other.code) == (422, "idempotency_key_reused")


@pytest.mark.clause("LC-2.4")
@pytest.mark.parametrize(
    ("forge", "code"),
    [
        (lambda t, raw: t.report(raw, key=b"x" * 32), "gateway_signature_invalid"),
        (lambda t, raw: t.report(raw, over=raw + b" "), "gateway_signature_invalid"),
        (lambda t, raw: t.report(raw, age=timedelta(minutes=6)), "gateway_signature_stale"),
        (lambda t, raw: t.report(raw, age=timedelta(minutes=-6)), "gateway_signature_stale"),
        (lambda t, raw: t.api("POST", "/api/payments/callback", raw=raw), "gateway_signature_missing"),
    ],
)
def test_what_the_gateway_did_not_sign_leaves_the_dossier_untouched(town, forge, code):
    raw = town.callback(town.intend().json["ref"])
    before = town.world.load(town.number)
    refused = forge(town, raw)
    assert (refused.status, refused.code) == (400, code)
    assert town.world.load(town.number) == before
    assert town.report(raw).json == {"recorded": "settled"}


def test_the_same_callback_twice_is_recorded_once(town):
    raw = town.callback(town.intend().json["ref"])
    answers = [town.report(raw), town.report(raw)]
    assert [(one.status, one.json["recorded"]) for one in answers] == [(200, "settled"), (200, "repeated")]
    kinds = [fact.kind for fact in town.world.store.load_ledger(town.number)]
    assert (kinds.count("payment_recorded"), kinds.count("paid")) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "unit", "reason"),
    [
        ({"paid_at": (datetime.now(UTC) + timedelta(days=1)).isoformat()}, UNIT, "late"),
        ({"amount": 1}, UNIT, "other_amount"),
        ({"currency": "USD"}, UNIT, "other_currency"),
        ({"intent": "unknown-1"}, "province", "unknown_intent"),
        ({"status": "?"}, "province", "unreadable"),
    ],
)
def test_genuine_news_that_settles_nothing_waits_for_a_person(town, appoint, changes, unit, reason):
    appoint("office", Role.PROVINCIAL_OFFICE)
    answer = town.report(town.callback(town.intend().json["ref"], **changes))
    assert (answer.status, answer.json) == (200, {"recorded": "reconcile"})
    assert town.state() == "open"
    (task,) = town.api("GET", f"/api/reconciliation?unit={unit}", sub="office").json["items"]
    assert (task["reason"], task["unit"], task["version"]) == (reason, unit, 1)
    assert task["dossier_id"] == (town.number if unit == UNIT else None)


def test_cash_and_online_settle_once(town):
    ref = town.intend().json["ref"]
    assert town.ask("pay", "cashier-1", CASH).status == 200
    assert town.report(town.callback(ref)).json == {"recorded": "reconcile"}
    refused = town.ask("pay", "cashier-1", CASH | {"receipt_number": "BL-0002"})
    assert (refused.status, refused.code) == (409, "obligation_not_open")


def test_the_counter_refuses_by_name(town):
    assert town.ask("pay", "cashier-1", CASH, version=1).code == "stale_version"
    wrong = town.ask("pay", "cashier-1", CASH | {"amount": 14_000})
    assert (wrong.status, wrong.code) == (422, "amount_mismatch")
    wrongs: tuple[dict[str, Any], ...] = (
        {"amount": "15000"}, {"amount": 1.5}, {"obligations": []}, {"receipt_number": "bl<1>"}, {"x": 1},
    )  # fmt: skip
    for bad in wrongs:
        refused = town.ask("pay", "cashier-1", CASH | bad)
        assert (refused.status, list(refused.fields)) == (400, [f"/{next(iter(bad))}"])
    assert town.ask("pay", "clerk-1", CASH).status == 403
    assert town.ask("pay", "cashier-9", CASH).status == 404
    assert town.ask("pay", CITIZEN.sub, CASH).status == 403
    assert town.state() == "open"


def test_strangers_and_officers_do_not_pay_online(town):
    assert town.intend("citizen-9").status == 404
    assert town.intend("clerk-1").status == 403
    assert town.intend(names=("F09",)).status == 404
    assert town.intend(names=("x",)).status == 400


def test_a_deployment_without_gateway_takes_cash_and_late_news(town, deployment):
    ref = town.intend().json["ref"]
    deployment.setenv("GATEWAY_URL", "")
    forget_adapters()
    off = town.intend()
    assert (off.status, off.code) == (409, "online_payment_off")
    assert town.report(town.callback(ref)).json == {"recorded": "settled"}


def test_a_gateway_that_does_not_answer_is_503_with_a_time(town, deployment):
    deployment.setenv("GATEWAY_URL", "http://127.0.0.1:9")
    forget_adapters()
    refused = town.intend()
    assert (refused.status, refused.code, refused.headers["retry-after"]) == (503, "gateway_unavailable", "60")


def test_a_demand_an_acknowledgement_and_a_reversal_over_http(town):
    world = town.world
    assert town.ask("transfer", "clerk-1", {}).json["state"] == "processing"
    demand = {"obligations": ["F01"], "reason": "Thu trước khi cấp"}
    assert town.ask("request_payment", "case-1", demand).json["state"] == "payment_requested"
    assert town.ask("request_payment", "case-1", demand).status == 409
    assert town.ask("pay", "cashier-1", CASH).json["state"] == "processing"
    proof = {
        "obligation": "F01",
        "voucher": "CT-77",
        "credited_at": write_stamp(datetime.now(UTC) - timedelta(hours=1)),
    }
    assert town.ask("acknowledge_payment", "cashier-1", proof).status == 200
    wrong = {"receipt_number": "BL-0001", "reason": "Thu nhầm"}
    opened = town.ask("reverse_payment", "cashier-2", wrong)
    assert [each["kind"] for each in opened.json["requests"]] == ["reversal"]
    assert town.ask("requests/1/approve", "cashier-1", {}).status == 403
    assert town.ask("requests/1/approve", "head-of-desk", {}).status == 200
    assert town.state() == "open"
    decide = {"obligation": "F01", "outcome": "confirmed"}
    refused = town.ask("confirm_exemption", "clerk-1", decide)
    assert (refused.status, refused.code) == (409, "exemption_not_pending")
    assert world.load(town.number).state == "processing"


def test_a_reconciliation_is_closed_once_by_those_who_may(town):
    town.report(town.callback(town.intend().json["ref"], amount=1))
    (task,) = town.api("GET", f"/api/reconciliation?unit={UNIT}", sub="cashier-1").json["items"]
    assert town.api("GET", f"/api/reconciliation?unit={UNIT}", sub="clerk-1").status == 404
    path, body = f"/api/reconciliation/{task['id']}/close", {"resolution": "refunded", "note": "Đã hoàn"}
    headers = {"Idempotency-Key": town.key(), "If-Match": '"1"'}
    assert town.api("POST", path, sub="clerk-1", body=body, headers=headers).status == 404
    ended = town.api("POST", path, sub="cashier-1", body=body, headers=headers)
    assert (ended.status, ended.json["resolution"], ended.headers["etag"]) == (200, "refunded", '"2"')
    assert town.api("POST", path, sub="cashier-1", body=body, headers=headers).json == ended.json
    again = {"Idempotency-Key": town.key(), "If-Match": '"2"'}
    assert town.api("POST", path, sub="cashier-1", body=body, headers=again).code == "reconciliation_closed"
    assert town.api("GET", f"/api/reconciliation?unit={UNIT}", sub="cashier-1").json["items"] == []
    (shown,) = town.api("GET", f"/api/reconciliation?unit={UNIT}&standing=ended", sub="cashier-1").json["items"]
    assert shown == ended.json


def test_nothing_of_the_money_s_owner_reaches_the_log(town, capsys):
    # The framework keeps a logger of the application's name, which is ours here, and silences it below errors.
    logging.getLogger(observe.SERVICE).setLevel(logging.INFO)
    town.report(town.callback(town.intend().json["ref"]))
    town.ask("pay", "cashier-1", CASH)
    logged = capsys.readouterr().out
    assert '"/api/payments/callback"' in logged
    for private in ("our-key", "BL-0001", "Trần Thị Hoa", KEYS["k1"].hex()):
        assert private not in logged
