"""The ranking of entries by their texts: what names an entry, rare words, and codes."""

from __future__ import annotations

from chalicelib.domain.procedure_search.text_ranking import Phrase, TextEntry, TextRanking, fold_codes, weigh_phrases

RANKING = TextRanking(
    [
        TextEntry({"nộp lệ phí": 1.0, "trả tiền tại quầy": 0.5}),
        TextEntry({"nộp hồ sơ": 1.0, "lệ phí được báo sau": 0.3}, fold_codes(["1.001193"])),
        TextEntry({"rút hồ sơ": 1.0}),
    ],
    ["tôi muốn"],
    little=0.3,
)


def rank_places(query: str) -> list[int]:
    return [each.place for each in RANKING.score_entries(RANKING.read_query(query), lambda _: True)]


def test_what_names_an_entry_counts_more_than_what_describes_it() -> None:
    assert rank_places("lệ phí") == [0, 1]
    assert rank_places("tôi muốn rút hồ sơ")[0] == 2


def test_a_code_decides_alone() -> None:
    for code in ("1.001193", "1001193", "001193"):
        assert rank_places(f"rút {code}")[0] == 1


def test_entries_that_do_not_pass_are_left_out() -> None:
    reading = RANKING.read_query("hồ sơ")
    assert [each.place for each in RANKING.score_entries(reading, lambda place: place == 2)] == [2]


def test_a_query_of_unknown_words_is_known_to_be_unknown() -> None:
    assert RANKING.read_query("zzzz").known == 0.0
    assert RANKING.read_query("lệ phí").known == 1.0
    assert 0.0 < RANKING.read_query("lệ phí zzzz").known < 1.0


def test_a_text_of_several_origins_has_its_best_weight() -> None:
    assert weigh_phrases([Phrase("a", 0.3), Phrase("a", 1.0), Phrase("b", 0.5)]) == {"a": 1.0, "b": 0.5}
