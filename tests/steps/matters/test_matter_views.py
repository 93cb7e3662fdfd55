"""What the reporter of a matter reads of answers that the units propose and give."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.accounts.roles import Actor, Role
from chalicelib.domain.matters.field_guard import FieldGuard
from chalicelib.domain.matters.kinds.difficulties import DIFFICULTIES
from chalicelib.domain.matters.kinds.questions import QUESTIONS
from chalicelib.domain.matters.matter_actors import MatterPlace
from chalicelib.domain.matters.matter_kind import FieldAudience, MatterKind
from chalicelib.domain.shared.errors import NotFound
from chalicelib.repositories.law.calendars import load_calendar
from chalicelib.steps.matters.matter_views import read_matter, read_subjects
from chalicelib.steps.matters.record_matter_alerts import MatterAlertRecorder
from tests.support.fakes.fake_matters import build_matter_deps
from tests.support.matter_desk import (
    ANSWER,
    CLERK,
    DIFFICULTY,
    DIFFICULTY_LAW,
    HEAD,
    HOURS,
    MATTER_ID,
    OFFICE,
    SENDER,
    TEXTS,
    TREE,
    Desk,
    build_deps,
)
from tests.support.people import CITIZEN, MONDAY, build_actor


@pytest.fixture
def desk() -> Desk:
    """A question with a proposed answer."""
    begun = Desk(build_deps())
    begun.open()
    begun.take("take", CLERK)
    begun.take("draft", CLERK, ANSWER)
    return begun


def read_draft(desk: Desk, kind: MatterKind = QUESTIONS) -> Any:
    """The texts of the draft, as the asker reads them."""
    course = read_matter(desk.deps, kind, MATTER_ID, CITIZEN, MONDAY, lambda *_: None)["course"]
    return next(fact["texts"] for fact in course if fact["event"] == "draft")


def test_an_officer_who_opened_a_matter_and_left_the_unit_does_not_read_it() -> None:
    desk = Desk(build_matter_deps(dict(DIFFICULTY_LAW), load_calendar(HOURS, "lai-chau"), TREE), DIFFICULTIES)
    desk.open(DIFFICULTY, SENDER)
    assert read_matter(desk.deps, DIFFICULTIES, MATTER_ID, SENDER, MONDAY, lambda *_: None)["mine"]
    with pytest.raises(NotFound):
        read_matter(desk.deps, DIFFICULTIES, MATTER_ID, Actor(SENDER.sub), MONDAY, lambda *_: None)


def test_a_proposed_answer_is_for_the_units_until_it_is_approved(desk: Desk) -> None:
    assert read_draft(desk) == {}
    desk.take("approve", HEAD)
    assert read_draft(desk) == ANSWER


def test_what_the_reporter_is_notified_of_can_be_read_before_the_matter_ends(desk: Desk) -> None:
    steps = tuple(replace(row, notifies=(MatterPlace.REPORTER,)) for row in QUESTIONS.steps)
    assert read_draft(desk, replace(QUESTIONS, steps=steps)) == ANSWER


def read_listed(desk: Desk, kind: MatterKind, *more: Any) -> Any:
    """The subjects of a list that holds the desk's matter."""
    return read_subjects(desk.store, kind, desk.store.read_matters([MATTER_ID]), CLERK, MONDAY, *more)


def test_a_list_names_matters_by_their_subjects_where_the_reader_may_see_them(desk: Desk) -> None:
    shown, everybody = {MATTER_ID: TEXTS["subject"]}, frozenset(FieldAudience)
    assert read_listed(desk, QUESTIONS) == read_listed(desk, QUESTIONS, everybody) == shown
    guard = FieldGuard("unit", TEXTS["unit"], frozenset({"subject"}), frozenset({Role.AGENCY_HEAD}))
    assert read_listed(desk, replace(QUESTIONS, guards=(guard,)), everybody) == {}
    assert read_listed(desk, QUESTIONS, frozenset({FieldAudience.PUBLIC})) == {}
    desk.store.parts[MATTER_ID].clear()
    assert read_listed(desk, QUESTIONS, everybody) == {}


def test_a_step_of_the_provincial_office_names_its_agency() -> None:
    desk = Desk(build_deps({**TREE, "provincial_office-a": OFFICE}))
    desk.open()
    desk.take("take", CLERK)
    desk.take("urge", build_actor(Role.PROVINCIAL_OFFICE, "province"))
    course = read_matter(desk.deps, QUESTIONS, MATTER_ID, CITIZEN, MONDAY, lambda *_: None)["course"]
    assert [fact["unit"] for fact in course] == ["", TEXTS["unit"], "provincial_office-a"]


def test_clocks_by_which_agencies_work_are_for_the_units_alone() -> None:
    desk = Desk(build_deps({**TREE}, {"qa.mailbox_check": 1, "qa.forward_limit": 1}))
    desk.open()
    late = MONDAY + timedelta(days=2, hours=10)
    MatterAlertRecorder(desk.deps, late, MONDAY, lambda **_: None).record_crossings(MATTER_ID)
    for actor, clocks, events in (
        (CLERK, {"answer", "classify", "unread"}, ["open", "alert", "alert"]),
        (CITIZEN, {"answer"}, ["open"]),
    ):
        shown = read_matter(desk.deps, QUESTIONS, MATTER_ID, actor, late, lambda *_: None)
        assert {clock["name"] for clock in shown["clocks"]} == set(shown["course"][0]["due"]) == clocks
        assert [fact["event"] for fact in shown["course"]] == events
        ends = [clock["due_at"] for clock in shown["clocks"] if clock["name"] != "unread"]
        assert (shown["due_at"], shown["late"]) == (min(ends), actor is CLERK)
