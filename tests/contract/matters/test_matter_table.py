"""The store of matters and its lists: the same tests on the fake that unit tests use and on the real table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.ledger.matter_facts import MatterFact
from chalicelib.domain.matters.kinds.difficulties import DIFFICULTIES
from chalicelib.domain.matters.matter import fold_matter
from chalicelib.domain.shared.errors import Malformed
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.repositories.dynamodb import keys
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.matters.matter_table import MatterListTable, MatterTable
from chalicelib.steps.dossier.ports import Conflict
from chalicelib.steps.matters.matter_command import MatterDecision, build_matter_change
from chalicelib.steps.matters.matter_ports import MatterChange
from tests.contract.engines import DYNAMODB, open_simple_table
from tests.support.fakes.fake_matters import FakeMatters
from tests.support.matter_desk import (
    ANSWER,
    CLERK,
    DIFFICULTY,
    DIFFICULTY_LAW,
    FORWARDER,
    OTHER,
    SENDER,
    TEXTS,
    UNIT,
    Desk,
    build_deps,
)
from tests.support.people import CITIZEN, MONDAY
from tests.support.running.requests_counted import count_requests

pytestmark = pytest.mark.engine(DYNAMODB)

OpenDesk = Callable[..., Desk]


def build_desks(store: Any) -> OpenDesk:
    """Desks over one store, each for a matter of its own."""
    deps = replace(build_deps(), matters=store)
    return lambda number=1: Desk(deps, matter_id=f"{number:026d}")


@pytest.fixture(params=["fake", "real"])
def open_desk(request: pytest.FixtureRequest) -> Iterator[OpenDesk]:
    """Desks over an empty store of either kind."""
    if request.param == "fake":
        yield build_desks(FakeMatters())
        return
    with open_simple_table(request):
        yield build_desks(MatterTable())


@pytest.fixture
def open_real_desk(request: pytest.FixtureRequest) -> Iterator[OpenDesk]:
    """Desks over a table."""
    with open_simple_table(request):
        yield build_desks(MatterTable())


def build_note(desk: Desk) -> MatterChange:
    """A change of the present matter by one fact."""
    fact = NewFact(MatterFact.MOVED.value, {"matter": "question", "step": "urge"})
    command = desk.build("urge", CLERK, {})
    return build_matter_change(desk.deps, command, desk.matter, MatterDecision((fact,), None, ""))


def test_the_state_is_what_the_ledger_gives(open_desk: OpenDesk) -> None:
    desk = open_desk()
    assert desk.deps.matters.load_matter(desk.id).matter is None
    desk.open()
    desk.take("take", CLERK)
    answered = desk.take("answer", CLERK, ANSWER)
    facts = desk.deps.matters.load_ledger(desk.id)
    assert [fact.seq for fact in facts] == [1, 2, 3]
    assert fold_matter(facts) == desk.matter == answered
    held = {part.value for part in desk.deps.matters.load_parts(desk.id).values()}
    assert held == {TEXTS["subject"], TEXTS["question"], *ANSWER.values()}


def test_a_change_of_a_stale_length_conflicts_and_writes_nothing(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.open()
    first, second = build_note(desk), build_note(desk)
    desk.deps.matters.save_matter(first, now=MONDAY)
    with pytest.raises(Conflict):
        desk.deps.matters.save_matter(second, now=MONDAY)
    assert desk.matter == first.after
    assert desk.deps.matters.load_ledger(desk.id)[-1].hash == first.after.head


def test_a_change_conflicts_when_a_matter_on_which_it_rests_has_changed(open_desk: OpenDesk) -> None:
    desk, leading = open_desk(), open_desk(2)
    for each in (desk, leading):
        each.open()
    seen = leading.matter
    leading.take("take", CLERK)
    note = build_note(desk)
    with pytest.raises(Conflict):
        desk.deps.matters.save_matter(replace(note, unchanged=(seen,)), now=MONDAY)
    assert desk.matter.length == 1
    desk.deps.matters.save_matter(replace(note, unchanged=(leading.matter,)), now=MONDAY)
    assert (desk.matter.length, leading.matter.length) == (2, 2)


@pytest.mark.parametrize("ended", [False, True])
def test_matters_of_one_instant_stand_in_lists_by_their_numbers(open_real_desk: OpenDesk, ended: bool) -> None:
    desks = [open_real_desk(n) for n in (5, 4, 3, 2, 1)]
    for desk in desks:
        desk.open()
        if ended:
            desk.take("take", CLERK)
            desk.take("answer", CLERK, ANSWER)
    pages = (
        MatterListTable().list_by_unit("question", UNIT, ended, None, 50, None),
        MatterListTable().list_by_reporter("question", CITIZEN.sub, 50, None),
    )
    for page, newest_first in zip(pages, (ended, True), strict=True):
        numbers = [each["code"] for each in page.items]
        assert numbers == sorted(numbers, reverse=newest_first)
        assert len(numbers) == len(desks)


def test_a_matter_is_opened_once(open_desk: OpenDesk) -> None:
    desk = open_desk()
    opened = desk.open()
    again = MatterChange(None, replace(opened, unit=OTHER), desk.deps.matters.load_ledger(desk.id))
    with pytest.raises(Conflict):
        desk.deps.matters.save_matter(again, now=MONDAY)
    assert desk.matter == opened


def test_both_matters_of_one_that_moves_are_written_or_none(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.open()
    moved = desk.take("to_complaint", CLERK, {"reason": "Là khiếu nại", "decision": "Quyết định số 12"})
    assert moved.became is not None
    other = desk.deps.matters.load_matter(moved.became.id).matter
    assert other == fold_matter(desk.deps.matters.load_ledger(moved.became.id))
    assert TEXTS["question"] in {part.value for part in desk.deps.matters.load_parts(moved.became.id).values()}
    again = open_desk(2)
    again.open()
    note = replace(build_note(again), also=MatterChange(None, other, ()))
    with pytest.raises(Conflict):
        again.deps.matters.save_matter(note, now=MONDAY)
    assert again.matter.length == 1


def test_a_repeated_command_writes_no_fact_and_gives_the_first_outcome(open_desk: OpenDesk) -> None:
    desk = open_desk()
    opened = desk.open(key="the-opening-of-one")
    taken = desk.take("take", CLERK, key="the-taking-of-one")
    desk.take("answer", CLERK, ANSWER)
    assert desk.open(key="the-opening-of-one") == opened
    assert desk.take("take", CLERK, key="the-taking-of-one") == taken
    assert len(desk.deps.matters.load_ledger(desk.id)) == 3
    assert len(desk.deps.matters.load_parts(desk.id)) == 5


def test_a_command_reads_once_and_writes_once(open_real_desk: OpenDesk) -> None:
    desk = open_real_desk()
    with count_requests() as seen:
        desk.open()
        desk.take("take", CLERK)
        desk.take("answer", CLERK, ANSWER)
    assert seen == ["BatchGetItem", "TransactWriteItems"] * 3


def test_a_unit_lists_open_matters_by_due_time_and_ended_ones_newest_first(open_real_desk: OpenDesk) -> None:
    desks, lists = [open_real_desk(number) for number in (1, 2, 3, 4)], MatterListTable()
    for desk, days in zip(desks, (4, 0, 2, 3), strict=True):
        desk.now = MONDAY + timedelta(days=days)
        desk.open()
    first = lists.list_by_unit("question", UNIT, False, None, 3, None)
    rest = lists.list_by_unit("question", UNIT, False, None, 3, first.cursor)
    assert [row["dossier_id"] for row in (*first.items, *rest.items)] == [desks[n].id for n in (1, 2, 3, 0)]
    assert rest.cursor is None
    assert [row["due_at"] for row in first.items] == sorted(row["due_at"] for row in first.items)
    with pytest.raises(Malformed):
        lists.list_by_unit("question", OTHER, False, None, 3, first.cursor)
    for number in (2, 0):
        desks[number].now += timedelta(days=1)
        desks[number].take("decline", CLERK, {"code": "out_of_scope", "reason": "Ngoài phạm vi"})
    ended = lists.list_by_unit("question", UNIT, True, None, 9, None)
    assert [row["dossier_id"] for row in ended.items] == [desks[0].id, desks[2].id]
    desks[1].take("forward", FORWARDER, {"unit": OTHER})
    still = lists.list_by_unit("question", UNIT, False, "asked", 9, None)
    moved = lists.list_by_unit("question", OTHER, False, None, 9, None)
    assert ([row["dossier_id"] for row in still.items], [row["dossier_id"] for row in moved.items]) == (
        [desks[3].id], [desks[1].id],
    )  # fmt: skip
    assert lists.list_by_unit("feedback", UNIT, False, None, 9, None).items == []


def test_people_list_their_own_newest_first_as_they_are_now(open_real_desk: OpenDesk) -> None:
    desks, lists = [open_real_desk(number) for number in (1, 2, 3)], MatterListTable()
    for days, desk in enumerate(desks):
        desk.now = MONDAY + timedelta(days=days)
        desk.open()
    desks[0].take("take", CLERK)
    first = lists.list_by_reporter("question", CITIZEN.sub, 2, None)
    rest = lists.list_by_reporter("question", CITIZEN.sub, 2, first.cursor)
    found = [(row["dossier_id"], row["state"]) for row in (*first.items, *rest.items)]
    assert found == [(desks[2].id, "asked"), (desks[1].id, "asked"), (desks[0].id, "taken")]
    assert lists.list_by_reporter("question", "stranger", 9, None).items == []
    with count_requests() as seen:
        held = lists.read_matters([desk.id for desk in desks])
        texts = lists.read_texts([(number, matter.texts["subject"]) for number, matter in held.items()])
    assert (len(texts), set(texts.values()), seen) == (3, {TEXTS["subject"]}, ["BatchGetItem"] * 2)
    assert (lists.read_matters([]), lists.read_texts([])) == ({}, {})


def test_an_officer_lists_what_they_opened_and_the_unit_finds_it_by_number(open_real_desk: OpenDesk) -> None:
    desk, lists = open_real_desk(), MatterListTable()
    reference: Any = desk.deps.reference
    reference.values |= DIFFICULTY_LAW
    desk.kind = DIFFICULTIES
    opened = desk.open(DIFFICULTY, SENDER)
    assert (opened.reporter, opened.opener) == ("", SENDER.sub)

    def find(kind: str, unit: str) -> list[str]:
        return [str(row["dossier_id"]) for row in lists.list_numbered(kind, unit, opened.number).items]

    assert [find("difficulty", UNIT), find("difficulty", OTHER), find("question", UNIT)] == [[desk.id], [], []]
    desk.take("answer", CLERK, {"answer": "Đã có trong bản mới."})
    assert find("difficulty", UNIT) == [desk.id], "ended"
    (line,) = lists.list_by_reporter("difficulty", SENDER.sub, 9, None).items
    assert (line["dossier_id"], line["state"]) == (desk.id, "answered")


def test_what_a_step_names_or_carries_is_read_in_the_one_request(open_real_desk: OpenDesk) -> None:
    desk, other = open_real_desk(), open_real_desk(2)
    for each in (other, desk):
        each.open()
    other.take("take", CLERK)
    other.take("answer", CLERK, ANSWER)
    other.take("publish", CLERK, {"public_subject": "Khai sinh", "public_question": "Nộp ở đâu?"})
    with count_requests() as seen:
        desk.take("link", CLERK, {"earlier": other.id, "reason": "Đã trả lời"})
    assert seen == ["BatchGetItem", "TransactWriteItems"]
    third = open_real_desk(3)
    third.open()
    with count_requests() as seen:
        moved = third.take("to_complaint", CLERK, {"reason": "Là khiếu nại", "decision": "Quyết định số 12"})
    assert seen == ["Query", "TransactWriteItems"]
    assert moved.became is not None
    carried = third.deps.matters.load_with_parts(moved.became.id)
    assert carried.matter == third.deps.matters.load_matter(moved.became.id).matter
    assert carried.parts == third.deps.matters.load_parts(moved.became.id)


def test_the_watch_finds_a_matter_under_the_day_of_its_next_alert(open_real_desk: OpenDesk) -> None:
    desk = open_real_desk()
    (clock,) = desk.open().clocks

    def list_watched() -> list[str]:
        days = [keys.MATTERS_DUE((MONDAY + timedelta(days=ahead)).date().isoformat()) for ahead in range(9)]
        return [str(row.due_sk) for day in days for row in TableItem.due.query(day)]

    assert clock.soon_at
    (place,) = list_watched()
    assert place == keys.ENTRY_PLACE(write_stamp(clock.soon_at), desk.id)
    desk.take("take", CLERK)
    desk.take("answer", CLERK, ANSWER)
    assert list_watched() == []
