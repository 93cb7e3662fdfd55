"""Money over HTTP: requests of people and of the gateway, and the answers. Amounts are whole đồng."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from chalicelib.domain.dossier.transactions import MAX_AMOUNT
from chalicelib.domain.payments.allocation import Effect, Reason, Resolution
from chalicelib.domain.payments.payment_ways import Way
from chalicelib.domain.shared.typed_numbers import normalise_receipt
from chalicelib.models.http.base import Body, Instant, Query, View
from chalicelib.models.http.fields import Code, Id, Text, normalise_typed
from chalicelib.models.steps import StepBody

ObligationId = Annotated[str, Field(pattern=r"^F[0-9]{2,3}$")]
Obligations = Annotated[list[ObligationId], Field(min_length=1, max_length=20)]
Amount = Annotated[int, Field(gt=0, le=MAX_AMOUNT)]
ReceiptNumber = Annotated[
    str, Field(pattern=r"^[A-Z0-9][A-Z0-9./-]{0,31}$"), BeforeValidator(normalise_typed(normalise_receipt))
]
DossierId = Annotated[str, Field(pattern=r"^[0-9a-hjkmnp-tv-z]{26}$")]


class ComputedFee(Body):
    """A sum that another authority computed for this dossier, such as a tax: its line of the tariff, the amount and the
    number of the notice."""

    fee: Code
    amount: Amount
    notice: Annotated[str, Field(min_length=1, max_length=60)]


class RequestPaymentBody(StepBody):
    """Sums to be paid before the next step: existing obligations, lines of the tariff, computed sums, or several of
    them."""

    obligations: Annotated[list[ObligationId], Field(max_length=20)] = []
    fee_lines: Annotated[list[Code], Field(max_length=20)] = []
    computed: Annotated[list[ComputedFee], Field(max_length=5)] = []
    reason: Text | None = None


class CashBody(StepBody):
    """Money that a cashier records: obligations, amount, way of paying, and number of the receipt or voucher."""

    obligations: Obligations
    amount: Amount
    receipt_number: ReceiptNumber
    way: Literal[Way.COUNTER, Way.BANK_POINTS, Way.COLLECTION, Way.POST, Way.OTHER] = Way.COUNTER


class PayOnlineBody(Body):
    """The open obligations to be paid together."""

    obligations: Obligations


class ExemptionBody(StepBody):
    """The officer's decision on one claim."""

    obligation: ObligationId
    outcome: Literal["confirmed", "rejected"]
    reason: Text | None = None


class AcknowledgeBody(StepBody):
    """The signed voucher of the payment of an obligation, and when the budget was credited (VL-16.2)."""

    obligation: ObligationId
    voucher: Annotated[
        str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9./-]{0,63}$"), BeforeValidator(normalise_typed(normalise_receipt))
    ]
    credited_at: Instant


class ReverseBody(StepBody):
    """Which receipt was booked wrongly, and why."""

    receipt_number: ReceiptNumber
    reason: Text


class QueueQuery(Query):
    """The unit of reconciliations; `province` holds money of unknown dossiers."""

    model_config = Query.model_config | {"str_max_length": 2000}

    unit: Id
    standing: Literal["open", "ended"] = "open"
    limit: Annotated[int, Field(ge=1, le=50)] = 20
    cursor: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,2000}$")] | None = None


class CloseTaskBody(Body):
    """How the reconciliation ended; `applied` names the dossier and the obligations that the money pays."""

    resolution: Resolution
    note: Text
    dossier_id: DossierId | None = None
    obligations: Annotated[list[ObligationId], Field(max_length=20)] = []


class IntentView(View):
    """An intent to pay, and its payment page while it is open."""

    ref: str
    obligations: list[str]
    amount: int
    expires_at: datetime
    pay_url: str


class CallbackView(View):
    """Result of the callback: it is recorded in every case."""

    recorded: Effect


class MoneyView(View):
    """A transaction as the provider reported it."""

    provider: str
    number: str
    amount: int
    currency: str
    paid_at: datetime
    intent: str | None


class ReconciliationView(View):
    """Money that settled nothing by itself, and how it ended."""

    id: str
    version: int
    unit: str
    dossier_id: str | None
    reason: Reason
    opened_at: datetime
    money: MoneyView
    resolution: Resolution | None
    closed_at: datetime | None
    closed_by: str | None = Field(description="Name of the officer who ended it")
    note: str | None


class TaskPage(View):
    """One page of reconciliations; ask again with `cursor` for the next."""

    items: list[ReconciliationView]
    cursor: str | None
