"""The words that say how a matter concerns somebody."""

from __future__ import annotations

import pytest

from chalicelib.domain.filing.capacity import RELATED, TypedCapacity, find_relation_faults
from chalicelib.domain.filing.draft_content import read_draft_content

OLD_DRAFT = {"procedure": "1", "one_stop": "A", "channel": "desk", "answers": {}, "applicant": {}}


@pytest.mark.parametrize(("words", "faulty"), [("", True), (" … ", True), ("12", True), ("con ruột", False)])
def test_a_related_interest_is_said_in_words(words: str, faulty: bool) -> None:
    assert bool(find_relation_faults(TypedCapacity(RELATED, words))) is faulty


def test_a_draft_of_before_is_in_ones_own_right() -> None:
    assert read_draft_content(OLD_DRAFT).capacity is None
