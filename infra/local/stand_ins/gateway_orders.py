"""What the stand-in gateway keeps of an intent, and the ways in which it misbehaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from aiohttp import web


class Mode(StrEnum):
    """The appearance of a payment from our side."""

    OK = "ok"
    LATE = "late"  # paid after the intent's end
    TWICE = "twice"  # the payer is charged twice, under two ids
    REPEAT = "repeat"  # one payment, two callbacks
    OTHER_AMOUNT = "other_amount"
    UNKNOWN_INTENT = "unknown_intent"
    SILENT = "silent"  # paid, no callback: only a query shows it
    STALE = "stale"  # a callback with an old signature, like a recording
    FORGED = "forged"  # signed with a key we do not know
    ALTERED = "altered"  # changed after signing
    UNSIGNED = "unsigned"
    FAILED = "failed"  # the bank refuses: no money moves
    CANCELLED = "cancelled"  # the payer leaves the page: no money moves


NO_MONEY = frozenset({Mode.FORGED, Mode.ALTERED, Mode.UNSIGNED})
"""Modes in which an outsider speaks: the gateway itself knows nothing of them."""


NOT_PAID = frozenset({Mode.FAILED, Mode.CANCELLED})
"""Ordinary endings of an attempt without money; the gateway reports and lists them."""


@dataclass(slots=True)
class PaymentOrder:
    """An announced intent and the payments taken for it."""

    ref: str
    amount: int
    currency: str
    return_url: str
    expires_at: datetime
    transactions: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_paid(self) -> bool:
        """Whether a payment was taken for it."""
        return any(each["status"] == "paid" for each in self.transactions)

    def is_same_as(self, other: PaymentOrder) -> bool:
        """Return whether announcing `other` again asks for the same money."""
        return (self.amount, self.currency) == (other.amount, other.currency)


def parse_order(body: Any) -> PaymentOrder:
    try:
        order = PaymentOrder(
            ref=str(body["ref"]),
            amount=int(body["amount"]),
            currency=str(body["currency"]),
            return_url=str(body["return_url"]),
            expires_at=datetime.fromisoformat(body["expires_at"]).astimezone(UTC),
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        raise web.HTTPUnprocessableEntity(text="an intent needs its five members") from None
    if order.amount <= 0 or not order.return_url.startswith(("https://", "http://")):
        raise web.HTTPUnprocessableEntity(text="amount or return_url is out of bounds")
    return order
