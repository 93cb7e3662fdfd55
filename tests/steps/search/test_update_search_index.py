"""The search entries follow the dossier: after any history, failures half-way, repeats and wrong order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.search import counter_search
from chalicelib.steps.dossier.ports import Conflict
from chalicelib.steps.search.update_search_index import FindIndex, IndexReport
from tests.support.builders import MONDAY, Case
from tests.support.fakes.find_fakes import FakeFinds

KEY = b"k" * 64


def is_index_right(case: Case, finds: FakeFinds) -> bool:
    """Whether the entries are exactly those of the dossier as it stands, and the list says so."""
    wanted = counter_search.build_entries(case.dossier, case.store.load_parts(case.id), KEY) | {
        counter_search.build_receipt_entry(case.dossier)
    }
    made = {(digest, part) for (digest, sk), part in finds.entries.items() if sk.startswith(case.id)}
    # A dossier that was erased before its first run needs no list.
    listed, _, settled = finds.lists.get(case.id, (frozenset(), 0, True))
    return made == {(entry.digest, entry.part) for entry in wanted} and listed == wanted and settled


def test_a_filing_is_found_and_a_second_run_writes_nothing() -> None:
    case = Case().file()
    finds = FakeFinds(case.store)
    assert FindIndex(finds, KEY).index_dossier(case.id).added > 10
    assert is_index_right(case, finds)
    before = dict(finds.lists)
    assert FindIndex(finds, KEY).index_dossier(case.id) == IndexReport(case.dossier)
    assert finds.lists == before


def test_closing_takes_the_names_away_and_keeps_the_numbers() -> None:
    case = Case().closed()
    finds = FakeFinds(case.store)
    FindIndex(finds, KEY).index_dossier(case.id)
    assert is_index_right(case, finds)
    assert len(finds.entries) == 3


def test_an_erased_part_leaves_no_entry() -> None:
    case = Case().closed()
    finds = FakeFinds(case.store)
    FindIndex(finds, KEY).index_dossier(case.id)
    digest = next(number for number, part in case.store.load_parts(case.id).items() if part.name == "applicant")
    case.store.items.pop((f"D#{case.id}", f"PART#{digest}"))
    assert FindIndex(finds, KEY).index_dossier(case.id) == IndexReport(case.dossier, dropped=2)
    assert [entry for entry, _ in finds.entries] == [case.dossier.receipt_no]
    assert is_index_right(case, finds)


@pytest.mark.parametrize("at", ["note", "change", "settle"])
@pytest.mark.parametrize("closed", [False, True])
def test_a_run_that_dies_anywhere_is_finished_by_the_next(at: str, closed: bool) -> None:
    case = Case().returned()
    finds = FakeFinds(case.store)
    if closed:
        FindIndex(finds, KEY).index_dossier(case.id)
        case.take("close", case.officer(Role.ONE_STOP_OFFICER))
    finds.dies_at = at
    with pytest.raises(ConnectionError):
        FindIndex(finds, KEY).index_dossier(case.id)
    FindIndex(finds, KEY).index_dossier(case.id)
    assert is_index_right(case, finds)


def test_rivals_are_outlived_but_not_for_ever() -> None:
    case = Case().file()
    finds = FakeFinds(case.store, rivals=3)
    FindIndex(finds, KEY).index_dossier(case.id)
    assert is_index_right(case, finds)
    with pytest.raises(Conflict):
        FindIndex(FakeFinds(case.store, rivals=99), KEY).index_dossier(case.id)


def test_a_manual_run_rewrites_everything() -> None:
    case = Case().file()
    finds = FakeFinds(case.store)
    FindIndex(finds, KEY).index_dossier(case.id)
    finds.entries.clear()
    FindIndex(finds, KEY).index_dossier(case.id)
    assert finds.entries == {}
    FindIndex(finds, KEY).index_dossier(case.id, rewrite_all=True)
    assert is_index_right(case, finds)


def test_a_dossier_that_is_not_there_is_a_fault_that_comes_again() -> None:
    with pytest.raises(ValueError, match="no such dossier"):
        FindIndex(FakeFinds(Case().store), KEY).index_dossier("0" * 26)


@given(st.lists(st.sampled_from(["run", "die:note", "die:change", "die:settle", "step", "erase"]), max_size=12))
def test_a_last_run_corrects_the_index_in_every_case(happenings: list[str]) -> None:
    case = Case(now=MONDAY).received()
    finds, steps = FakeFinds(case.store), iter((("transfer", Role.ONE_STOP_OFFICER), ("stop", Role.AGENCY_HEAD)))
    for each in (*happenings, "run"):
        if each == "step" and (taken := next(steps, None)):
            case.take(taken[0], case.officer(taken[1]))
        elif each == "erase":
            case.store.items = {k: v for k, v in case.store.items.items() if not k[1].startswith("PART#")}
        elif each.startswith("die:"):
            finds.dies_at = each.removeprefix("die:")
        try:
            FindIndex(finds, KEY).index_dossier(case.id)
        except ConnectionError:
            continue
    finds.dies_at = ""
    FindIndex(finds, KEY).index_dossier(case.id)
    assert is_index_right(case, finds)
