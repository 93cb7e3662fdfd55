"""Unpaid sums and the till of a centre, as those who take its money see them. Amounts are whole đồng."""

from __future__ import annotations

from datetime import date, datetime

from chalicelib.domain.dossier.obligations import Due, Method
from chalicelib.domain.flow.transitions import State
from chalicelib.models.http.base import Body, View
from chalicelib.models.payments import ReceiptNumber
from chalicelib.models.steps import Id


class UnpaidSumView(View):
    """One unpaid sum: by when it is paid, and the ground on which it was put off, if it was."""

    fee_key: str
    amount: int
    due: Due
    deferred: str | None


class UnpaidLineView(View):
    """A dossier that has something to pay, the sums in the order in which they fall due; `payable` when the reader may
    take the money now."""

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
    """A receipt that was taken or, with `reversal`, reversed; by whom it was taken."""

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
    """Which receipt of which counter is confirmed on paper."""

    unit: Id
    number: ReceiptNumber


class PaidSumView(View):
    """One sum that a receipt paid."""

    fee_key: str
    amount: int


class ReceiptPrintView(View):
    """The confirmation of a recorded payment, for paper; `copies` is how often it was printed before, `reversed` that
    the receipt holds no longer."""

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
    """Receipts of one method: how many and how much, taken and reversed."""

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
