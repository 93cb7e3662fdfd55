"""Marks on a table: they never pass a gap, never go back, and go with their effects or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.ledger.outbox_positions import FiledPaperTable, SentMarkTable
from chalicelib.repositories.ledger.processed_facts import HandledTable
from chalicelib.repositories.papers.paper_items import build_paper_row
from chalicelib.steps.dossier.items import CodeItem
from chalicelib.steps.dossier.ports import Conflict, ExtraPut
from tests.contract.engines import DYNAMODB, RIVALS, open_simple_table
from tests.support.builders import MONDAY_UTC, Case

pytestmark = pytest.mark.engine(DYNAMODB)

ID = "fcgv6kesdrfb66tent6sb8hzjp"


@pytest.fixture
def table(request: pytest.FixtureRequest) -> Iterator[None]:
    """An empty table in this process."""
    with open_simple_table(request):
        yield


@pytest.mark.usefixtures("table")
def test_the_mark_follows_the_ledger_without_a_gap() -> None:
    marks = SentMarkTable()
    assert dict(marks.read_marks([ID])) == {ID: 0}
    assert not marks.move_mark(ID, 2, 3)
    assert marks.move_mark(ID, 1, 2)
    assert not marks.move_mark(ID, 1, 2)
    assert not marks.move_mark(ID, 4, 4)
    assert marks.move_mark(ID, 2, 5)
    assert not marks.move_mark(ID, 1, 3)
    assert dict(marks.read_marks([ID, "other", ID])) == {ID: 5, "other": 0}


@pytest.mark.usefixtures("table")
def test_many_marks_are_read_at_once() -> None:
    marks = SentMarkTable()
    ids = [f"{n:026d}" for n in range(130)]
    for dossier_id in ids:
        marks.move_mark(dossier_id, 1, 1)
    assert set(marks.read_marks(ids).values()) == {1}


@pytest.mark.usefixtures("table")
def test_a_filed_paper_expires_no_more_and_no_row_is_made_of_a_lost_one() -> None:
    case = Case(id=ID)
    number = case.paper()
    row = build_paper_row(case.store.load(ID, papers=[number]).papers[number])
    assert row.expires_at is not None
    assert row.expires_at > MONDAY_UTC.timestamp() + 29 * 24 * 3600
    row.save()
    papers = FiledPaperTable()
    assert papers.take(ID, number)
    assert papers.take(ID, number)
    kept = TableItem.get(row.pk, row.sk)
    assert [kept.expires_at, kept.body, kept.version] == [None, row.body, row.version]
    assert not papers.take(ID, "lost")
    assert [each.sk for each in TableItem.query(row.pk)] == [row.sk]


@pytest.mark.usefixtures("table")
def test_a_fact_is_handled_once_with_its_effects() -> None:
    handled = HandledTable()
    fact = f"{ID}#00000007"
    assert not handled.has("notices", fact)
    assert handled.record_once("notices", fact, [ExtraPut(CodeItem("box", "a"), {"n": 1})])
    assert handled.has("notices", fact)
    assert not handled.has("sync", fact)
    assert not handled.record_once("notices", fact, [ExtraPut(CodeItem("box", "b"), {"n": 2})])
    assert [row.sk for row in TableItem.query("CODES#box")] == ["a"]


@pytest.mark.usefixtures("table")
def test_an_effect_that_meets_another_version_leaves_the_fact_to_be_handled() -> None:
    handled, fact = HandledTable(), f"{ID}#00000001"
    assert handled.record_once("a", fact, [ExtraPut(CodeItem("box", "x"), {})])
    with pytest.raises(Conflict):
        handled.record_once("b", fact, [ExtraPut(CodeItem("box", "x"), {}, expect=2)])
    assert not handled.has("b", fact)
    assert handled.record_once("b", fact, [ExtraPut(CodeItem("box", "x"), {}, expect=1)])


@pytest.mark.cloud
@pytest.mark.engine(RIVALS)
@pytest.mark.usefixtures("engine")
def test_of_many_rivals_one_handles_the_fact() -> None:
    handled, fact = HandledTable(), f"{ID}#00000002"

    def try_once(number: int) -> bool | None:
        try:
            return handled.record_once("race", fact, [ExtraPut(CodeItem(f"effect-{number}", "x"), {})])
        except Conflict:
            return None

    with ThreadPoolExecutor(8) as rivals:
        results = list(rivals.map(try_once, range(24)))
    assert results.count(True) == 1
    assert handled.has("race", fact)
    left = [n for n in range(24) if any(True for _ in TableItem.query(f"CODES#effect-{n}", consistent_read=True))]
    assert left == [results.index(True)]
