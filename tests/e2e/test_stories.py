"""The demo's stories on deployed stacks, over HTTP: what `make demo` shows is what the suite proves."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from infra.local.stack import LocalStack
from infra.local.stories import Story, hue_household_business, lai_chau_marital_status, proven, refusals

pytestmark = pytest.mark.cloud


@pytest.fixture
def story_at(stack_of: Callable[[str], LocalStack]) -> Iterator[Callable[[str], Story]]:
    """A story at a province's stack, whose clock is set right again afterwards."""
    told: list[Story] = []

    def at(province: str) -> Story:
        told.append(Story(stack_of(province)))
        return told[-1]

    yield at
    for story in told:
        story.stack.set_clock_offset(0)


@pytest.mark.clause("HUE-13.1#1", "HUE-11.1", "HUE-15.2", "HUE-16.1")
def test_a_household_business_is_registered_in_hue_from_filing_to_the_result(story_at) -> None:
    story = story_at("hue")
    dossier = hue_household_business(story)
    export = proven(story, dossier)
    kinds = [fact["kind"] for fact in export["facts"]]
    assert kinds == [
        "submitted", "supplement_requested", "supplemented", "received", "transferred", "task_finished",
        "payment_recorded", "paid",
        "resolved", "given_back", "closed",
    ]  # fmt: skip


@pytest.mark.clause("LC-10.1.b#2")
def test_a_saturday_evening_filing_in_lai_chau_starts_at_the_next_working_hour(story_at) -> None:
    story = story_at("lai-chau")
    dossier = lai_chau_marital_status(story)
    export = proven(story, dossier)
    assert export["facts"][-1]["kind"] == "closed"
    assert all(fact["simulated"] for fact in export["facts"])


def test_what_must_be_refused_is_refused_on_the_deployed_stack(story_at) -> None:
    story = story_at("hue")
    refusals(story)
    assert len(story.seen) == 9
