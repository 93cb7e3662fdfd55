"""Unpaid sums at a centre, and the money of its day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Annotated

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.domain.accounts.members import OfficerName
from chalicelib.domain.dossier.obligations import Due
from chalicelib.domain.payments.till import TillEntry, TillTooLong
from chalicelib.domain.privacy.sight import NotYourTask
from chalicelib.domain.security.quotas import Quota
from chalicelib.domain.shared.errors import Invalid, NotFound
from chalicelib.domain.supervision.worklist import QueueTooLong
from chalicelib.handlers.dossier.lists import PageQuery, Unit
from chalicelib.handlers.dossier.reader import build_reader
from chalicelib.handlers.http.call import Call
from chalicelib.handlers.http.guard import OFFICER, register_operation
from chalicelib.models.http.base import Query, RecentDay
from chalicelib.models.till import (
    MethodTotalView,
    PaidSumView,
    ReceiptPrintBody,
    ReceiptPrintView,
    TillEntryView,
    TillView,
    UnpaidLineView,
    UnpaidPage,
)
from chalicelib.steps.dossier.ports import Page
from chalicelib.steps.payments.till import print_receipt, read_till
from chalicelib.steps.payments.unpaid import UnpaidQuery, list_unpaid
from chalicelib.steps.search.name_search import NameSearch
from chalicelib.wiring import core as wiring
from chalicelib.wiring import lookup as wiring_lookup
from chalicelib.wiring import papers as wiring_papers
from chalicelib.wiring import payments as wiring_payments
from chalicelib.wiring import steps as wiring_steps

bp = Blueprint(__name__)


class UnpaidSumsQuery(PageQuery):
    """Unit of the unpaid sums; `due` selects those of one moment."""

    unit: Unit
    due: Due | None = None


class UnpaidSearchBody(UnpaidSumsQuery):
    """The same, of dossiers whose code or receipt number contains `code`, or of people whose name has a word that
    begins with `name`. In the body, since addresses are logged."""

    code: Annotated[str, Field(max_length=40)] = ""
    name: Annotated[str, Field(max_length=100)] = ""

    model_config = UnpaidSumsQuery.model_config | {"strict": True}


class TillQuery(Query):
    """Unit and day of a till; today by default."""

    unit: Unit
    day: RecentDay | None = None


@register_operation(
    bp, "GET", "/api/unpaid", access=OFFICER, query=UnpaidSumsQuery, answer=UnpaidPage, refuses=(NotFound,)
)
def unpaid(call: Call[None, UnpaidSumsQuery]) -> UnpaidPage:
    """List unpaid sums of a centre's dossiers, deferred fees too, the first due first.

    Lines name the applicant to officers who act on the dossier; each page with names is recorded."""
    q = call.query
    return _view_page(
        list_unpaid(
            build_reader(call),
            wiring_steps.provide_lists(),
            wiring_payments.provide_unpaid(),
            _build_query(q),
            q.limit,
            q.cursor,
        )
    )


@register_operation(
    bp,
    "POST",
    "/api/unpaid/search",
    access=OFFICER,
    body=UnpaidSearchBody,
    answer=UnpaidPage,
    refuses=(NotFound, QueueTooLong),
    quotas=(Quota.SEARCHES,),
)
def search_unpaid(call: Call[UnpaidSearchBody]) -> UnpaidPage:
    """List the same by part of a code, or by the beginning of a word of a name; each search by name is recorded."""
    q = call.body
    lists, lines, wanted = (
        wiring_steps.provide_lists(),
        wiring_payments.provide_unpaid(),
        replace(_build_query(q), code=q.code),
    )
    search = _name_search(call) if q.name else None
    return _view_page(list_unpaid(build_reader(call), lists, lines, wanted, q.limit, q.cursor, search))


@register_operation(
    bp, "GET", "/api/till", access=OFFICER, query=TillQuery, answer=TillView, refuses=(NotFound, Invalid, TillTooLong)
)
def till(call: Call[None, TillQuery]) -> TillView:
    """Show the receipts of a centre's day, taken and reversed, and the totals by method of payment."""
    found = read_till(build_reader(call), wiring_payments.provide_lists(), call.query.unit, call.query.day)
    return TillView(
        unit=call.query.unit,
        day=found.day,
        entries=[_view_entry(each, found.people) for each in found.entries],
        totals=[MethodTotalView(**asdict(each)) for each in found.totals],
    )


@register_operation(
    bp,
    "POST",
    "/api/till/prints",
    access=OFFICER,
    body=ReceiptPrintBody,
    answer=ReceiptPrintView,
    refuses=(NotFound, NotYourTask),
)
def print_payment(call: Call[ReceiptPrintBody]) -> ReceiptPrintView:
    """Print the confirmation of a recorded payment; each print is counted and recorded."""
    unit, number = call.body.unit, call.body.number
    made = print_receipt(
        build_reader(call), wiring_payments.provide_lists(), wiring_papers.provide_prints(), unit, number
    )
    taken, dossier = made.receipt.money, made.dossier
    return ReceiptPrintView(
        unit=unit,
        number=number,
        amount=taken.amount,
        method=taken.method,
        paid_at=taken.paid_at,
        cashier=made.cashier,
        dossier_id=dossier.id,
        code=dossier.code or dossier.receipt_no,
        procedure=dossier.procedure,
        sums=[PaidSumView(fee_key=one.fee_key, amount=one.amount) for one in made.sums],
        copies=made.copies,
        reversed=made.receipt.is_reversed,
    )


def _name_search(call: Call[UnpaidSearchBody]) -> NameSearch:
    wiring.provide_quotas().count_use(call.quotas, call.real_now)
    return wiring_lookup.build_name_search(call.body.name, call.real_now)


def _build_query(query: UnpaidSumsQuery) -> UnpaidQuery:
    return UnpaidQuery(query.unit, query.due)


def _view_page(found: Page) -> UnpaidPage:
    return UnpaidPage(items=[UnpaidLineView.model_validate(dict(line)) for line in found.items], cursor=found.cursor)


def _view_entry(entry: TillEntry, people: Mapping[str, OfficerName]) -> TillEntryView:
    taken = people.get(entry.money.cashier)
    return TillEntryView(
        at=entry.at,
        reversal=entry.is_reversal,
        number=entry.money.provider_txn_id,
        method=entry.money.method,
        amount=entry.money.amount,
        dossier_id=entry.dossier_id,
        code=entry.code,
        procedure=entry.procedure,
        cashier=taken.name if taken else None,
    )
