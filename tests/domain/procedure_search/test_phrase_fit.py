"""How a query fits one phrase, in shares from 0 to 1."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.procedure_search.phrase_fit import (
    AskedWord,
    Fit,
    has_all_words,
    keep_best_places,
    keep_order,
    mark_words,
    measure_phrase_fit,
)
from chalicelib.domain.procedure_search.search_query import Lexicon, TypedWord
from chalicelib.domain.shared.folding import read_words

PHRASE = "Đăng ký khai sinh cho con"
WORDS = tuple(read_words(PHRASE))
LEXICON = Lexicon((WORDS,))


def weigh_query(query: str, little: str = "cho") -> list[AskedWord]:
    """What was typed, each word of weight 1 but for filler."""
    return [
        AskedWord(each, float(bool(each.matches)), each.word.folded in little.split())
        for each in LEXICON.read_query(query)
    ]


def measure_fit(query: str) -> Fit:
    asked = weigh_query(query)
    places = [
        {at: each.typed.matches.get((word.folded, word.accents), 0.0) for at, word in enumerate(WORDS)}
        for each in asked
    ]
    found = [{at: quality for at, quality in here.items() if quality} for here in places]
    return measure_phrase_fit(asked, found, [1.0] * len(WORDS), range(len(WORDS)))


def test_the_phrase_itself_fits_wholly():
    assert measure_fit(PHRASE).closeness == 1.0
    assert all(pair.kept == 1.0 for pair in measure_fit("Đăng ký khai sinh").pairs)


@pytest.mark.parametrize(
    ("closer", "farther"),
    [("khai sinh cho con", "khai sinh"), ("khai sinh", "khai"), ("khai sinh", "khai snih"), ("khai sinh", "khải sinh")],
)
def test_what_has_more_of_the_phrase_is_closer(closer, farther):
    assert measure_fit(closer).closeness > measure_fit(farther).closeness > 0.0


def test_neighbours_in_their_order_are_worth_twice_those_in_the_other():
    (onward,), (backward,), (apart,) = (measure_fit(query).pairs for query in ("khai sinh", "sinh khai", "ký sinh"))
    assert (onward.kept, backward.kept, apart.kept) == (1.0, 0.5, 0.0)


def test_filler_has_no_neighbours():
    assert len(measure_fit("khai cho sinh").pairs) == 1


PLACES = st.dictionaries(st.integers(0, 5), st.floats(0.01, 1.0), max_size=6)


@given(PLACES, PLACES)
def test_order_is_a_share(one, other):
    assert 0.0 <= keep_order(one, other) <= 1.0
    assert all(keep_best_places((one, other))[at] == max(one.get(at, 0.0), other.get(at, 0.0)) for at in (*one, *other))


@given(
    st.lists(st.tuples(st.floats(0.0, 5.0), PLACES), max_size=6), st.lists(st.floats(0.01, 5.0), min_size=6, max_size=6)
)
def test_a_fit_is_made_of_shares(typed, weights):
    word = TypedWord(WORDS[0], {})
    asked = [AskedWord(word, weight, False) for weight, _ in typed]
    found = measure_phrase_fit(asked, [places for _, places in typed], weights, range(6))
    assert 0.0 <= found.closeness <= 1.0 + 1e-9
    assert all(0.0 <= pair.kept <= 1.0 for pair in found.pairs)


def list_marked(query: str) -> list[str]:
    return [PHRASE[start:end] for start, end in mark_words(WORDS, weigh_query(query))]


def test_what_was_typed_is_marked_and_neighbours_are_one():
    assert list_marked("sinh khai con") == ["khai sinh", "con"]
    assert list_marked("khai sinhh") == ["khai sinh"]
    assert list_marked("xe") == []


def test_a_name_covers_what_was_typed_but_for_filler():
    assert has_all_words(WORDS, weigh_query("sinh cho khai"))
    assert not has_all_words(WORDS[:2], weigh_query("khai sinh"))
