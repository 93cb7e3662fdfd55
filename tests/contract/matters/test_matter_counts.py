"""Counts of matters on a table: each fact once, also after kills and races; drift is found and mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.matters.kinds.questions import QUESTIONS
from chalicelib.domain.matters.matter_counts import MatterCountLine, MatterFigure, list_matter_lines
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.ledger.head_signer import MatterHeads
from chalicelib.repositories.ledger.sweep_state import SweepTable
from chalicelib.repositories.matters.matter_counts import MatterCountTable
from chalicelib.repositories.matters.matter_table import MatterTable
from chalicelib.steps.dossier.ports import Conflict
from chalicelib.steps.matters.count_matters import MatterCounter, MatterRecounting
from chalicelib.steps.supervision.recount_boards import Recounting
from tests.contract.engines import DYNAMODB, open_simple_table
from tests.support.matter_desk import ANSWER, CLERK, FORWARDER, OTHER, UNIT, Desk, build_deps
from tests.support.people import MONDAY

pytestmark = pytest.mark.engine(DYNAMODB)

OpenDesk = Callable[..., Desk]
NIGHT = MONDAY + timedelta(days=1)


@pytest.fixture
def open_desk(request: pytest.FixtureRequest) -> Iterator[OpenDesk]:
    """Desks over an empty table."""
    with open_simple_table(request):
        deps = replace(build_deps(), matters=MatterTable())
        yield lambda number=1: Desk(deps, matter_id=f"{number:026d}")


def answer_question(desk: Desk) -> Desk:
    desk.open()
    desk.take("take", CLERK)
    desk.take("answer", CLERK, ANSWER)
    return desk


def read_all(*units: str) -> Counter[MatterCountLine]:
    counts = MatterCountTable()
    return Counter({**counts.read_month("2026-11"), **counts.read_month("")})


def count_ledgers(*desks: Desk) -> Counter[MatterCountLine]:
    return Counter(
        line for desk in desks for line in list_matter_lines(QUESTIONS, desk.deps.matters.load_ledger(desk.id))
    )


def test_facts_in_any_order_count_once_and_are_read_by_month_and_unit(open_desk: OpenDesk) -> None:
    ended, opened = answer_question(open_desk(1)), open_desk(2)
    opened.open()
    opened.take("forward", FORWARDER, {"unit": OTHER})
    counting = MatterCounter(MatterCountTable())
    assert [counting(ended.id, seq) for seq in (2, 3, 1, 3)] == [True, False, False, False]
    assert counting(opened.id, 2)
    assert read_all() == count_ledgers(ended, opened)
    mine = MatterCountTable().read_month("2026-11", OTHER)
    assert mine == {}, "it was received and forwarded by the other unit"
    assert [line.unit for line in MatterCountTable().read_counts(OTHER)] == [OTHER]


def test_a_count_that_a_rival_made_first_conflicts_and_nothing_counts_twice(open_desk: OpenDesk) -> None:
    desk = answer_question(open_desk())
    counts = MatterCountTable()
    counting = MatterCounter(counts)
    _, before = counts.load(desk.id)
    counting(desk.id, 3)
    with pytest.raises(Conflict):
        counts.save(desk.id, before, counts.load(desk.id)[1])
    assert not counting(desk.id, 3), "the consumer was killed before it deleted the message"
    assert read_all() == count_ledgers(desk)


def test_the_night_counts_what_was_lost_and_mends_open_work_only_when_asked(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.open()
    counts = MatterCountTable()
    night = Recounting(counts, MatterCounter(counts), MatterHeads(), SweepTable("matter_counts"), [OTHER, UNIT])
    assert (night(NIGHT).late, read_all()) == (1, count_ledgers(desk))
    ghost = MatterCountLine("", OTHER, "question", MatterFigure.OPEN, "2026-11-20")
    assert counts.repair(ghost, 0, 2)
    assert not counts.repair(ghost, 7, 9), "it is another number by now"
    assert night(NIGHT).drifted == 1
    (report,) = TableItem.query("DRIFT#matters")
    assert '"counted": 2' in str(report.body)
    assert night(NIGHT + timedelta(hours=1), repair=True).repaired == 1
    assert read_all() == count_ledgers(desk)
    assert TableItem.query("MATTERS_OPEN").__next__().length == 1


def test_a_recount_of_every_month_goes_over_all_ledgers(open_desk: OpenDesk) -> None:
    desks = [answer_question(open_desk(1)), open_desk(2)]
    desks[1].open()
    counts = MatterCountTable()
    recount = MatterRecounting(counts, MatterCounter(counts), [OTHER, UNIT])
    assert (recount(NIGHT).late, read_all()) == (2, count_ledgers(*desks))
    wrong = MatterCountLine("2026-11", UNIT, "question", MatterFigure.RECEIVED)
    assert counts.repair(wrong, 2, 9)
    assert recount(NIGHT, repair=True).repaired == 1
    assert read_all() == count_ledgers(*desks)
