"""What the reporter of a matter reads of answers that the units propose and give."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.matters.kinds.questions import QUESTIONS
from chalicelib.domain.matters.matter_kind import MatterKind, MatterPlace
from chalicelib.steps.matters.matter_views import read_matter
from tests.support.matter_desk import ANSWER, CLERK, HEAD, MATTER_ID, Desk, build_deps
from tests.support.people import CITIZEN, MONDAY


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


def test_a_proposed_answer_is_for_the_units_until_it_is_approved(desk: Desk) -> None:
    assert read_draft(desk) == {}
    desk.take("approve", HEAD)
    assert read_draft(desk) == ANSWER


def test_what_the_reporter_is_notified_of_can_be_read_before_the_matter_ends(desk: Desk) -> None:
    steps = tuple(replace(row, notifies=(MatterPlace.REPORTER,)) for row in QUESTIONS.steps)
    assert read_draft(desk, replace(QUESTIONS, steps=steps)) == ANSWER
