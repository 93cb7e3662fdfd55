"""The till of a centre: money received and reversed on a day, receipt by receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol

from chalicelib.domain.accounts.members import OfficerName
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.obligations import Obligations
from chalicelib.domain.payments import allocation
from chalicelib.domain.payments.till import (
    MOST_ENTRIES,
    MethodTotal,
    RecordedReceipt,
    TillEntry,
    TillTooLong,
    total_by_method,
)
from chalicelib.domain.privacy.sight_words import Content
from chalicelib.domain.shared.errors import Invalid, NotFound
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time.officer_days import find_officer_day_fault
from chalicelib.steps.dossier.items import ItemName, ListName, ReversalItem, TillList, TransactionItem
from chalicelib.steps.dossier.reader import Reader
from chalicelib.steps.payments.unpaid import require_till


@dataclass(frozen=True, slots=True)
class TillDay:
    """A day of a centre's till, with the officers who took the money."""

    day: date
    entries: Sequence[TillEntry]
    totals: Sequence[MethodTotal]
    people: Mapping[str, OfficerName]


@dataclass(frozen=True, slots=True)
class PrintedReceipt:
    """A confirmation of a recorded payment for paper: its sums, dossier and cashier. `copies` is the number of earlier
    prints."""

    receipt: RecordedReceipt
    dossier: Dossier
    sums: Obligations
    cashier: str
    copies: int


class Tills(Protocol):
    """Lists of money by day, and single receipts."""

    def find_receipt(self, receipt: ItemName, reversed_by: ItemName) -> RecordedReceipt | None:
        """Return a recorded receipt, with its reversal; None where there is none."""

    def list_till(self, till: ListName, day: date, most: int) -> Sequence[TillEntry]:
        """Return receipts and reversals of a day, in order; one more than `most` says that there are others."""


class PrintCounts(Protocol):
    """Counters of prints."""

    def count(self, dossier_id: str, paper_id: str) -> int:
        """Count one more print; return the number before."""


def print_receipt(reader: Reader, tills: Tills, counts: PrintCounts, unit: str, number: str) -> PrintedReceipt:
    """Return the confirmation of a payment that this counter recorded, counted and recorded with its dossier.

    Raise NotFound for a number that it did not record, and for a caller without access to its money.
    """
    require_till(reader.actor, unit, reader.now)
    provider = allocation.name_counter(unit)
    found = tills.find_receipt(TransactionItem(provider, number), ReversalItem(provider, number))
    if found is None or not found.dossier_id:
        raise NotFound()
    dossier, _ = reader.require_seen(found.dossier_id, f"print of receipt {number}", Content.SUMS)
    copies = counts.count(dossier.id, f"receipt-{number}")
    sums = tuple(one for one in dossier.obligations if found.money.ref in one.transactions)
    cashier = reader.people.find_names({found.money.cashier}).get(found.money.cashier)
    return PrintedReceipt(found, dossier, sums, cashier.name if cashier else "", copies)


def read_till(reader: Reader, tills: Tills, unit: str, day: date | None) -> TillDay:
    """Return a day of the centre's till, today by default: real days, as on the receipts.

    Raise NotFound for a caller without access to its money, Invalid for a future day, TillTooLong beyond one sheet.
    """
    require_till(reader.actor, unit, reader.now)
    wanted = day or reader.real_now.astimezone(VIETNAM).date()
    began = datetime.combine(wanted, time(), VIETNAM)
    if fault := find_officer_day_fault("till_day", began, reader.real_now, "/query/day"):
        raise Invalid(fields=(fault,))
    entries = tills.list_till(TillList(unit), wanted, MOST_ENTRIES)
    if len(entries) > MOST_ENTRIES:
        raise TillTooLong(most=MOST_ENTRIES)
    cashiers = {entry.money.cashier for entry in entries} - {""}
    return TillDay(wanted, entries, total_by_method(entries), reader.people.find_names(cashiers))
