"""How far a match is trusted."""

from __future__ import annotations

import pytest

from chalicelib.domain.help.question_trust import is_question, measure_trust
from chalicelib.domain.procedure_search.text_ranking import Score


@pytest.mark.parametrize(
    ("score", "words", "telling", "trust"),
    [
        (Score(0, 1, 0.6, 0), 9, 5, 1),
        (Score(0, 1, 0.6, 0), 4, 3, 0.5),
        (Score(0, 1, 0.6, 0.25), 4, 3, 0.75),
        (Score(0, 1, 0.6, 0.5), 2, 2, 1),
        (Score(0, 1, 0.8, 1), 4, 1, 0),
        (Score(0, 1, 0.9, 1), 4, 0, 1),
        (Score(0, 0.95, 0.6, 1), 1, 1, 1),
        (Score(0, 0.85, 0.9, 1), 1, 1, 0),
        (Score(0.8, 0, 0, 0), 1, 1, 1),
    ],
)
def test_short_questions_must_keep_their_neighbours(score: Score, words: int, telling: int, trust: float) -> None:
    assert measure_trust(score, words, telling) == trust


def test_a_letter_or_two_ask_nothing() -> None:
    assert [is_question(each) for each in ("", "a", "ab", "...", "phí", "ở đâu")] == [False] * 4 + [True] * 2
