"""Facts are sent in order, each to all its consumers; a fault holds back its own dossier's later facts alone."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest

from chalicelib.domain.ledger.fact_registry import Consumer
from chalicelib.domain.ledger.routing import StoredFact, convert_fact, list_audiences
from chalicelib.steps.ledger.fan_out import FanOut
from tests.support.builders import Case


@dataclass
class FakeQueues:
    """Queues that remember, and one that may be down."""

    sent: list[tuple[Consumer, str]] = field(default_factory=list)
    down: Consumer | None = None

    refused: tuple[str, ...] = ()

    def send(self, audience: Consumer, facts: Sequence[StoredFact]) -> Mapping[StoredFact, Exception]:
        """Take messages."""
        faults = {each: ConnectionError() for each in facts if audience is self.down or each.id in self.refused}
        self.sent += [(audience, each.id) for each in facts if each not in faults]
        return faults


@dataclass
class FakeMarks:
    """The mark of one dossier, with the table's own condition."""

    at: int = 0

    def move_mark(self, dossier_id: str, first: int, last: int) -> bool:
        """Move the mark where there is no gap."""
        moved = first - 1 <= self.at < last
        self.at = last if moved else self.at
        return moved


@dataclass
class ManyMarks:
    """The marks of several dossiers."""

    marks: dict[str, FakeMarks]

    def move_mark(self, dossier_id: str, first: int, last: int) -> bool:
        """Move the dossier's mark."""
        return self.marks[dossier_id].move_mark(dossier_id, first, last)


@dataclass
class Taken:
    """Papers taken out of expiry; some are gone."""

    gone: frozenset[str] = frozenset()
    papers: list[str] = field(default_factory=list)

    def take(self, dossier_id: str, paper_id: str) -> bool:
        """Take a paper."""
        self.papers.append(paper_id)
        return paper_id not in self.gone


@pytest.fixture
def out() -> FanOut:
    return FanOut(FakeQueues(), FakeMarks(), Taken())


@pytest.fixture
def facts() -> list[StoredFact]:
    return [convert_fact(fact) for fact in Case().processing().facts]


def test_every_fact_goes_to_all_who_want_it_in_order(out, facts):
    assert out(facts).facts == len(facts) == 3
    wanted = [(a, each.id) for a in Consumer for each in facts if a in list_audiences(each.read_fact().kind)]
    assert out.queues.sent == wanted
    assert out.marks.at == 3


def test_of_a_batch_half_of_which_fails_only_that_half_is_sent_again(out, facts):
    """Two dossiers; a queue refuses the second fact of one. The other dossier's facts count as sent."""
    others = [convert_fact(fact) for fact in Case(numbers=itertools.count(100)).processing().facts]
    out.queues.refused = (facts[1].id,)
    marks: dict[str, FakeMarks] = {each: FakeMarks() for each in (facts[0].dossier_id, others[0].dossier_id)}
    out = replace(out, marks=ManyMarks(marks))
    sent = out.send_all([*facts, *others])
    assert {dossier: each.facts for dossier, each in sent.items()} == {facts[0].dossier_id: 1, others[0].dossier_id: 3}
    assert [type(each.fault) for each in sent.values()] == [ConnectionError, type(None)]
    assert [each.at for each in marks.values()] == [1, 3]
    out.queues.refused, out.queues.sent = (), []
    assert out(facts[1:]).facts == 2
    again = Counter(out.queues.sent)
    assert set(again.values()) == {1}
    assert {fact for _, fact in again} == {facts[1].id, facts[2].id}
    assert [each.at for each in marks.values()] == [3, 3]


@pytest.mark.parametrize("poison", ["", "no fact", '{"kind":"received"}'])
def test_a_poisoned_fact_holds_back_the_later_ones_of_its_dossier(out, facts, poison):
    sent = out([facts[0], replace(facts[1], body=poison), facts[2]])
    assert (sent.facts, out.marks.at) == (1, 1)
    assert sent.fault is not None
    assert {fact_id[-1] for _, fact_id in out.queues.sent} == {"1"}


def test_with_one_queue_down_the_fact_is_not_sent_and_comes_again(out, facts):
    out.queues.down = Consumer.SYNC
    sent = out(facts)
    assert (sent.facts, out.marks.at, type(sent.fault)) == (0, 0, ConnectionError)
    out.queues.down = None
    assert out(facts).facts == 3
    assert {fact_id[-1] for audience, fact_id in out.queues.sent if audience is Consumer.SYNC} == {"1", "2", "3"}


def test_the_mark_never_passes_a_fact_that_has_not_left(out, facts):
    out(facts[2:])
    assert out.marks.at == 0
    out(facts[:1])
    assert out.marks.at == 1
    out([facts[0], facts[2]])
    assert out.marks.at == 1
    out(facts[1:])
    assert out.marks.at == 3
    out(facts)
    assert out.marks.at == 3


def test_filed_papers_are_taken_and_a_lost_one_is_said(out, facts):
    first = facts[0].read_fact()
    assert sorted(first.data["papers"])
    assert out(facts[:1]).lost_papers == ()
    assert sorted(out.papers.papers) == sorted(first.data["papers"])
    gone = sorted(first.data["papers"])[0]
    assert replace(out, papers=Taken(frozenset({gone})))(facts[:1]).lost_papers == (gone,)
