"""Counting by fact: the boards show the open work with facts in any order and any number of repeats."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.fold import fold_facts
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.shared.errors import Busy
from chalicelib.domain.supervision.boards import (
    BoardLine,
    CountedDossier,
    Settlement,
    compare_ratings,
    compare_settlements,
    count_moves,
    list_board_lines,
    list_settlements,
)
from chalicelib.domain.supervision.ratings import RatingLine, list_rating_lines, list_serving_officers
from chalicelib.steps.dossier import command
from chalicelib.steps.dossier.ports import Conflict
from chalicelib.steps.supervision.count_facts import FactCounter, FactUnknown
from tests.support.builders import CITIZEN, Case


@dataclass
class Boards:
    """Counts in memory; the dossier is as long as its ledger is at the moment."""

    dossier: Dossier | None = None
    counted: CountedDossier = field(default_factory=CountedDossier)
    counts: Counter[BoardLine] = field(default_factory=Counter)
    settled: Counter[Settlement] = field(default_factory=Counter)
    rated: Counter[RatingLine] = field(default_factory=Counter)
    facts: tuple[Fact, ...] = ()
    conflicts: int = 0

    def load(self, dossier_id: str) -> tuple[Dossier | None, CountedDossier]:
        """The stored counts."""
        return self.dossier, self.counted

    def load_facts(self, dossier_id: str, length: int) -> tuple[Fact, ...]:
        """The first facts of the life."""
        return self.facts[:length]

    def save(self, dossier_id: str, before: CountedDossier, after: CountedDossier) -> None:
        """Everything, or a conflict."""
        if self.conflicts or before.length != self.counted.length:
            self.conflicts -= 1
            raise Conflict
        if before.length and before.settled is None and self.counted.settled is not None:
            raise Conflict
        self.counts.update(count_moves(before.lines, after.lines))
        self.settled.update(compare_settlements(before, after))
        self.rated.update(compare_ratings(before, after))
        self.counted = after


@cache
def build_life() -> Case:
    """A whole life, with a supplement in it."""
    return Case().closed()


@given(st.data())
def test_any_order_any_repeats_and_any_delay_give_what_is_open(data):
    facts = build_life().facts
    boards = Boards()
    counting = FactCounter(boards)
    for length in range(1, len(facts) + 1):
        boards.dossier = fold_facts(facts[:length])
        for seq in data.draw(st.lists(st.integers(1, length), max_size=3)):
            counting(build_life().id, seq)
            assert +boards.counts == Counter(boards.counted.lines)
    for seq in data.draw(st.permutations(range(1, len(facts) + 1))):
        counting(build_life().id, seq)
    assert +boards.counts == Counter() == Counter(list_board_lines(fold_facts(facts)))
    assert boards.settled == Counter(list_settlements(fold_facts(facts))), "settled once, for life"


@cache
def build_rated_life() -> Case:
    """A life with a rating that is changed once."""
    case = Case().returned()
    case.take("rate", CITIZEN, answers={"overall": 5, "time": 4})
    case.later(days=1).take("rate", CITIZEN, answers={"overall": 1}, reasons=["late"])
    case.take("close", case.officer(Role.ONE_STOP_OFFICER))
    return case


@given(st.data())
def test_a_rating_counts_once_as_it_stands_last(data):
    facts = tuple(build_rated_life().facts)
    boards = Boards(facts=facts)
    counting = FactCounter(boards)
    for length in range(1, len(facts) + 1):
        boards.dossier = fold_facts(facts[:length])
        for seq in data.draw(st.lists(st.integers(1, length), max_size=2)):
            counting(build_rated_life().id, seq)
            assert +boards.rated == Counter(boards.counted.rated)
    for seq in data.draw(st.permutations(range(1, len(facts) + 1))):
        counting(build_rated_life().id, seq)
    lines = list_rating_lines(fold_facts(facts), list_serving_officers(facts))
    assert +boards.rated == Counter(lines)
    assert {line.points for line in lines} == {1}


def test_what_was_counted_before_settlements_were_is_completed_once():
    dossier = fold_facts(build_life().facts)
    boards = Boards(dossier, CountedDossier(dossier.length, list_board_lines(dossier)))
    counting = FactCounter(boards)
    assert counting.complete(dossier.id)
    assert not counting.complete(dossier.id)
    assert boards.settled == Counter(list_settlements(dossier))
    assert +boards.counts == Counter()
    assert not FactCounter(Boards(None)).complete("gone")


def test_a_fact_counted_once_is_counted_for_life():
    case = Case().received()
    boards = Boards(case.dossier)
    assert FactCounter(boards)(case.id, 2)
    seen = dict(boards.counts)
    assert not FactCounter(boards)(case.id, 1)
    assert not FactCounter(boards)(case.id, 2)
    assert boards.counts == seen


def test_a_rival_makes_it_look_again(monkeypatch):
    monkeypatch.setattr(command, "LONGEST_REST", 0)
    case = Case().received()
    assert FactCounter(Boards(case.dossier, conflicts=2))(case.id, 2)
    with pytest.raises(Busy):
        FactCounter(Boards(case.dossier, conflicts=99))(case.id, 2)


def test_a_fact_that_its_ledger_does_not_have_is_a_fault():
    case = Case().received()
    for boards in (Boards(case.dossier), Boards(None)):
        with pytest.raises(FactUnknown):
            FactCounter(boards)(case.id, 3)
