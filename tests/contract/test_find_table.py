"""The stores of look-up and search against their in-memory stand-ins, request by request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from chalicelib.domain.search.counter_search import SearchEntry, build_receipt_entry
from chalicelib.domain.search.public_status import NO_CODE
from chalicelib.repositories.dynamodb import rows
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.search.lookups import LookupTable, OnceTable
from chalicelib.repositories.search.search_entries import FindTable
from chalicelib.steps.dossier.items import CodeItem
from chalicelib.steps.dossier.ports import Conflict, ExtraPut
from tests.contract.engines import DYNAMODB, open_simple_table
from tests.support.builders import CERTIFICATE, MONDAY_UTC, Case
from tests.support.fakes.find_fakes import FakeFinds, FakeLookups, FakeOnce, build_record
from tests.support.fakes.stores import FakeCodes, FakeDossiers
from tests.support.running.requests_counted import count_requests

pytestmark = pytest.mark.engine(DYNAMODB)


@dataclass
class SearchStore:
    """One kind of store, with a received dossier in it."""

    case: Case
    lookups: Any
    finds: Any
    once: Any


@pytest.fixture
def aws(request: pytest.FixtureRequest) -> Iterator[None]:
    with open_simple_table(request):
        yield


def write_rows(case: Case) -> None:
    """The rows of a dossier in memory, laid into the table."""
    rows.build_state_row(case.dossier).save()
    for part in case.store.load_parts(case.id).values():
        rows.build_part_row(case.id, part).save()
    series, number = case.dossier.code.rsplit("-", 1)
    rows.build_extra_row(ExtraPut(CodeItem(series, number), {"dossier": case.id})).save()


@pytest.fixture(params=["memory", "table"])
def store(request: pytest.FixtureRequest, aws: None) -> SearchStore:
    memory = FakeDossiers()
    case = Case(CERTIFICATE, store=memory, codes=FakeCodes(memory)).received()
    if request.param == "memory":
        finds = FakeFinds(memory)
        return SearchStore(case, FakeLookups(memory, finds), finds, FakeOnce())
    write_rows(case)
    return SearchStore(case, LookupTable(), FindTable(), OnceTable())


def test_a_code_and_an_id_lead_to_the_dossier_as_it_stands(store: SearchStore) -> None:
    assert store.lookups.find_by_code(store.case.dossier.code) == build_record(store.case.dossier)
    assert store.lookups.find_dossier(store.case.id) == build_record(store.case.dossier)
    assert store.finds.find_by_code(store.case.dossier.code) == store.case.dossier
    assert store.finds.find_by_code("H57-261123-0009") is None
    assert store.lookups.find_by_code("H57-261123-0009") is None
    assert store.lookups.find_dossier(None) is None


def test_the_number_of_a_filing_leads_to_the_dossier_once_it_is_listed(store: SearchStore) -> None:
    number = store.case.dossier.receipt_no
    assert (store.lookups.find_by_code(number), store.finds.find_by_code(number)) == (None, None)
    store.finds.change(store.case.id, [build_receipt_entry(store.case.dossier)], ())
    assert store.lookups.find_by_code(number) == build_record(store.case.dossier)
    assert store.finds.find_by_code(number) == store.case.dossier


def test_entries_are_put_found_read_and_taken_away(store: SearchStore) -> None:
    notes = store.finds.load_notes(store.case.id)
    assert (notes.dossier, notes.entries, notes.version, notes.settled) == (store.case.dossier, frozenset(), 0, True)
    part = next(number for number, part in notes.parts.items() if part.name == "applicant")
    entries = [SearchEntry(f"digest-{n}", part) for n in range(60)]  # more than one batch of the store
    store.finds.change(store.case.id, entries, ())
    assert store.finds.list_hits("digest-59", 5) == [(store.case.id, part)]
    (found,) = store.finds.read([(store.case.id, part)])
    assert (found.dossier, found.person["full_name"]) == (store.case.dossier, "Trần Thị Hoa")
    store.finds.change(store.case.id, entries[:1], entries[1:])
    assert [len(store.finds.list_hits(entry.digest, 5)) for entry in entries] == [1] + [0] * 59


def test_what_is_gone_meanwhile_is_left_out(store: SearchStore) -> None:
    assert store.finds.read([]) == []
    assert store.finds.read([(store.case.id, "0" * 64), ("0" * 26, "0" * 64)]) == []


def test_a_digest_s_hits_are_bounded(store: SearchStore) -> None:
    for number in range(4):
        store.finds.change(f"{number}" * 26, [SearchEntry("digest", "p" * 64)], ())
    assert len(store.finds.list_hits("digest", 3)) == 3


def test_the_list_of_entries_keeps_its_version(store: SearchStore) -> None:
    number, entries = store.case.id, frozenset({SearchEntry("a", "p1"), SearchEntry("b", "p1"), SearchEntry("a", "p2")})
    store.finds.note(number, entries, 0, settled=False)
    for was in (0, 2):
        with pytest.raises(Conflict):
            store.finds.note(number, (), was, settled=True)
    notes = store.finds.load_notes(number)
    assert (notes.entries, notes.version, notes.settled) == (entries, 1, False)
    store.finds.note(number, (), 1, settled=True)
    assert (store.finds.load_notes(number).entries, store.finds.load_notes(number).settled) == (frozenset(), True)


def test_a_name_comes_once(store: SearchStore) -> None:
    tried = [store.once.claim_once(name, MONDAY_UTC, timedelta(minutes=10)) for name in ("a", "a", "b")]
    assert tried == [True, False, True]


# -- the table alone --------------------------------------------------------------------------------------


def test_a_list_of_entries_that_older_code_stored_as_text_is_read_and_replaced(aws: None) -> None:
    case, finds = Case(CERTIFICATE).received(), FindTable()
    write_rows(case)
    body = '{"settled": true, "parts": {"p1": ["a", "b"]}}'
    TableItem(f"D#{case.id}", "FIND", kind="find", version=3, body=body).save()
    notes = finds.load_notes(case.id)
    assert (notes.entries, notes.version, notes.settled) == (
        frozenset({SearchEntry("a", "p1"), SearchEntry("b", "p1")}),
        3,
        True,
    )
    finds.note(case.id, [SearchEntry("a", "p1")], 3, settled=True)
    assert finds.load_notes(case.id).entries == {SearchEntry("a", "p1")}


def test_a_miss_costs_the_store_what_a_hit_costs(aws: None) -> None:
    memory, table = FakeDossiers(), LookupTable()
    case = Case(CERTIFICATE, store=memory, codes=FakeCodes(memory)).received()
    write_rows(case)
    FindTable().change(case.id, [build_receipt_entry(case.dossier)], ())
    asked = []
    for look in (
        partial(table.find_by_code, case.dossier.code), partial(table.find_by_code, "H57-261123-0009"),
        partial(table.find_by_code, NO_CODE), partial(table.find_dossier, case.id), partial(table.find_dossier, None),
        partial(table.find_by_code, case.dossier.receipt_no), partial(table.find_by_code, "TN-0000000000000"),
    ):  # fmt: skip
        with count_requests() as seen:
            look()
        asked.append(seen)
    assert asked == [["GetItem", "GetItem"]] * 3 + [["GetItem"]] * 2 + [["Query", "GetItem"]] * 2


def test_a_once_row_expires_after_its_life(aws: None) -> None:
    OnceTable().claim_once("1", MONDAY_UTC, timedelta(minutes=10))
    assert int(TableItem.get("SMS#1", "ONCE").expires_at or 0) == int(MONDAY_UTC.timestamp()) + 600
