"""Alerts of matters: each once, by the watch that dossiers have; what repeats begins again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.steps.matters.record_matter_alerts import MatterAlertRecorder
from tests.support.matter_desk import ANSWER, CLERK, MATTER_ID, Desk, build_deps


@pytest.fixture
def desk() -> Desk:
    """A question that was asked on Monday, due on Thursday."""
    desk = Desk(build_deps())
    desk.deps.reference.values["qa.mailbox_check"] = 1  # type: ignore[attr-defined]
    desk.open()
    return desk


def watch(desk: Desk) -> list[tuple[str, str]]:
    """Run the watch once, twice; return the alerts of the ledger."""
    counted = list[int]()
    recorder = MatterAlertRecorder(desk.deps, desk.now, desk.now, lambda **more: counted.append(more["told"]))
    for _ in range(2):
        recorder.record_crossings(MATTER_ID)
    assert len(counted) <= 1
    facts = desk.store.load_ledger(MATTER_ID)
    return [(fact.data["clock"], fact.data["alert"]) for fact in facts if fact.kind == "matter_alerted"]


def test_nothing_is_due_at_first(desk: Desk) -> None:
    assert watch(desk) == []


def test_what_nobody_reads_is_alerted_daily(desk: Desk) -> None:
    first = desk.matter.find_clock("unread")
    assert first
    desk.now = first.due_at + timedelta(minutes=1)
    assert watch(desk) == [("unread", "overdue")]
    again = desk.matter.find_clock("unread")
    assert again
    assert again.due_at > first.due_at
    desk.now = again.due_at + timedelta(minutes=1)
    # The next day is a holiday, so that both ran out by then.
    assert watch(desk) == [("unread", "overdue"), ("answer", "overdue"), ("unread", "overdue")]


def test_a_clock_is_alerted_when_it_is_due_soon_and_when_it_ran_out(desk: Desk) -> None:
    desk.take("take", CLERK)
    clock = desk.matter.find_clock("answer")
    assert clock
    assert clock.soon_at
    assert desk.store.alerts[MATTER_ID] == clock.soon_at
    desk.now = clock.soon_at
    assert watch(desk) == [("answer", "soon")]
    assert desk.store.alerts[MATTER_ID] == clock.due_at
    desk.now = clock.due_at + timedelta(days=3)
    assert watch(desk) == [("answer", "soon"), ("answer", "overdue")]
    assert desk.store.alerts[MATTER_ID] is None


def test_an_answered_question_is_not_alerted_and_an_alert_makes_nobody_stale(desk: Desk) -> None:
    desk.take("take", CLERK)
    version = desk.matter.version
    desk.now += timedelta(days=9)
    watch(desk)
    assert desk.matter.version == version
    desk.take("answer", CLERK, ANSWER, version=version)
    assert len(watch(desk)) == 1
    MatterAlertRecorder(desk.deps, desk.now, desk.now, lambda **_: None).record_crossings("n" * 26)
