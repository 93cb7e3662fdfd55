"""Matters are counted from their facts: each once, by the month of Vietnam, on time by the matter's own clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.matters.kind_table import KINDS, find_kind
from chalicelib.domain.matters.kinds.difficulties import DIFFICULTIES
from chalicelib.domain.matters.kinds.questions import QUESTIONS
from chalicelib.domain.matters.matter import fold_matter
from chalicelib.domain.matters.matter_counts import MatterCountLine, MatterFigure, list_matter_lines
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.steps.matters.count_matters import MatterCounter, MatterRecounting
from chalicelib.steps.supervision.count_facts import FactUnknown
from tests.support.fakes.fake_counts import ConsumerKilled, FakeCounts
from tests.support.fakes.fake_matters import FakeMatters
from tests.support.matter_desk import (
    ANSWER,
    CLERK,
    DIFFICULTY,
    DIFFICULTY_LAW,
    FORWARDER,
    NEIGHBOUR,
    OTHER,
    SENDER,
    UNIT,
    Desk,
    build_deps,
)
from tests.support.matters.explored import explore_kind
from tests.support.people import CITIZEN, MONDAY

MONTH = "2026-11"
F = MatterFigure


def count_figures(desk: Desk) -> dict[str, int]:
    """How often each figure stands in the lines of a matter; what is open is left out."""
    lines = list_matter_lines(desk.kind, desk.deps.matters.load_ledger(desk.id))
    return dict(Counter(line.figure.value for line in lines if line.figure is not F.OPEN))


def list_lines(desk: Desk) -> tuple[MatterCountLine, ...]:
    return list_matter_lines(desk.kind, desk.deps.matters.load_ledger(desk.id))


def open_question(kind: Any = QUESTIONS, **law: Any) -> Desk:
    desk = Desk(build_deps(more={name.replace("__", "."): value for name, value in law.items()}), kind)
    desk.open()
    return desk


def test_an_open_question_counts_as_received_and_as_open_on_its_due_day() -> None:
    desk = open_question()
    due = desk.matter.due_at
    assert due
    assert list_lines(desk) == (
        MatterCountLine("", UNIT, "question", F.OPEN, f"{due + timedelta(hours=7):%Y-%m-%d}"),
        MatterCountLine(MONTH, UNIT, "question", F.RECEIVED),
    )


@pytest.mark.parametrize(("late", "figure"), [(timedelta(0), "on_time"), (timedelta(seconds=1), "late")])
def test_an_answer_is_on_time_until_the_end_of_its_own_clock(late: timedelta, figure: str) -> None:
    desk = open_question()
    desk.take("take", CLERK)
    clock = desk.matter.find_clock("answer")
    assert clock
    desk.now = clock.due_at + late
    desk.take("answer", CLERK, ANSWER)
    assert count_figures(desk) == {"received": 1, "ended": 1, figure: 1}


def test_a_part_of_another_agency_gives_the_longer_clock_and_its_end_counts() -> None:
    desk = open_question()
    desk.take("take", CLERK)
    short = desk.matter.find_clock("answer")
    desk.take("ask_part", CLERK, {"asked_unit": OTHER, "asked_text": "Xin ý kiến chuyên môn."})
    desk.take("give_part", NEIGHBOUR, {"part": "Theo Luật Hộ tịch."})
    long = desk.matter.find_clock("answer")
    assert short
    assert long
    desk.now = long.due_at
    assert desk.now > short.due_at
    desk.take("answer", CLERK, ANSWER)
    assert count_figures(desk) == {"received": 1, "ended": 1, "on_time": 1}


def test_a_forwarded_question_counts_where_it_was_and_ends_where_it_went() -> None:
    desk = open_question()
    desk.take("take", CLERK)
    desk.take("forward", FORWARDER, {"unit": OTHER})
    desk.take("answer", NEIGHBOUR, ANSWER)
    assert [(line.unit, line.figure) for line in list_lines(desk)] == [
        (UNIT, F.FORWARDED),
        (UNIT, F.RECEIVED),
        (OTHER, F.ENDED),
        (OTHER, F.ON_TIME),
    ]


def test_a_declined_question_counts_by_its_code_and_one_asked_again_ends_twice() -> None:
    desk = open_question()
    desk.take("take", CLERK)
    desk.take("decline", CLERK, {"code": "out_of_scope", "reason": "Không thuộc thẩm quyền."})
    desk.take("ask_again", CITIZEN, {"again": "Cơ quan nào trả lời?"})
    desk.now = desk.matter.due_at or desk.now
    desk.take("answer", CLERK, ANSWER)
    assert count_figures(desk) == {"received": 1, "ended": 2, "on_time": 2, "rejected": 1, "reopened": 1}
    (code,) = (line.detail for line in list_lines(desk) if line.figure is F.REJECTED)
    assert code == "out_of_scope"


def test_a_fault_is_measured_by_the_time_for_its_correction_and_published_counts_once() -> None:
    desk = open_question()
    desk.take("take", CLERK)
    desk.take("answer", CLERK, ANSWER)
    public = {"public_subject": "Cấp lại giấy khai sinh", "public_question": "Thủ tục cấp lại giấy khai sinh?"}
    desk.take("publish", CLERK, public)
    desk.take("report_fault", CLERK, {"fault": "Mẫu tờ khai đã thay đổi."})
    desk.now = (desk.matter.due_at or desk.now) + timedelta(seconds=1)
    desk.take("correct", CLERK, ANSWER)
    figures = {"received": 1, "ended": 2, "on_time": 1, "published": 1, "reopened": 1, "late": 1}
    assert count_figures(desk) == figures


def test_what_becomes_another_kind_is_received_there_in_the_month_of_its_first_receipt() -> None:
    desk = Desk(build_deps())
    desk.now = datetime(2026, 11, 30, 16, 59, tzinfo=UTC)
    desk.open()
    desk.now += timedelta(minutes=2)
    desk.take("to_information", CLERK, {"reason": "Xin cung cấp văn bản."})
    assert [(line.month, line.figure) for line in list_lines(desk)] == [
        ("2026-11", F.RECEIVED),
        ("2026-12", F.RECLASSIFIED),
    ]
    became = desk.matter.became
    assert became
    other = list_matter_lines(find_kind(became.kind), desk.deps.matters.load_ledger(became.id))
    received = [(line.month, line.unit, line.kind) for line in other if line.figure is F.RECEIVED]
    assert received == [("2026-11", UNIT, "information")]


def test_what_its_sender_takes_back_is_neither_on_time_nor_late() -> None:
    desk = Desk(build_deps(more={**DIFFICULTY_LAW, "difficulty.answer_limit": 5}), DIFFICULTIES)
    desk.open(DIFFICULTY, SENDER)
    desk.take("withdraw", SENDER)
    assert count_figures(desk) == {"received": 1, "ended": 1}


@cache
def list_courses() -> tuple[FakeMatters, ...]:
    """One store for each course of every kind that could be reached in a province."""
    scenes = (scene for kind in KINDS.values() for scene in explore_kind(kind, "quang-ngai").list_shapes())
    return tuple(scene.store for scene in scenes)


def gather_courses(stores: Iterable[FakeMatters]) -> FakeMatters:
    """Courses in one store, each under an id of its own."""
    whole = FakeMatters()
    for number, store in enumerate(stores):
        for name, facts in store.facts.items():
            matter_id = f"{number:02d}{name[2:]}"
            whole.facts[matter_id] = [{**body, "dossier": matter_id} for body in facts]
    return whole


def advance_ledger(whole: FakeMatters, shown: FakeMatters, matter_id: str, length: int) -> None:
    """Let a ledger be as long in the store that is shown."""
    shown.facts[matter_id] = whole.facts[matter_id][:length]
    matter = fold_matter(shown.load_ledger(matter_id))
    shown.states[matter_id] = pack_value(matter)


def count_folded(store: FakeMatters) -> Counter[str]:
    """Figures of all matters from their folded states alone."""
    found: Counter[str] = Counter()
    for matter_id in store.states:
        matter = store.load_matter(matter_id).matter
        assert matter
        found["received"] += 1
        found["open"] += not matter.ended
        found["forwarded"] += len(matter.route)
        found["published"] += matter.public_at is not None
        found["reclassified"] += matter.became is not None
        # Those about people, accounts and units are refused in free words: only a rejection by a code is counted.
        free = ("person_case", "account_request", "unit_change")
        words = () if matter.kind in free else ("decline", "refuse", "reject")
        found["rejected"] += sum(matter.taken.get(word, 0) for word in words)
    return +found


@settings(max_examples=25)
@given(st.data())
def test_counts_of_random_courses_are_those_of_the_folded_matters_for_any_delivery(data: st.DataObject) -> None:
    courses = list_courses()
    chosen = data.draw(st.lists(st.integers(0, len(courses) - 1), min_size=1, max_size=4))
    whole, shown = gather_courses(courses[number] for number in chosen), FakeMatters()
    counts = FakeCounts(shown)
    counting = MatterCounter(counts)
    messages = [(name, seq) for name, facts in whole.facts.items() for seq in range(1, len(facts) + 1)]
    for name, seq in messages:
        advance_ledger(whole, shown, name, seq)
        counts.kill_before, counts.kill_after = data.draw(
            st.sampled_from([(False, False), (True, False), (False, True)])
        )
        if data.draw(st.booleans()):
            with suppress(ConsumerKilled):
                counting(name, seq)
    counts.kill_before = counts.kill_after = False
    for name, seq in data.draw(st.permutations(messages + messages[::2])):
        counting(name, seq)
    assert min(counts.counts.values()) >= 0
    by_figure: Counter[str] = Counter()
    for line, n in counts.counts.items():
        by_figure[line.figure.value] += n
    wanted = count_folded(shown)
    assert {name: by_figure[name] for name in wanted} == wanted
    gone = by_figure["ended"] + by_figure["reclassified"]
    assert by_figure["received"] + by_figure["reopened"] - gone == by_figure["open"]
    assert by_figure["on_time"] + by_figure["late"] <= by_figure["ended"]
    units = sorted({line.unit for line in counts.counts})
    done = MatterRecounting(counts, counting, units)(MONDAY)
    assert (done.late, done.failed, done.drifted) == (0, 0, 0), "the recount from facts gives the same numbers"


def test_a_recount_from_facts_finds_and_mends_every_number() -> None:
    desk = open_question()
    desk.take("take", CLERK)
    desk.take("answer", CLERK, ANSWER)
    counts = FakeCounts(desk.store)
    counting = MatterCounter(counts)
    recount = MatterRecounting(counts, counting, [UNIT, OTHER])
    assert recount(MONDAY).late == 1, "a matter that was never counted is counted"
    right = +counts.counts
    ghost = MatterCountLine("2026-10", OTHER, "question", F.RECEIVED)
    (ended,) = (line for line in right if line.figure is F.ENDED)
    counts.counts[ended] += 4
    counts.counts[replace(ghost, month=MONTH)] = 2
    found = recount(MONDAY)
    assert (found.drifted, found.repaired) == (2, 0)
    assert recount(MONDAY, repair=True).repaired == 2
    assert +counts.counts == right
    assert len(counts.reports) == 2


def test_a_fact_that_its_ledger_does_not_have_is_a_fault_and_an_upgrade_counts_once() -> None:
    desk = open_question()
    counting = MatterCounter(FakeCounts(desk.store))
    with pytest.raises(FactUnknown):
        counting(desk.id, 2)
    assert counting.complete(desk.id)
    assert not counting.complete(desk.id)
    assert not counting(desk.id, 1)
