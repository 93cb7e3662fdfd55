"""Commands about money, each on a dossier made ready for it: at the counter, by the agency and through the gateway."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.domain.dossier.obligations import Method
from chalicelib.domain.dossier.transactions import Callback, Transaction
from chalicelib.steps.dossier.context import Command, Dependencies
from chalicelib.steps.payments import (
    acknowledge_payment,
    confirm_exemption,
    pay,
    pay_online,
    record_payment,
    request_payment,
    reverse_payment,
)
from tests.contract.journey import (
    CASE,
    CASHIER,
    CASHIER_2,
    CERTIFICATE,
    CITIZEN,
    CLERK,
    HEAD_OF_DESK,
    MORNING,
    REAL,
    JourneyCommand,
    World,
    approve_number,
)


def draw_receipt(world: World) -> str:
    """The number of a receipt that was never given before."""
    return f"BL-{world.name.upper()}-{next(world.numbers)}"


def prepare_payment(world: World, number: str, given: str = "") -> JourneyCommand:
    """Cash about to be taken for a certificate."""
    body = {"obligations": ["F01"], "amount": 15000, "receipt_number": given or draw_receipt(world)}
    return world.take(pay.pay_at_counter, CASHIER, number, **body)


_DEMAND = {"obligations": ["F01"], "fee_lines": [], "reason": None}


def _request_payment(world: World) -> str:
    return world.then(request_payment.request_payment, CASE, world.processing(CERTIFICATE), **_DEMAND)


def _prepare_acknowledgement(world: World) -> JourneyCommand:
    number = world.received(CERTIFICATE)
    prepare_payment(world, number).on(world.deps)
    body = {"obligation": "F01", "voucher": "CT-1", "credited_at": REAL}
    return world.take(acknowledge_payment.acknowledge_payment, CASHIER, number, **body)


def _prepare_reversal(world: World) -> JourneyCommand:
    number, given = world.received(CERTIFICATE), draw_receipt(world)
    prepare_payment(world, number, given).on(world.deps)
    return world.take(reverse_payment.reverse_payment, CASHIER_2, number, receipt_number=given, reason="Nhầm")


def _prepare_reversal_approval(world: World) -> JourneyCommand:
    proposed = _prepare_reversal(world)
    proposed.on(world.deps)
    return world.take(approve_number(1), HEAD_OF_DESK, proposed.command.dossier_id, reason=None)


def _prepare_exemption(world: World) -> JourneyCommand:
    filed = world.filing(CERTIFICATE, group="poor_household")
    filed.on(world.deps)
    body = {"obligation": "F01", "outcome": "confirmed", "reason": None}
    return world.take(confirm_exemption.confirm_exemption, CLERK, filed.command.dossier_id, **body)


@dataclass(frozen=True)
class IntentPage:
    """The page on which an intent is paid."""

    url: str = "https://pay.example.test/1"


class AgreeingGateway:
    """A gateway that announces every payment it is asked for."""

    def create_intent(self, ref: str, amount: int, return_url: str, expires_at: datetime) -> IntentPage:
        """The page of the intent; the same for the same reference."""
        return IntentPage(f"https://pay.example.test/{ref}")


def build_counter(_: datetime = MORNING) -> pay_online.GatewayClient:
    """Return the client to which payments are announced."""
    return pay_online.GatewayClient(AgreeingGateway(), "https://site.example.test")


def start_payment(world: World, number: str = "") -> JourneyCommand:
    """An intent about to be made by the owner."""

    def pay_intent(deps: Dependencies, command: Command[Any]) -> Any:
        return pay_online.pay_online(deps, command, build_counter())

    return world.take(pay_intent, CITIZEN, number or world.received(CERTIFICATE), obligations=["F01"])


def prepare_callback(world: World, number: str = "") -> JourneyCommand:
    """Genuine news of money for an intent of ours."""
    made = start_payment(world, number)
    intent = made.on(world.deps).intent
    number = f"T{next(world.numbers)}"
    told = Transaction(world.name, number, intent.amount, REAL, Method.ONLINE, intent.ref, evidence="0" * 64)

    def record_news(deps: Dependencies, command: Command[Any]) -> Any:
        return record_payment.record_payment(deps, Callback(told), command.now, command.real_now)

    return JourneyCommand(record_news, replace(made.command, key="", version=None))


PAYMENTS: dict[str, Callable[[World], JourneyCommand]] = {
    "pay": lambda w: prepare_payment(w, w.received(CERTIFICATE)),
    "request_payment": lambda w: w.take(request_payment.request_payment, CASE, w.processing(CERTIFICATE), **_DEMAND),
    "pay as demanded": lambda w: prepare_payment(w, _request_payment(w)),
    "acknowledge_payment": _prepare_acknowledgement,
    "confirm_exemption": _prepare_exemption,
    "reverse_payment": _prepare_reversal,
    "approve a reversal": _prepare_reversal_approval,
}
"""Commands about money on the ledger: what is owed, paid, credited, forgiven and taken back."""

MONEY: dict[str, Callable[[World], JourneyCommand]] = {
    "start a payment": start_payment,
    "news of money": prepare_callback,
}
"""Commands about money that come from the applicant's browser and from the gateway."""
