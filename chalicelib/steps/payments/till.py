"""The till of a centre: what came in on a day and what was reversed, receipt by receipt."""

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
from chalicelib.steps.dossier.reader import Reader
from chalicelib.steps.payments import payment_items
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
    """A confirmation of a recorded payment for paper: for which sums of which dossier, taken by whom. `copies` is how
    often it was printed before."""

    receipt: RecordedReceipt
    dossier: Dossier
    sums: Obligations
    cashier: str
    copies: int


class Tills(Protocol):
    """Lists of money by day, and single receipts."""

    def receipt(self, place: tuple[str, str], reversal: tuple[str, str]) -> RecordedReceipt | None:
        """A recorded receipt by its place, with its reversal's; None where there is none."""

    def till(self, queue: str, day: date, most: int) -> Sequence[TillEntry]:
        """What came in and was reversed on a day, in order; one more than `most` says that there are others."""


class PrintCounts(Protocol):
    """How often something was printed."""

    def count(self, dossier_id: str, paper_id: str) -> int:
        """Count one print more; how many there were before."""


def print_receipt(reader: Reader, tills: Tills, counts: PrintCounts, unit: str, number: str) -> PrintedReceipt:
    """The confirmation of a payment that this counter recorded, counted and on record with its dossier.

    Raises NotFound for a number that it did not record, and for who has nothing to do with its money.
    """
    require_till(reader.actor, unit, reader.now)
    provider = allocation.counter(unit)
    found = tills.receipt(payment_items.transaction_key(provider, number), payment_items.reversal_key(provider, number))
    if found is None or not found.dossier_id:
        raise NotFound()
    dossier, _ = reader.seen(found.dossier_id, f"print of receipt {number}", Content.SUMS)
    copies = counts.count(dossier.id, f"receipt-{number}")
    sums = tuple(one for one in dossier.obligations if found.money.ref in one.transactions)
    cashier = reader.people.named({found.money.cashier}).get(found.money.cashier)
    return PrintedReceipt(found, dossier, sums, cashier.name if cashier else "", copies)


def read_till(reader: Reader, tills: Tills, unit: str, day: date | None) -> TillDay:
    """A day of the centre's till, today if none is named: real days, as receipts bear them.

    Raises NotFound for who has nothing to do with its money, Invalid for a day to come, TillTooLong beyond one sheet.
    """
    require_till(reader.actor, unit, reader.now)
    wanted = day or reader.real_now.astimezone(VIETNAM).date()
    began = datetime.combine(wanted, time(), VIETNAM)
    if fault := find_officer_day_fault("till_day", began, reader.real_now, "/query/day"):
        raise Invalid(fields=(fault,))
    entries = tills.till(payment_items.till_queue(unit), wanted, MOST_ENTRIES)
    if len(entries) > MOST_ENTRIES:
        raise TillTooLong(most=MOST_ENTRIES)
    cashiers = {entry.money.cashier for entry in entries} - {""}
    return TillDay(wanted, entries, total_by_method(entries), reader.people.named(cashiers))
