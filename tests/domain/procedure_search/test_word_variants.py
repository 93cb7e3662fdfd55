"""A query is read once more with the usual words for those of the regions and of older people."""

from __future__ import annotations

import pytest

from chalicelib.domain.procedure_search.search_words import Term
from chalicelib.domain.procedure_search.word_variants import Variants

READ = Variants(
    [Term("sinh", ("sanh",)), Term("mất", ("rớt", "làm rớt")), Term("vào", ("vô",)), Term("đồng hồ điện", ("điện kế",))]
).list_readings


@pytest.mark.parametrize(
    ("typed", "usual"),
    [
        ("khai sanh", "khai sinh"),
        ("Khai Sanh, gấp!", "Khai sinh, gấp!"),
        ("làm rớt căn cước", "mất căn cước"),
        ("vô điện kế mới", "vào đồng hồ điện mới"),
        ("vo dien ke moi", "vào đồng hồ điện moi"),
        ("rớt   thẻ", "mất thẻ"),
    ],
)
def test_other_words_are_read_as_the_usual_ones_too(typed, usual):
    assert READ(typed)[1:] == (usual,)


@pytest.mark.parametrize("typed", ["khai sinh", "võ thuật", "vở học trò", "điện", "", "!!!", "rot thẻ"])
def test_a_query_without_such_words_has_one_reading(typed):
    assert len(READ(typed)) == 1
