"""The money of a centre on a day: receipts taken and reversed, and the totals by method of payment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.dossier.obligations import Method
from chalicelib.domain.dossier.transactions import Transaction
from chalicelib.domain.shared.errors import Refusal, RefusalKind

TAKEN, REVERSED = "transaction", "reversal"
"""Kinds of the rows in a unit's list of money."""

MOST_ENTRIES = 2000
"""Most receipts of one centre and day that are shown; several times the number of a large centre."""


class TillTooLong(Refusal):
    """More receipts than one sheet holds."""

    code = "till_too_long"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Trong ngày có hơn {most} khoản thu nên không lập được một bảng. Hãy liên hệ người quản trị hệ thống."
    en = "The day has more than {most} receipts, too many for one sheet. Ask the operator of the system."


@dataclass(frozen=True, slots=True)
class TillEntry:
    """One receipt that was taken, or reversed, at `at` for a dossier."""

    at: datetime
    is_reversal: bool
    money: Transaction
    dossier_id: str
    code: str
    procedure: str


@dataclass(frozen=True, slots=True)
class RecordedReceipt:
    """A receipt of a counter as it was recorded, and whether it was reversed since."""

    money: Transaction
    dossier_id: str
    is_reversed: bool


@dataclass(frozen=True, slots=True)
class MethodTotal:
    """Receipts of one method: number and amount in đồng, taken and reversed."""

    method: Method
    taken: int
    taken_amount: int
    reversed: int
    reversed_amount: int


def total_by_method(entries: Iterable[TillEntry]) -> tuple[MethodTotal, ...]:
    """Return number and amount of receipts by method; methods without any are left out."""
    listed, totals = list(entries), []
    for method in Method:
        own = [entry for entry in listed if entry.money.method is method]
        taken, undone = ([each.money.amount for each in own if each.is_reversal is wanted] for wanted in (False, True))
        if own:
            totals.append(MethodTotal(method, len(taken), sum(taken), len(undone), sum(undone)))
    return tuple(totals)
