"""The public face: only public fields, found without accents, best match first."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.ledger.chain import Part
from chalicelib.domain.matters.kinds.questions import QUESTIONS
from chalicelib.domain.matters.matter import KeptFace, Matter
from chalicelib.domain.matters.public_face import (
    COMMON,
    MOST_WORDS,
    build_public_matter,
    list_search_words,
    rank_public_matters,
)
from tests.support.people import MONDAY

PARTS = {each.digest: each for each in (Part("answer", "Nộp tại xã", "00"), Part("question", "Tôi là A", "01"))}
PUBLIC = Matter(
    "m", "question", "HD-1", "lai-chau", "published", "u", "u", MONDAY, "citizen", public=True, public_at=MONDAY,
    values={"unit": "u", "code": "symbol"}, texts={part.name: digest for digest, part in PARTS.items()},
)  # fmt: skip


def test_only_public_fields_are_shown() -> None:
    shown = build_public_matter(QUESTIONS, PUBLIC, PARTS)
    assert shown
    assert (shown.texts, shown.values) == ({"answer": "Nộp tại xã"}, {"unit": "u"})
    assert "citizen" not in repr(shown)


def test_an_erased_text_is_not_shown_and_a_withdrawn_matter_has_no_face() -> None:
    shown = build_public_matter(QUESTIONS, PUBLIC, {})
    assert shown
    assert shown.texts == {}
    assert build_public_matter(QUESTIONS, replace(PUBLIC, public=False), PARTS) is None


def test_a_person_is_named_by_the_consent_of_now_even_while_a_new_text_waits() -> None:
    name = Part("named_person", "Lò Văn An", "02")
    parts, texts = {**PARTS, name.digest: name}, {**PUBLIC.texts, "named_person": name.digest}
    agreed = {**PUBLIC.values, "name_consent": True}
    for now, shown in (({"name_consent": True}, True), ({"name_consent": False}, False), ({}, False)):
        matter = replace(PUBLIC, texts=texts, values={**PUBLIC.values, **now}, kept=KeptFace(texts, agreed))
        face = build_public_matter(QUESTIONS, matter, parts)
        assert face
        assert ("named_person" in face.texts) is shown


def test_words_of_a_search_have_no_accents() -> None:
    assert list_search_words(["Cấp lại GIẤY khai sinh, khai sinh?"]) == ("cap", "lai", "giay", "khai", "sinh")
    assert list_search_words(["đất đai"]) == ("dat", "dai")
    assert list_search_words(["tôi muốn hỏi"]) == ()


@given(st.lists(st.text(max_size=40), max_size=8))
def test_words_are_bounded_and_each_is_once(texts: list[str]) -> None:
    found = list_search_words(texts)
    assert len(found) == len(set(found)) <= MOST_WORDS
    assert not COMMON & set(found)


def test_the_best_match_comes_first_then_the_newest() -> None:
    hits = {"khai": [("2026-01", "a"), ("2026-03", "b")], "sinh": [("2026-01", "a")], "tử": [("2026-05", "c")]}
    assert rank_public_matters(hits) == ["a", "c", "b"]
