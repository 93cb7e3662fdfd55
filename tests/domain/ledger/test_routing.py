"""The consumers of each kind of fact: the table is complete, and messages follow from a fact's place and data."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import State
from chalicelib.domain.ledger.fact_kinds import FactKind
from chalicelib.domain.ledger.fact_registry import Consumer
from chalicelib.domain.ledger.matter_facts import is_matter_fact
from chalicelib.domain.ledger.payloads import read_any
from chalicelib.domain.ledger.routing import ORDERED, ROUTES, convert_fact, list_audiences, list_filed_papers, list_runs
from chalicelib.domain.papers.paper import PaperKind
from tests.support.builders import STATES, Case


def test_those_who_look_for_gaps_and_those_who_count_receive_everything():
    of_dossiers = [wanted for kind, wanted in ROUTES.items() if not is_matter_fact(kind)]
    assert len(of_dossiers) == len(FactKind)
    assert all({Consumer.SYNC, Consumer.COUNTERS} <= set(wanted) for wanted in of_dossiers)
    assert {Consumer.SYNC} == ORDERED


def test_an_unknown_kind_is_sent_to_nobody_on_a_guess():
    with pytest.raises(KeyError):
        list_audiences("teleported")


def test_a_stored_fact_is_read_from_its_own_place_alone():
    fact = Case().file().facts[0]
    kept = convert_fact(fact)
    assert kept.read_fact() == fact
    for elsewhere in (replace(kept, seq=2), replace(kept, dossier_id="0" * 26)):
        with pytest.raises(ValueError, match="another place"):
            elsewhere.read_fact()


@pytest.mark.parametrize("body", ["", "[]", "{}", "null", '{"kind":"received"}'])
def test_what_is_no_fact_is_refused(body):
    kept = replace(convert_fact(Case().file().facts[0]), body=body)
    with pytest.raises((ValueError, KeyError, TypeError)):
        kept.read_fact()


@pytest.mark.parametrize(("state", "stage"), [s for s in STATES if s[0] is not State.DRAFT])
def test_every_paper_that_a_dossier_holds_was_filed_by_one_of_its_facts(state, stage):
    case = Case().at(state, stage)
    held = case.dossier
    filed = {paper for fact in case.facts for paper in list_filed_papers(read_any(fact))}
    assert filed == {*held.papers, *held.results} | ({held.claim.get("paper_id", "")} - {""})
    assert len(filed) == len(case.kept)


def test_a_corrected_result_and_a_supplemented_paper_are_filed_too():
    case = Case().resolved()
    again = case.paper(PaperKind.RESULT)
    case.take("correct", case.officer(Role.AGENCY_HEAD), result=again)
    assert list_filed_papers(read_any(case.facts[-1])) == (again,)
    assert list_filed_papers({"papers": {"p2": "a", "p1": "b"}}) == ("p1", "p2")
    assert list_filed_papers({"claim": {"paper_id": "proof", "fees": []}}) == ("proof",)
    assert list_filed_papers({}) == ()


@given(st.sets(st.integers(1, 30)))
def test_runs_are_unbroken_apart_and_lose_nothing(numbers):
    found = list_runs(sorted(numbers))
    assert [n for first, last in found for n in range(first, last + 1)] == sorted(numbers)
    assert all(later[0] > earlier[1] + 1 for earlier, later in pairwise(found))
