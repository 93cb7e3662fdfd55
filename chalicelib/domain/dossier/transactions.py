"""Values of money transfers: transactions, intents, acknowledgements, and reading them from the gateway.

`payments.py` decides what a transaction may settle.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from chalicelib.domain.dossier.obligations import Method, Payment

CURRENCY = "VND"
MAX_AMOUNT = 10**12
"""Above any fee, and within every number format on the way (đồng)."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}")


class IntentState(StrEnum):
    """State of an intent to pay."""

    CREATED = "created"
    ANSWERED = "answered"
    DECLINED = "declined"  # the gateway took no money; the payer may try again
    EXPIRED = "expired"
    FAILED = "failed"


UNPAID_STATES = frozenset({IntentState.CREATED, IntentState.DECLINED})
"""States of an intent without money so far, for which money may still arrive."""


class EndedAs(StrEnum):
    """How an attempt to pay ended without money, in the gateway's words: an ordinary outcome."""

    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Transaction:
    """A transfer of money, in đồng, identified by the provider's own id. `cashier` only for counter money.

    `evidence` is the SHA-256 of the callback's bytes: it proves the received bytes without storing them.
    """

    provider: str
    provider_txn_id: str
    amount: int
    paid_at: datetime
    method: Method
    intent_ref: str = ""
    currency: str = CURRENCY
    cashier: str = ""
    evidence: str = ""

    @property
    def ref(self) -> str:
        """Its one name everywhere: provider and the provider's id."""
        return f"{self.provider}:{self.provider_txn_id}"

    def to_payment(self) -> Payment:
        """The data of it that an obligation needs."""
        return Payment(self.ref, self.amount, self.method)


@dataclass(frozen=True, slots=True)
class FailedAttempt:
    """The gateway's genuine statement that an attempt to pay an intent took no money."""

    provider: str
    provider_txn_id: str
    intent_ref: str
    ended_as: EndedAs

    @property
    def ref(self) -> str:
        """Its one name everywhere, as a transaction under the same id would have it."""
        return f"{self.provider}:{self.provider_txn_id}"


@dataclass(frozen=True, slots=True)
class Intent:
    """An applicant's intent to pay the named obligations together at the gateway, within its lifetime."""

    ref: str
    dossier_id: str
    obligation_ids: tuple[str, ...]
    amount: int
    created_at: datetime
    expires_at: datetime
    state: IntentState = IntentState.CREATED


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """The agency has the money: the bank's signed voucher, and when the budget was credited (VL-16.2)."""

    transaction_ref: str
    voucher: str
    credited_at: datetime


@dataclass(frozen=True, slots=True)
class Callback:
    """A genuine callback: its transaction, and whether its content could be read as one."""

    transaction: Transaction
    readable: bool = True


def read_callback(body: bytes, provider: str, now: datetime) -> Callback | FailedAttempt:
    """Read a body *whose signature has verified*. Never refuses: a genuine callback is always recorded.

    A failed or cancelled attempt moved no money and needs no reconciliation. An unreadable callback gets an id from its
    own bytes and an amount of 0, and will be reconciled.
    """
    digest = hashlib.sha256(body).hexdigest()
    try:
        attempt = _parse_attempt(json.loads(body), provider, digest)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        unread = Transaction(provider, f"sha256-{digest}", 0, now, Method.ONLINE, evidence=digest)
        return Callback(unread, readable=False)
    return attempt if isinstance(attempt, FailedAttempt) else Callback(attempt)


def read_attempt(data: Mapping[str, object], provider: str) -> Transaction | FailedAttempt:
    """Return an attempt to pay as the gateway lists it in answer to a query; raise ValueError if it is not one."""
    try:
        return _parse_attempt(data, provider, "")
    except (TypeError, KeyError, OverflowError) as wrong:
        raise ValueError("not a transaction") from wrong


def _parse_attempt(data: Any, provider: str, digest: str) -> Transaction | FailedAttempt:
    if data["status"] not in tuple(EndedAs):
        return _parse_transaction(data, provider, digest)
    return FailedAttempt(provider, *_parse_names(data), EndedAs(data["status"]))


def _parse_names(data: Any) -> tuple[str, str]:
    """Return the gateway's id of the attempt, and the intent that it is for."""
    names = (data["transaction"], data["intent"])
    if not all(_ID.fullmatch(name) for name in names):
        raise ValueError("not an id")
    return names


def _parse_transaction(data: Any, provider: str, digest: str) -> Transaction:
    amount, paid_at = data["amount"], datetime.fromisoformat(data["paid_at"])
    if data["status"] != "paid" or type(amount) is not int or not 0 < amount <= MAX_AMOUNT:
        raise ValueError("not a payment")
    if paid_at.tzinfo is None or not re.fullmatch(r"[A-Z]{3}", data["currency"]):
        raise ValueError("no zone or no currency")
    number, intent = _parse_names(data)
    return Transaction(
        provider,
        number,
        amount,
        paid_at.astimezone(UTC),
        Method.ONLINE,
        intent,
        data["currency"],
        evidence=digest,
    )
