"""The flow table's short citations as the articles of a province and a day."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain.flow import transitions
from chalicelib.domain.law.citations import Citation, Citations, write_numbers
from tests.law.calendars import RULES

HUE = "Quyết định số 88/2017/QĐ-UBND (Thừa Thiên Huế)"
DAYS = (date(2018, 7, 2), date(2024, 11, 4), date(2025, 8, 1), date(2026, 11, 23))


def build_citations(day: date, province: str = "hue") -> Citations:
    """Citations of a province on a day."""
    return Citations(RULES, day, RULES.provinces[province])


@pytest.mark.parametrize(
    ("numbers", "text"),
    [("19", "Điều 19"), ("19.4", "khoản 4 Điều 19"), ("5.1.e", "điểm e khoản 1 Điều 5"), ("Phụ lục I", "Phụ lục I")],
)
def test_an_article_is_written_out(numbers: str, text: str) -> None:
    assert write_numbers(numbers) == text


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("province", list(RULES.provinces))
def test_every_citation_of_the_table_can_be_read(province: str, day: date) -> None:
    cited = build_citations(day, province)
    texts = [row.article for row in transitions.TABLE] + [rule.article for rule in transitions.REQUESTS.values()]
    found = [each for text in texts for each in cited.list_citations(text)]
    own = RULES.instruments[RULES.provinces[province].regulation]
    others = {RULES.instruments[each.regulation].name_vi for each in RULES.provinces.values()} - {own.name_vi}
    assert found
    assert not others & {each.instrument for each in found}
    assert (own.effect_from <= day) >= (own.name_vi in {each.instrument for each in found})


def test_an_article_is_followed_to_what_took_its_place() -> None:
    told = [build_citations(day).list_citations("NĐ 61/2018 17.1.a")[0] for day in DAYS[1:]]
    assert [(each.text, each.certainty) for each in told] == [
        ("điểm a khoản 1 Điều 17 Nghị định số 61/2018/NĐ-CP", "read_once"),
        ("Điều 17 Nghị định số 118/2025/NĐ-CP", "inferred"),
        ("Điều 8 Nghị định số 309/2026/NĐ-CP", "read_once"),
    ]


def test_what_no_text_replaced_is_kept_and_not_called_law() -> None:
    assert build_citations(DAYS[3]).list_citations("NĐ 61/2018 19.9") == (
        Citation("Nghị định số 61/2018/NĐ-CP", "khoản 9 Điều 19", "inferred", "Q-N118-19", kept=True),
    )


def test_an_instrument_counts_from_its_first_day() -> None:
    assert build_citations(date(2020, 5, 21)).list_citations("NĐ 45/2020 12") == ()
    assert len(build_citations(date(2020, 5, 22)).list_citations("NĐ 45/2020 12")) == 1


def test_a_clause_counts_in_its_own_province_and_says_what_it_rests_on() -> None:
    text = "HUE-12.1, LC-9.4"
    assert build_citations(DAYS[1]).list_citations(text) == (Citation(HUE, "khoản 1 Điều 12", "read_once"),)
    assert build_citations(DAYS[3]).list_citations(text) == (
        Citation(HUE, "khoản 1 Điều 12", "inferred", "Q-HUE-CARRIED"),
    )
    assert build_citations(DAYS[3], "thai-binh").list_citations(text) == ()


def test_a_clause_without_an_entry_rests_on_its_regulation() -> None:
    assert build_citations(DAYS[1]).list_citations("HUE-14.2") == (Citation(HUE, "khoản 2 Điều 14", "read_once"),)
    assert build_citations(DAYS[3]).list_citations("HUE-14.2") == (
        Citation(HUE, "khoản 2 Điều 14", "inferred", "Q-HUE-CARRIED"),
    )


def test_a_clause_that_was_given_up_is_cited_no_more() -> None:
    """Huế's ways of returning gave way to NĐ 367/2025."""
    assert len(build_citations(date(2025, 12, 31)).list_citations("HUE-16.1")) == 1
    assert build_citations(date(2026, 1, 1)).list_citations("HUE-16.1") == ()


def test_an_unknown_instrument_is_a_fault() -> None:
    with pytest.raises(ValueError, match="1/1999"):
        build_citations(DAYS[1]).list_citations("NĐ 1/1999 3")
