"""A fact that is cut to its reader keeps its place in the chain, and nothing of what is withheld."""

from __future__ import annotations

import json

import pytest

from chalicelib.domain.ledger.chain import GENESIS, Fact, NewFact, Part, chain_facts
from chalicelib.domain.ledger.redaction import cut_fact
from chalicelib.domain.ledger.verification import is_cut, verify_ledger
from tests.support.people import MONDAY

PART = Part("reason", "Lý do", "ab" * 16)


@pytest.fixture
def facts() -> tuple[Fact, ...]:
    """A ledger of two facts by an officer."""
    new = NewFact("matter_moved", {"step": "decline", "secret": "note"}, parts=(PART,))
    actor = {"sub": "officer-7", "role": "case_officer", "unit": "unit-a"}
    return chain_facts(
        "d" * 26, (new, new), head=GENESIS, length=0, now=MONDAY, actor=actor, command={"key": "command-key"}
    )


def test_nothing_withheld_is_the_whole_fact(facts: tuple[Fact, ...]) -> None:
    assert cut_fact(facts[0], [], ()) == facts[0].body


def test_what_is_withheld_is_nowhere_and_the_chain_still_verifies(facts: tuple[Fact, ...]) -> None:
    gone = ["actor.sub", "data.secret", "command"]
    cut = [cut_fact(fact, gone, {PART.digest}) for fact in facts]
    text = json.dumps(cut)
    assert not any(word in text for word in ("officer-7", '"note"', "command-key"))
    assert all(map(is_cut, cut))
    assert [each["data"] for each in cut] == [{"step": "decline"}] * 2
    parts = {PART.digest: (PART.salt, PART.value)}
    assert verify_ledger("d" * 26, cut, head=facts[-1].hash, length=2, parts=parts) == []
    assert cut_fact(facts[0], ["parts"], ())["parts"] == {}
