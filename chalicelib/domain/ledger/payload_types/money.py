"""Payloads of sums, payments and exemptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NotRequired

from chalicelib.domain.ledger.payload_types.stated import Stated


class PaymentRequested(Stated):
    """Sums demanded now, with the notices of authorities that computed them."""

    demanded: Sequence[str]
    clock_runs: NotRequired[bool]
    notices: NotRequired[Mapping[str, str]]


class Paid(Stated):
    """A transaction that settles obligations."""

    transaction: str
    settles: Sequence[str]
    way: NotRequired[str]


class PaymentReversed(Stated):
    """A receipt of a till that was reversed; the amount in đồng."""

    request: int
    transaction: str
    amount: int


class PaymentRecorded(Stated):
    """Money that was received, settling something or not; `reconcile` is why a person must look at it."""

    transaction: str
    amount: int
    currency: str
    method: str
    paid_at: str
    intent: NotRequired[str]
    reconcile: NotRequired[str]


class PaymentFailed(Stated):
    """An attempt to pay that took no money, with the obligations it was to pay."""

    intent: str
    tried: Sequence[str]
    ended_as: str


class PaymentAcknowledged(Stated):
    """The agency has the money: voucher and credit."""

    transaction: str
    voucher: str
    credited_at: str


class ExemptionDecided(Stated):
    """The decision on a claim to an exemption."""

    obligation: str
    outcome: str
