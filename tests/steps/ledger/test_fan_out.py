"""Facts are sent in order, each to all its consumers; a fault holds back its own dossier's later facts alone."""

from __future__ import annotations

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

    def send(self, audience: Consumer, fact: StoredFact, fact_id: str) -> None:
        """Take a message."""
        if audience is self.down:
            raise ConnectionError
        self.sent.append((audience, fact_id))


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
    wanted = [(a, f"{each.dossier_id}#{each.seq:08d}") for each in facts for a in list_audiences(each.read_fact().kind)]
    assert out.queues.sent == wanted
    assert out.marks.at == 3


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
