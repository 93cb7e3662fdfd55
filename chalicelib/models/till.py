"""Unpaid sums and the till of a centre, for its cashiers. Amounts are whole đồng."""

from __future__ import annotations

from datetime import date, datetime

from chalicelib.domain.dossier.obligations import Due, Method
from chalicelib.domain.flow.transitions import State
from chalicelib.models.http.base import Body, View
from chalicelib.models.http.fields import Id
from chalicelib.models.payments import ReceiptNumber


class UnpaidSumView(View):
    """One unpaid sum: its due moment, and the ground of its deferral, if it was deferred."""

    fee_key: str
    amount: int
    due: Due
    deferred: str | None


class UnpaidLineView(View):
    """A dossier with sums to pay, in the order in which they fall due; `payable` when the reader may take the money
    now."""

    dossier_id: str
    code: str | None
    receipt_no: str
    procedure: str
    state: State
    filed_at: datetime
    applicant: str | None
    sums: list[UnpaidSumView]
    total: int
    payable: bool


class UnpaidPage(View):
    """One page of unpaid sums; ask again with `cursor` for the next."""

    items: list[UnpaidLineView]
    cursor: str | None


class TillEntryView(View):
    """A receipt that was taken or, with `reversal`, reversed, with its cashier."""

    at: datetime
    reversal: bool
    number: str
    method: Method
    amount: int
    dossier_id: str
    code: str
    procedure: str
    cashier: str | None


class ReceiptPrintBody(Body):
    """The receipt, and its counter, to confirm on paper."""

    unit: Id
    number: ReceiptNumber


class PaidSumView(View):
    """One sum that a receipt paid."""

    fee_key: str
    amount: int


class ReceiptPrintView(View):
    """The confirmation of a recorded payment, for paper; `copies` is the number of earlier prints, `reversed` says that
    the receipt is no longer valid."""

    unit: str
    number: str
    amount: int
    method: Method
    paid_at: datetime
    cashier: str
    dossier_id: str
    code: str
    procedure: str
    sums: list[PaidSumView]
    copies: int
    reversed: bool


class MethodTotalView(View):
    """Receipts of one method: number and amount, taken and reversed."""

    method: Method
    taken: int
    taken_amount: int
    reversed: int
    reversed_amount: int


class TillView(View):
    """A day of a centre's till."""

    unit: str
    day: date
    entries: list[TillEntryView]
    totals: list[MethodTotalView]
