"""The stores of look-up and search against their in-memory stand-ins, request by request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from chalicelib.domain.search.counter_search import Entry, receipt_entry
from chalicelib.domain.search.public_status import NO_CODE
from chalicelib.repositories.dynamodb import rows
from chalicelib.repositories.dynamodb.table import Row
from chalicelib.repositories.search.lookups import LookupTable, OnceTable
from chalicelib.repositories.search.search_entries import FindTable
from chalicelib.steps.dossier.ports import Conflict, ExtraPut
from tests.contract.engines import DYNAMODB, simple_table
from tests.support.builders import CERTIFICATE, MONDAY_UTC, Case
from tests.support.fakes.find_fakes import FakeFinds, FakeLookups, FakeOnce, standing
from tests.support.fakes.stores import FakeCodes, FakeDossiers
from tests.support.running.requests_counted import requests_counted

pytestmark = pytest.mark.engine(DYNAMODB)


@dataclass
class Store:
    """One kind of store, with a received dossier in it."""

    case: Case
    lookups: Any
    finds: Any
    once: Any


@pytest.fixture
def aws(request: pytest.FixtureRequest) -> Iterator[None]:
    with simple_table(request):
        yield


def written(case: Case) -> None:
    """The rows of a dossier in memory, laid into the table."""
    rows.state_row(case.dossier).save()
    for part in case.store.parts(case.id).values():
        rows.part_row(case.id, part).save()
    series, number = case.dossier.code.rsplit("-", 1)
    rows.extra_row(ExtraPut(f"CODES#{series}", number, {"dossier": case.id})).save()


@pytest.fixture(params=["memory", "table"])
def store(request: pytest.FixtureRequest, aws: None) -> Store:
    memory = FakeDossiers()
    case = Case(CERTIFICATE, store=memory, codes=FakeCodes(memory)).received()
    if request.param == "memory":
        finds = FakeFinds(memory)
        return Store(case, FakeLookups(memory, finds), finds, FakeOnce())
    written(case)
    return Store(case, LookupTable(), FindTable(), OnceTable())


def test_a_code_and_an_id_lead_to_the_dossier_as_it_stands(store: Store) -> None:
    assert store.lookups.coded(store.case.dossier.code) == standing(store.case.dossier)
    assert store.lookups.dossier(store.case.id) == standing(store.case.dossier)
    assert store.finds.coded(store.case.dossier.code) == store.case.dossier
    assert store.finds.coded("H57-261123-0009") is None
    assert store.lookups.coded("H57-261123-0009") is None
    assert store.lookups.dossier(None) is None


def test_the_number_of_a_filing_leads_to_the_dossier_once_it_is_listed(store: Store) -> None:
    number = store.case.dossier.receipt_no
    assert (store.lookups.coded(number), store.finds.coded(number)) == (None, None)
    store.finds.change(store.case.id, [receipt_entry(store.case.dossier)], ())
    assert store.lookups.coded(number) == standing(store.case.dossier)
    assert store.finds.coded(number) == store.case.dossier


def test_entries_are_put_found_read_and_taken_away(store: Store) -> None:
    notes = store.finds.notes(store.case.id)
    assert (notes.dossier, notes.entries, notes.version, notes.settled) == (store.case.dossier, frozenset(), 0, True)
    part = next(number for number, part in notes.parts.items() if part.name == "applicant")
    entries = [Entry(f"digest-{n}", part) for n in range(60)]  # more than one batch of the store
    store.finds.change(store.case.id, entries, ())
    assert store.finds.hits("digest-59", 5) == [(store.case.id, part)]
    (found,) = store.finds.read([(store.case.id, part)])
    assert (found.dossier, found.person["full_name"]) == (store.case.dossier, "Trần Thị Hoa")
    store.finds.change(store.case.id, entries[:1], entries[1:])
    assert [len(store.finds.hits(entry.digest, 5)) for entry in entries] == [1] + [0] * 59


def test_what_is_gone_meanwhile_is_left_out(store: Store) -> None:
    assert store.finds.read([]) == []
    assert store.finds.read([(store.case.id, "0" * 64), ("0" * 26, "0" * 64)]) == []


def test_a_digest_s_hits_are_bounded(store: Store) -> None:
    for number in range(4):
        store.finds.change(f"{number}" * 26, [Entry("digest", "p" * 64)], ())
    assert len(store.finds.hits("digest", 3)) == 3


def test_the_list_of_entries_keeps_its_version(store: Store) -> None:
    number, entries = store.case.id, frozenset({Entry("a", "p1"), Entry("b", "p1"), Entry("a", "p2")})
    store.finds.note(number, entries, 0, settled=False)
    for was in (0, 2):
        with pytest.raises(Conflict):
            store.finds.note(number, (), was, settled=True)
    notes = store.finds.notes(number)
    assert (notes.entries, notes.version, notes.settled) == (entries, 1, False)
    store.finds.note(number, (), 1, settled=True)
    assert (store.finds.notes(number).entries, store.finds.notes(number).settled) == (frozenset(), True)


def test_a_name_comes_once(store: Store) -> None:
    tried = [store.once.first(name, MONDAY_UTC, timedelta(minutes=10)) for name in ("a", "a", "b")]
    assert tried == [True, False, True]


# -- the table alone --------------------------------------------------------------------------------------


def test_a_miss_costs_the_store_what_a_hit_costs(aws: None) -> None:
    memory, table = FakeDossiers(), LookupTable()
    case = Case(CERTIFICATE, store=memory, codes=FakeCodes(memory)).received()
    written(case)
    FindTable().change(case.id, [receipt_entry(case.dossier)], ())
    asked = []
    for look in (
        partial(table.coded, case.dossier.code), partial(table.coded, "H57-261123-0009"),
        partial(table.coded, NO_CODE), partial(table.dossier, case.id), partial(table.dossier, None),
        partial(table.coded, case.dossier.receipt_no), partial(table.coded, "TN-0000000000000"),
    ):  # fmt: skip
        with requests_counted() as seen:
            look()
        asked.append(seen)
    assert asked == [["GetItem", "GetItem"]] * 3 + [["GetItem"]] * 2 + [["Query", "GetItem"]] * 2


def test_a_once_row_expires_after_its_life(aws: None) -> None:
    OnceTable().first("SMS#1", MONDAY_UTC, timedelta(minutes=10))
    assert int(Row.get("SMS#1", "ONCE").expires_at or 0) == int(MONDAY_UTC.timestamp()) + 600
