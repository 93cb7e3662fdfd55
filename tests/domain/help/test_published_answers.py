"""How well a published answer fits a question: by shared words, without accents, in both directions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.help.published_answers import measure_fit
from chalicelib.domain.matters.public_face import list_search_words

ASKED = "cấp lại giấy khai sinh bị mất"


def measure_text(asked: str, *texts: str) -> float:
    """The fit of texts to a question."""
    return measure_fit(list_search_words([asked]), texts)


@pytest.mark.parametrize(
    ("text", "fit"),
    [
        (ASKED, 1.0),
        ("Cap lai giay khai sinh bi mat", 1.0),
        ("Đăng ký kết hôn cần giấy gì", 0.0),
        ("Giấy khai sinh", 2 * 3 / (7 + 3)),
        ("", 0.0),
    ],
)
def test_the_fit_is_by_shared_words(text: str, fit: float) -> None:
    assert measure_text(ASKED, text) == pytest.approx(fit)


def test_the_best_text_counts() -> None:
    assert measure_text(ASKED, "Việc khác hẳn", ASKED) == 1.0
    assert measure_fit([], [ASKED]) == measure_fit(["giay"], []) == 0.0


@given(st.text(), st.text())
def test_a_fit_is_between_nothing_and_all_and_the_same_from_both_sides(one: str, other: str) -> None:
    fit = measure_text(one, other)
    assert 0.0 <= fit <= 1.0
    assert fit == measure_text(other, one)
