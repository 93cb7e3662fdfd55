"""How well a typed word matches: the same, a beginning, one slip, accents left out or other ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.procedure_search.word_match import (
    compare_accents,
    is_one_letter_apart,
    match_letters,
    match_word,
    read_telex,
)
from chalicelib.domain.shared.folding import Word, read_words

WORDS = st.text("abcd", max_size=6)


def measure_distance(first: str, second: str) -> int:
    """The fewest letters to add, drop, change or swap with their neighbour: the textbook's table."""
    rows = [list(range(len(second) + 1))]
    for i, left in enumerate(first, 1):
        row = [i]
        for j, right in enumerate(second, 1):
            best = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (left != right))
            if i > 1 and j > 1 and left == second[j - 2] and first[i - 2] == right:
                best = min(best, rows[i - 2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


@given(WORDS, WORDS)
def test_one_slip_is_a_distance_of_one(a: str, b: str) -> None:
    assert is_one_letter_apart(a, b) is (measure_distance(a, b) == 1)


@given(WORDS, WORDS)
def test_a_match_is_at_most_the_same_word(typed: str, word: str) -> None:
    quality = match_letters(typed, word, slips=True)
    assert 0.0 <= match_letters(typed, word, slips=False) <= quality <= 1.0
    assert (quality == 1.0) is (typed == word)


@pytest.mark.parametrize(
    ("better", "worse", "word"),
    [
        ("thuong", "thuo", "thuong"),
        ("thuo", "thuobg", "thuong"),
        ("registr", "rigistr", "registration"),
        ("sinh", "sihn", "sinh"),
        ("sinh", "sih", "sinh"),
    ],
)
def test_the_same_is_better_than_a_beginning_and_a_beginning_than_a_slip(better, worse, word):
    assert match_letters(better, word, slips=True) > match_letters(worse, word, slips=True) > 0


@pytest.mark.parametrize(("typed", "word"), [("do", "so"), ("tu", "tru"), ("1.001612", "1.001613"), ("khai", "tu")])
def test_short_words_and_codes_have_no_slips(typed, word):
    assert match_letters(typed, word, slips=True) == 0.0


def read_only_word(text: str) -> Word:
    (word,) = read_words(text)
    return word


@pytest.mark.parametrize(
    ("typed", "word", "other"),
    [
        ("đất", "đất", "đạt"),
        ("dat", "đất", "đất đai"),
        ("đât", "đất", "đạt"),
        ("hoà", "hòa", "hóa"),
    ],
)
def test_accents_may_be_left_out_but_not_be_others(typed, word, other):
    mine, right, wrong = read_only_word(typed), read_only_word(word), next(read_words(other))
    assert match_word(mine, right, slips=True) >= match_word(mine, wrong, slips=True)
    assert match_word(mine, right, slips=True) > 0.9


def test_accents_are_compared_as_a_whole():
    assert compare_accents(read_only_word("toà").accents, read_only_word("tòa").accents) == 1.0
    missing, contrary = (
        compare_accents(read_only_word(text).accents, read_only_word("mất").accents) for text in ("mat", "mật")
    )
    assert 1.0 > missing > contrary > 0.0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("ddaats", "dat"), ("giaasy", "giay"), ("khais", "khai"), ("giay61", "giay"), ("nuwowcs", "nuoc")],
)
def test_keys_of_a_keyboard_that_was_off_are_read(typed, meant):
    assert meant in read_telex(typed)
