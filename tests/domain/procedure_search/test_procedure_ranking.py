"""The one ranking of procedures, over the catalogue and the words of the search as shipped."""

from __future__ import annotations

import unicodedata
from itertools import chain

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.procedure_search.procedure_ranking import LEAST_OF_BEST, RankedProcedures
from chalicelib.domain.shared.folding import fold_text, read_words
from chalicelib.domain.shared.text import strip_accents
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles

INDEX = CatalogueFiles().index
EVERY = INDEX.list_procedures()
SAID = INDEX.words
ACROSS = 3
"""So many are in sight on a telephone."""
WORDS = {
    word.folded
    for text in (*(each.name.vi for each in EVERY), *chain(*SAID.procedures.values()))
    for word in read_words(text)
}
"""A slip that makes one of these asks for something else: "khai" and "khẩu" are one letter apart."""


def find_procedures(query: str) -> RankedProcedures:
    return INDEX.find(query, EVERY)


def list_first(query: str, most: int = ACROSS) -> list[str]:
    return [each.procedure.id for each in find_procedures(query).items[:most]]


@pytest.mark.parametrize("query", ["Khai Sinh", "KHAI SINH", unicodedata.normalize("NFD", "khai sinh"), "khai  sinh!"])
def test_spelling_does_not_matter(query):
    assert [each.score for each in find_procedures(query).items] == [
        each.score for each in find_procedures("khai sinh").items
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("1.004873", ["1.004873"]),
        ("mã 1.004873", ["1.004873"]),
        ("1004873", ["1.004873"]),
        ("004873", ["1.004873"]),
        ("1.0048", ["1.004873", "1.004884", "1.004859"]),
        ("2.002621", ["3.000722"]),
        ("2.000488 lltp2", ["2.000488-LLTP2"]),
        ("2.000488-LLTP1", ["2.000488-LLTP1"]),
    ],
)
def test_codes_of_today_and_before_are_found(query, found):
    assert sorted(each.procedure.id for each in find_procedures(query).items) == sorted(found)


def list_names(language: str) -> list[tuple[str, str]]:
    return [(getattr(each.name, language), each.id) for each in EVERY]


@pytest.mark.parametrize(("name", "procedure"), [*list_names("vi"), *list_names("en")])
def test_a_name_finds_its_procedure_in_any_order_with_or_without_accents(name: str, procedure: str) -> None:
    backwards = " ".join(reversed(name.split()[:8]))
    for typed in (name[:100], strip_accents(name[:100]), backwards):
        assert procedure in list_first(typed, 2), typed


@pytest.mark.parametrize("procedure", EVERY, ids=lambda each: each.id)
def test_each_phrase_of_a_procedure_finds_it(procedure: Procedure) -> None:
    lost = [text for text in SAID.procedures[procedure.id] if procedure.id not in list_first(text)]
    assert lost == []


def test_phrases_find_their_procedures_without_accents_too():
    """A tenth may be lost: without accents some are other words."""
    said = [(text, procedure) for procedure, says in SAID.procedures.items() for text in says][::4]
    lost = [text for text, procedure in said if procedure not in list_first(strip_accents(text))]
    assert len(lost) <= len(said) / 10, lost


@pytest.mark.parametrize("event", SAID.events, ids=lambda each: each.key)
def test_a_life_event_leads_to_its_procedures(event):
    for name in (event.name.vi, event.name.en):
        assert set(list_first(name)) & set(event.procedures[:ACROSS]), name
    lost = [text for text in event.says if not set(list_first(text)) & set(event.procedures)]
    assert lost == []


@given(st.sampled_from(EVERY), st.data())
def test_one_slip_leaves_a_name_found(procedure: Procedure, data: st.DataObject) -> None:
    words = [word.folded for word in read_words(procedure.name.vi)][:10]
    long = [at for at, word in enumerate(words) if len(word) >= 4]
    at = data.draw(st.sampled_from(long))
    place = data.draw(st.integers(0, len(words[at]) - 1))
    letter = data.draw(st.sampled_from("abcdeghiklmnopqrstuvxy"))
    words[at] = words[at][:place] + letter + words[at][place + 1 :]
    assume(words[at] not in WORDS)
    assert procedure.id in list_first(" ".join(words))


@given(st.sampled_from(EVERY), st.integers(2, 6))
def test_more_letters_of_a_name_never_lose_it(procedure: Procedure, count: int) -> None:
    """While somebody types the name, the list keeps it once its words distinguish it from others."""
    typed = " ".join(procedure.name.vi.split()[:count])
    whole = {each.procedure.id: each.score.words for each in find_procedures(typed).items}
    assert whole.get(procedure.id) == max(whole.values())


@given(st.text(max_size=100))
def test_any_text_is_answered_with_scores_in_order(query: str) -> None:
    items, nearest, *_ = find_procedures(query)
    assert not (items and nearest)
    totals = [each.score.total for each in (*items, *nearest)]
    assert totals == sorted(totals, reverse=True)
    assert all(total >= LEAST_OF_BEST * totals[0] for total in totals[: len(items)])
    for each in (*items, *nearest):
        shares = each.score[1:]
        assert all(0.0 <= share <= 1.0 + 1e-9 for share in shares)


def test_parts_of_a_score_say_why():
    exact, again = find_procedures("đăng ký khai sinh").items[:2]
    assert exact.procedure.id == "1.001193"
    assert exact.score.words == pytest.approx(1.0)
    assert exact.score.phrase == pytest.approx(1.0)
    assert exact.score.order == pytest.approx(1.0)
    assert again.score.phrase < exact.score.phrase
    assert find_procedures("sinh khai").items[0].score.order < exact.score.order
    assert find_procedures("1.001193").items[0].score.code == 1.0


def test_what_was_typed_is_marked_in_the_names():
    found = find_procedures("doi bang lái xe").items[0]
    vi = found.procedure.name.vi
    assert (found.procedure.id, [vi[start:end] for start, end in found.in_vi]) == ("3.000347", ["Đổi", "lái xe"])
    assert fold_text(found.also).startswith("doi bang lai")
    assert find_procedures("giấy phép lái xe").items[0].also == "", "the name says it"


@pytest.mark.parametrize("query", ["zzzz", "漢字", "qwrtp xcvbn"])
def test_what_no_text_knows_finds_nothing(query):
    assert find_procedures(query) == RankedProcedures((), ())


def test_a_question_about_something_else_has_nearest_ones_only():
    items, nearest, *_ = find_procedures("thời tiết hôm nay")
    assert items == ()
    assert 1 <= len(nearest) <= 3


def test_the_search_stays_among_the_procedures_given():
    civil = INDEX.list_procedures(field="HO_TICH")
    assert {each.procedure.field.code for each in INDEX.find("đăng ký", civil).items} == {"HO_TICH"}
