"""Facts of matters go to their own consumers, and never to those that know dossiers alone."""

from __future__ import annotations

import pytest

from chalicelib.domain.ledger.chain import GENESIS, NewFact, chain_facts
from chalicelib.domain.ledger.fact_kinds import FactKind
from chalicelib.domain.ledger.fact_registry import Consumer
from chalicelib.domain.ledger.matter_facts import MATTER_FACTS, PORTAL_MATTERS, MatterFact, is_matter_fact
from chalicelib.domain.ledger.routing import list_audiences, list_fact_audiences
from chalicelib.domain.matters.kind_table import KINDS
from tests.support.people import MONDAY


@pytest.mark.parametrize("kind", MatterFact)
def test_a_matter_is_routed(kind: MatterFact) -> None:
    assert is_matter_fact(kind.value)
    assert list_audiences(kind.value) == MATTER_FACTS[kind]
    assert Consumer.COUNTERS in MATTER_FACTS[kind]
    assert not {Consumer.SYNC, Consumer.SLIPS} & set(MATTER_FACTS[kind])


def test_frequent_questions_and_feedback_alone_go_to_the_national_portal_too() -> None:
    assert {kind.name for kind in KINDS.values()} >= PORTAL_MATTERS
    for name in (kind.name for kind in KINDS.values()):
        (fact,) = chain_facts(
            "m" * 26, [NewFact(MatterFact.MOVED.value, {"matter": name, "step": "publish"})], head=GENESIS, length=0,
            now=MONDAY, actor={"sub": "system"},
        )  # fmt: skip
        assert (Consumer.SYNC in list_fact_audiences(fact)) is (name in ("faq", "feedback"))


def test_no_kind_is_of_both_ledgers() -> None:
    assert not {kind.value for kind in FactKind} & {kind.value for kind in MatterFact}
    assert not any(map(is_matter_fact, FactKind))
