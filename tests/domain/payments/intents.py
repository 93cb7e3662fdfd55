"""An intent on two debts, the payments for it, and what the gateway says of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chalicelib.domain.dossier.obligations import Due, FeeLine, Method
from chalicelib.domain.dossier.transactions import (
    Callback,
    Transaction,
    read_callback,
)
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.payments import allocation, fees
from chalicelib.domain.payments.allocation import Reason, Reconcile, match_callback

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


LINES = (
    FeeLine("le_phi", "Lệ phí", "Fee", 100_000),
    FeeLine("ban_sao", "Bản sao", "Copies", 8_000, Due.HANDOVER, exemption_groups=("ho_ngheo",)),
)


OWED = fees.build_obligations(LINES, None, NOW)


INTENT = allocation.open_intent("int-1", "dossier-1", OWED, ["F01"], NOW)


PAID = Transaction("gw", "T1", 100_000, NOW + timedelta(minutes=3), Method.ONLINE, "int-1")


CASH = allocation.build_cash_transaction("BL-0007", "unit-1", "cashier-1", 100_000, NOW)


def build_callback(**changes) -> Callback:
    return Callback(replace(PAID, **changes))


def write_body(**changes) -> bytes:
    said = {
        "transaction": "T1",
        "intent": "int-1",
        "amount": 100_000,
        "currency": "VND",
        "status": "paid",
        "paid_at": "2026-03-02T15:33:00+07:00",
    }
    return json.dumps(said | changes).encode()


def read_raw(raw: bytes) -> Callback:
    """A callback of money, or one that cannot be read."""
    found = read_callback(raw, "gw", NOW)
    assert isinstance(found, Callback)
    return found


def find_reason(callback=None, intent=INTENT, state=State.RECEIVED, owed=OWED) -> Reason | None:
    outcome = match_callback(callback or build_callback(), intent, state, owed)
    return outcome.reason if isinstance(outcome, Reconcile) else None
