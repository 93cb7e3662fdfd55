"""Steps of a sender who has no account here, as the national system hands them on: the reporter's, each once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from chalicelib.domain.matters.matter_refusals import MatterWrongMoment, StepUsedUp
from chalicelib.domain.shared.errors import Forbidden, Invalid, KeyReused, NotFound
from chalicelib.steps.matters.matter_command import MatterResult
from chalicelib.steps.matters.take_national_step import NationalStep, take_national_step
from tests.steps.matters.test_kinds_by_law import OFFICE, PUBLISHED
from tests.steps.matters.test_open_national_feedback import MAPPING, NUMBER, build_national_desk, send_feedback
from tests.support.matter_desk import Desk


def take_step(
    desk: Desk, word: str, answers: Mapping[str, str] | None = None, reference: str = "R-1", number: str = NUMBER
) -> MatterResult:
    """Hand a step on."""
    sent = NationalStep(number, reference, word, answers or {}, {"step": word, **(answers or {})})
    return take_national_step(desk.deps, MAPPING, sent, desk.now, desk.now)


@pytest.fixture
def desk() -> Desk:
    """Feedback from the national system that waits for a supplement."""
    found = build_national_desk()
    send_feedback(found)
    found.take("ask_supplement", OFFICE, {"missing": "Tên trang"})
    return found


def test_a_supplement_is_taken_once(desk: Desk) -> None:
    more = {"more": "Trang nộp hồ sơ đất đai"}
    first, again = take_step(desk, "supplement", more), take_step(desk, "supplement", more)
    assert (first.matter.state, first.repeated, again.repeated) == ("sent", False, True)
    assert len(desk.store.load_ledger(desk.id)) == 3
    with pytest.raises(KeyReused):
        take_step(desk, "supplement", {"more": "Điều khác"})
    with pytest.raises(MatterWrongMoment):
        take_step(desk, "supplement", more, "R-2")


@pytest.mark.parametrize(
    ("word", "refusal"), [("accept", MatterWrongMoment), ("close", Forbidden), ("no_step", NotFound)]
)
def test_only_the_reporter_s_steps_are_taken(desk: Desk, word: str, refusal: Any) -> None:
    with pytest.raises(refusal):
        take_step(desk, word)


def test_a_step_that_comes_before_its_feedback_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        take_step(desk, "ask_state", number="PAKN-2026-0002")


def test_a_rating_counts_once_in_the_words_of_the_national_system(desk: Desk) -> None:
    take_step(desk, "supplement", {"more": "Trang nộp hồ sơ"})
    for word, values in (("accept", {"class": "conduct"}), ("answer", {"answer": "Đã sửa."}), ("publish", PUBLISHED)):
        desk.take(word, OFFICE, values)
    with pytest.raises(Invalid) as refused:
        take_step(desk, "rate", {"rating": "Tạm được"}, "R-2")
    assert [(each.path, each.code) for each in refused.value.fields] == [("/DanhGia", "not_in_list")]
    assert take_step(desk, "rate", {"rating": "Hài lòng"}, "R-3").matter.values["rating"] == "like"
    with pytest.raises(StepUsedUp):
        take_step(desk, "rate", {"rating": "Không hài lòng"}, "R-4")
    rating = desk.kind.find_field("rating")
    assert rating is not None
    assert {choice.code for choice in rating.form.choices} == set(MAPPING.feedback_ratings)
