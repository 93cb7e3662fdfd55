"""The parts of a question."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.help.question_parts import WINDOW, list_question_parts
from chalicelib.domain.procedure_search.search_query import MOST_WORDS


def test_a_greeting_asks_nothing_by_itself() -> None:
    question = "Chào anh chị, em nộp hồ sơ hôm qua, giờ muốn sửa ngày sinh thì làm sao?"
    assert list_question_parts(question) == (
        question, "Chào anh chị", "em nộp hồ sơ hôm qua", "giờ muốn sửa ngày sinh thì làm sao",
    )  # fmt: skip
    assert list_question_parts("dạ, nộp tiền ở đâu") == ("dạ, nộp tiền ở đâu", "nộp tiền ở đâu")


def test_a_short_question_is_one_part() -> None:
    assert list_question_parts("nộp tiền ở đâu") == ("nộp tiền ở đâu",)


@given(st.lists(st.sampled_from(["a", "bc", "d"]), min_size=MOST_WORDS + 1, max_size=60))
def test_every_word_of_a_long_clause_is_in_a_part_that_can_be_read_whole(words: list[str]) -> None:
    whole, *windows = list_question_parts(" ".join(words))
    assert whole.split() == words
    numbered = " ".join(f"{word}{at}" for at, word in enumerate(words))
    _, *windows = list_question_parts(numbered)
    assert {word for part in windows for word in part.split()} == set(numbered.split())
    assert all(len(part.split()) <= WINDOW for part in windows)
