"""The ranking of guides, over those that are published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.help.guide_ranking import GuideRanking
from chalicelib.domain.help.guides import Guide, GuideAudience
from chalicelib.domain.procedure_search.word_variants import Variants
from chalicelib.domain.shared.text import strip_accents
from chalicelib.repositories.help.guide_files import GuideFiles

FILES = GuideFiles()
RANKINGS = {each: GuideRanking(FILES.shelf.list_guides(each), FILES.filler, Variants(())) for each in GuideAudience}


def find_first(guide: Guide, question: str, most: int = 1) -> list[str]:
    return [each.guide.id for each in RANKINGS[guide.audience].find(question)[:most]]


def test_a_title_finds_its_guide_first_with_and_without_accents() -> None:
    lost = [
        guide.title.vi
        for guide in FILES.shelf.list_guides()
        if [guide.id] != find_first(guide, guide.title.vi) or [guide.id] != find_first(guide, guide.title.en)
    ]
    assert lost == []
    lost = [
        guide.id
        for guide in FILES.shelf.list_guides()
        if guide.id not in find_first(guide, strip_accents(guide.title.vi), 2)
    ]
    assert lost == []


def test_words_by_which_people_ask_find_their_guide_among_the_first_three() -> None:
    asked = [(guide, text) for guide in FILES.shelf.list_guides() for text in guide.asks][::8]
    lost = [f"{guide.id}: {text}" for guide, text in asked if guide.id not in find_first(guide, text, 3)]
    assert len(lost) <= len(asked) / 20, lost


@pytest.mark.parametrize("question", ["", "zzzz", "漢字", "?"])
def test_what_no_guide_knows_finds_nothing(question: str) -> None:
    assert RANKINGS[GuideAudience.CITIZEN].find(question) == ()


@given(st.text(max_size=80))
def test_any_text_is_answered_in_order_of_fit(question: str) -> None:
    fits = [each.fit for each in RANKINGS[GuideAudience.OFFICER].find(question)]
    assert fits == sorted(fits, reverse=True)
    assert all(0.0 < fit <= 1.0 + 1e-9 for fit in fits)
