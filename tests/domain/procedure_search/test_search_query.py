"""Typed queries, matched against the words of a few texts."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.procedure_search.search_query import MOST_WORDS, Lexicon
from chalicelib.domain.shared.folding import fold_text, read_words

TEXTS = ("Đăng ký khai sinh", "Đăng ký hộ kinh doanh", "Giấy chứng nhận quyền sử dụng đất", "Birth registration")
LEXICON = Lexicon(tuple(read_words(text)) for text in TEXTS)


def list_best(query: str) -> list[str]:
    """For each word that was typed the word it stands for most likely, empty for none."""
    return [
        max(each.matches, key=lambda form: each.matches[form])[0] if each.matches else ""
        for each in LEXICON.read_query(query)
    ]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("khai sinh", ["khai", "sinh"]),
        ("KHAI  SINH!", ["khai", "sinh"]),
        (unicodedata.normalize("NFD", "khai sính"), ["khai", "sinh"]),
        ("ｋｈａｉ ｓｉｎｈ", ["khai", "sinh"]),
        ("кhai\u200b sinh", ["khai", "sinh"]),
        ("khaisinh", ["khai", "sinh"]),
        ("dangkykhaisinh", ["dang", "ki", "khai", "sinh"]),
        ("đăng kí", ["dang", "ki"]),
        ("hộkinhdoanh", ["ho", "kinh", "doanh"]),
        ("kinh doamh", ["kinh", "doanh"]),
        ("kinh odanh", ["kinh", "doanh"]),
        ("kinh dnh", ["kinh", ""]),
        ("giaasy", ["giay"]),
        ("birth regis", ["birth", "registration"]),
        ("birth registartion", ["birth", "registration"]),
        ("xyz sinh", ["", "sinh"]),
        ("?!", []),
        ("漢字", []),
    ],
)
def test_words_are_read(query, words):
    assert list_best(query) == words


def test_a_known_word_is_itself_before_it_is_a_slip():
    (sinh,) = LEXICON.read_query("sinh")
    qualities = {folded: quality for (folded, _), quality in sinh.matches.items()}
    assert qualities["sinh"] == max(qualities.values())
    assert qualities["kinh"] < qualities["sinh"] / 2


def test_only_the_last_of_known_words_is_a_beginning():
    first, last = ({folded for folded, _ in each.matches} for each in LEXICON.read_query("ho ho"))
    assert (first, last) == ({"ho"}, {"ho"})
    first, last = ({folded for folded, _ in each.matches} for each in LEXICON.read_query("ki ki"))
    assert (first, last) == ({"ki"}, {"ki", "kinh"})
    first, last = ({folded for folded, _ in each.matches} for each in LEXICON.read_query("kh kh"))
    assert first == last == {"khai"}, "no word of its own"


def test_long_queries_are_cut():
    assert len(LEXICON.read_query("khai " * 60)) == MOST_WORDS


@given(st.text(max_size=60))
def test_any_text_is_read_and_qualities_are_shares(query: str) -> None:
    for each in LEXICON.read_query(query):
        assert all(0.0 < quality <= 1.0 for quality in each.matches.values())


@given(st.text(st.characters(codec="utf-8", min_codepoint=32, max_codepoint=0x1EFF), max_size=40))
def test_words_know_their_places(text: str) -> None:
    whole = unicodedata.normalize("NFC", text)
    found = list(read_words(whole))
    same = [fold_text(whole[word.start : word.end]).replace("y", "i") for word in found]
    assert same == [word.folded.replace("y", "i") for word in found]
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
