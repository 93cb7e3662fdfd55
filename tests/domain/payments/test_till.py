"""The money of a day: number and amount of receipts by method, taken and reversed."""

from __future__ import annotations

from datetime import UTC, datetime

from chalicelib.domain.dossier.obligations import Method
from chalicelib.domain.dossier.transactions import Transaction
from chalicelib.domain.payments.till import MethodTotal, TillEntry, total_by_method

AT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def build_entry(method: Method, amount: int, *, is_reversal: bool = False) -> TillEntry:
    money = Transaction("counter", f"BL-{amount}", amount, AT, method)
    return TillEntry(AT, is_reversal, money, "dossier-1", "H57.00-260302-0001", "1.001612")


def test_receipts_are_totalled_by_method_and_reversals_apart():
    entries = [
        build_entry(Method.CASH, 100_000), build_entry(Method.CASH, 8_000), build_entry(Method.TRANSFER, 50_000),
        build_entry(Method.CASH, 8_000, is_reversal=True),
    ]  # fmt: skip
    assert set(total_by_method(entries)) == {
        MethodTotal(Method.CASH, 2, 108_000, 1, 8_000), MethodTotal(Method.TRANSFER, 1, 50_000, 0, 0)
    }  # fmt: skip


def test_a_day_without_receipts_has_no_totals():
    assert total_by_method([]) == ()
