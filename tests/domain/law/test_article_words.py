"""Articles are written with the smallest part first, in whichever order a text was stored."""

from __future__ import annotations

import pytest

from chalicelib.domain.law.article_words import write_article, write_official_citation
from chalicelib.repositories.law.rule_set import load_rules

ND61 = "Nghị định số 61/2018/NĐ-CP"


@pytest.mark.parametrize(
    ("article", "parts", "text"),
    [
        ("19", [], "Điều 19"),
        ("19", ["9"], "khoản 9 Điều 19"),
        ("17", ["1", "a"], "điểm a khoản 1 Điều 17"),
        ("9", ["b"], "điểm b Điều 9"),
        ("7a", ["2a", "đ"], "điểm đ khoản 2a Điều 7a"),
    ],
)
def test_the_smallest_part_comes_first(article: str, parts: list[str], text: str) -> None:
    assert write_article(article, parts) == text


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        (f"Điều 19 khoản 9 {ND61}", f"khoản 9 Điều 19 {ND61}"),
        (f"Điều 17 khoản 1 điểm a {ND61}", f"điểm a khoản 1 Điều 17 {ND61}"),
        (f"Điều 16, Điều 20 khoản 3 {ND61}", f"Điều 16, khoản 3 Điều 20 {ND61}"),
        (f"Điều 36 khoản 2, khoản 3 {ND61}", f"khoản 2 Điều 36, khoản 3 Điều 36 {ND61}"),
        (f"Điều 17 khoản 1 điểm a, khoản 2 điểm a {ND61}", f"điểm a khoản 1 Điều 17, điểm a khoản 2 Điều 17 {ND61}"),
        ("Điều 9 điểm a, Điều 9 điểm b Quyết định 21/2022/QĐ-UBND (Thái Bình)",
         "điểm a Điều 9, điểm b Điều 9 Quyết định số 21/2022/QĐ-UBND (Thái Bình)"),
        ("khoản về tiếp nhận (chưa thấy số điều) Nghị định 310/2026/NĐ-CP", "Nghị định số 310/2026/NĐ-CP"),
    ],
)  # fmt: skip
def test_a_citation_stored_by_an_older_version_is_read_in_todays_words(stored: str, read: str) -> None:
    assert write_official_citation(stored) == read
    assert write_official_citation(read) == read


def test_every_instrument_stored_without_its_word_for_number_is_named_in_full() -> None:
    names = [each.name_vi for each in load_rules().instruments.values()]
    numbered = [name for name in names if " số " in name]
    assert len(numbered) > 20
    assert [name for name in numbered if write_official_citation(name.replace(" số ", " ")) != name] == []
    assert [name for name in names if write_official_citation(name) != name] == [], "the data names them in full itself"


@pytest.mark.parametrize(
    "text", [f"Điều 16, khoản 3 Điều 20 {ND61}", "Điều 19 khoảng hai ngày", "Điều 8 điểm danh", ""]
)
def test_what_is_written_so_already_stays(text: str) -> None:
    assert write_official_citation(text) == text
