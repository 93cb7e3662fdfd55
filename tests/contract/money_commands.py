"""Commands about money, each on a dossier made ready for it: at the counter, by the agency and through the gateway."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.domain.dossier.obligations import Method
from chalicelib.domain.dossier.transactions import Callback, Transaction
from chalicelib.steps.dossier.context import Ask, Desk
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
    Command,
    World,
    approved,
)


def receipt(w: World) -> str:
    """The number of a receipt that was never given before."""
    return f"BL-{w.name.upper()}-{next(w.numbers)}"


def paying(w: World, number: str, given: str = "") -> Command:
    """Cash about to be taken for a certificate."""
    body = {"obligations": ["F01"], "amount": 15000, "receipt_number": given or receipt(w)}
    return w.take(pay.pay, CASHIER, number, **body)


_DEMAND = {"obligations": ["F01"], "fee_lines": [], "reason": None}


def _demanded(w: World) -> str:
    return w.then(request_payment.request_payment, CASE, w.processing(CERTIFICATE), **_DEMAND)


def _acknowledge(w: World) -> Command:
    number = w.received(CERTIFICATE)
    paying(w, number).on(w.desk)
    body = {"obligation": "F01", "voucher": "CT-1", "credited_at": REAL}
    return w.take(acknowledge_payment.acknowledge_payment, CASHIER, number, **body)


def _reverse(w: World) -> Command:
    number, given = w.received(CERTIFICATE), receipt(w)
    paying(w, number, given).on(w.desk)
    return w.take(reverse_payment.reverse_payment, CASHIER_2, number, receipt_number=given, reason="Nhầm")


def _reversal(w: World) -> Command:
    proposed = _reverse(w)
    proposed.on(w.desk)
    return w.take(approved(1), HEAD_OF_DESK, proposed.ask.dossier_id, reason=None)


def _exempt(w: World) -> Command:
    filed = w.filing(CERTIFICATE, group="poor_household")
    filed.on(w.desk)
    body = {"obligation": "F01", "outcome": "confirmed", "reason": None}
    return w.take(confirm_exemption.confirm_exemption, CLERK, filed.ask.dossier_id, **body)


@dataclass(frozen=True)
class Page:
    """The page on which an intent is paid."""

    url: str = "https://pay.example.test/1"


class Gateway:
    """A gateway that announces every payment it is asked for."""

    def create_intent(self, ref: str, amount: int, return_url: str, expires_at: datetime) -> Page:
        """The page of the intent; the same for the same reference."""
        return Page(f"https://pay.example.test/{ref}")


def counter(_: datetime = MORNING) -> pay_online.Counter:
    """Return the client to which payments are announced."""
    return pay_online.Counter(Gateway(), "https://site.example.test")


def start_payment(w: World, number: str = "") -> Command:
    """An intent about to be made by the owner."""

    def payments(desk: Desk, ask: Ask) -> Any:
        return pay_online.pay_online(desk, ask, counter())

    return w.take(payments, CITIZEN, number or w.received(CERTIFICATE), obligations=["F01"])


def callback(w: World, number: str = "") -> Command:
    """Genuine news of money for an intent of ours."""
    made = start_payment(w, number)
    intent = made.on(w.desk).intent
    number = f"T{next(w.numbers)}"
    told = Transaction(w.name, number, intent.amount, REAL, Method.ONLINE, intent.ref, evidence="0" * 64)

    def news(desk: Desk, ask: Ask) -> Any:
        return record_payment.record_payment(desk, Callback(told), ask.now, ask.real_now)

    return Command(news, replace(made.ask, key="", version=None))


PAYMENTS: dict[str, Callable[[World], Command]] = {
    "pay": lambda w: paying(w, w.received(CERTIFICATE)),
    "request_payment": lambda w: w.take(request_payment.request_payment, CASE, w.processing(CERTIFICATE), **_DEMAND),
    "pay as demanded": lambda w: paying(w, _demanded(w)),
    "acknowledge_payment": _acknowledge,
    "confirm_exemption": _exempt,
    "reverse_payment": _reverse,
    "approve a reversal": _reversal,
}
"""Commands about money on the ledger: what is owed, paid, credited, forgiven and taken back."""

MONEY: dict[str, Callable[[World], Command]] = {"start a payment": start_payment, "news of money": callback}
"""Commands about money that come from the applicant's browser and from the gateway."""
