"""The tools for a lawyer: open questions and the comparison of two sides; and the load time of the built law."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain.law.model import Silence, Value
from chalicelib.repositories.law import rule_set as law_repository
from chalicelib.repositories.law.rule_set import parse
from infra.law import build as law_build
from infra.law import diff as law_diff
from infra.law import open_questions as law_open
from infra.law.build import SOURCE, build, canonical, validated, write
from infra.law.diff import Kind, compare
from infra.law.pack import pack
from infra.law.render import SUBJECTS, as_html, as_text
from infra.law.sides import NoSuchSideError, side
from tests.law.calendars import RULES

SOURCE_READ = validated(SOURCE)


def _rows(left: str, right: str) -> list[law_diff.Row]:
    return compare(side(left, RULES), side(right, RULES))


def _about(rows: list[law_diff.Row], param: str, *words: str) -> law_diff.Row:
    return next(row for row in rows if row.param.id == param and tuple(word for _, word in row.subject) == words)


def _told(answer: Value | Silence | None) -> object:
    return answer.value if isinstance(answer, Value) else None


def test_every_open_question_is_listed_with_what_rests_on_it():
    report = law_open.report(SOURCE_READ)
    for question, text in SOURCE_READ.questions.items():
        assert f"{question} (" in report
        assert text in report
    assert "Thành phố Huế: Tổng thời gian gia hạn tối đa so với thời hạn, từ 01/07/2025." in report
    assert "lịch 2028: 9 ngày" in report
    assert "Địa chỉ cổng công khai, từ 01/01/2024 (ngày tạm lấy) đến trước 01/07/2025." in report
    inferred = sum(entry.certainty == "inferred" for entry in RULES.entries.values())
    assert report.endswith(f"{inferred} trong {len(RULES.entries)} mục là suy luận.")


@pytest.mark.parametrize("question", list(SOURCE_READ.questions))
def test_no_question_is_asked_for_nothing(question):
    assert law_open.resting_on(SOURCE_READ, question) or law_open.others_resting_on(SOURCE_READ, question)


def test_open_questions_can_be_printed(capsys):
    assert law_open.main() == 0
    assert "câu hỏi" in capsys.readouterr().out


def test_two_regimes_side_by_side_in_the_order_a_lawyer_reads():
    rows = _rows("2018", "2026")
    order = list(Kind)
    assert [order.index(row.kind) for row in rows] == sorted(order.index(row.kind) for row in rows)
    assert _about(rows, "channel.open", "own_portal").kind is Kind.ABOLISHED
    assert _about(rows, "channel.open", "own_portal").differ == (
        "Thành phố Huế", "Tỉnh Lai Châu", "Tỉnh Quảng Ngãi", "Tỉnh Thái Bình", "Tỉnh Vĩnh Long",
    )  # fmt: skip
    assert _about(rows, "clock.start_nonterritorial").kind is Kind.NEW
    assert _about(rows, "maintenance.notice").kind is Kind.CHANGED
    assert _about(rows, "transfer.paper_cut_off").kind is Kind.CITED
    assert _about(rows, "payment.clock").kind is Kind.SAME


def test_an_abolished_clause_shows_since_when_and_by_which_article():
    """Also where we keep its value as our own default, which is no law."""
    left, right = side("2018", RULES), side("2026", RULES)
    rows = compare(left, right)
    assert _about(rows, "channel.open", "own_portal").ended.startswith("từ 01/07/2025, theo điều khoản thi hành")
    kept = _about(rows, "supplement.appraisal_notice_limit")
    assert (kept.kind, _told(kept.left), _told(kept.right)) == (Kind.ABOLISHED, 3, 3)
    assert kept.ended.endswith("Nghị định số 118/2025/NĐ-CP")
    assert "Bãi bỏ từ 01/07/2025, theo điều khoản thi hành" in as_text(left, right, rows)
    assert "<td>Bãi bỏ từ 01/07/2025, theo " in as_html(left, right, rows)


def test_a_province_s_clause_that_gave_way_shows_as_abolished_though_the_nation_says_the_same():
    rows = _rows("hue@2025-12-31", "hue@2026-01-01")
    row = _about(rows, "return.channels", "full")
    assert (row.kind, row.ended) == (Kind.ABOLISHED, "từ 01/01/2026, theo Điều 1 Nghị định số 367/2025/NĐ-CP")
    same = _about(_rows("hue@2025-06-30", "hue@2025-07-01"), "ops.availability")
    assert (same.kind, _told(same.left), _told(same.right)) == (Kind.ABOLISHED, "always", "always")
    assert _about(rows, "reception.answer_limit").kind is Kind.SAME


def test_a_year_is_that_year_alone():
    """Rules that begin in 2027 are not part of 2026."""
    assert [side(year, RULES).on for year in ("2018", "2026", "2027")] == [date(y, 12, 31) for y in (2018, 2026, 2027)]
    later = replace(RULES.entries["nd224.maintenance"], id="later", since=date(2027, 3, 1), value=9)
    ended = replace(RULES.entries["nd224.maintenance"], until=date(2027, 3, 1))
    rules = replace(RULES, entries={**RULES.entries, ended.id: ended, later.id: later})
    told = {year: _told(side(year, rules).answers()["maintenance.notice", ()]) for year in ("2026", "2027")}
    assert told == {"2026": 7, "2027": 9}


def test_what_was_read_and_carried_on_is_not_called_inferred_altogether():
    text = as_text(*(sides := (side("hue@2025-06-30", RULES), side("hue@2026-11-23", RULES))), compare(*sides))
    assert "đã đọc văn bản; việc còn áp dụng là suy luận, Q-HUE-CARRIED" in text
    before = next(line for line in text.splitlines() if "trước: Trưởng phòng xác nhận" in line)
    assert before.endswith("; đã đọc văn bản, Q-HUE-CENTRE]")


def test_a_shorter_time_comes_before_other_changes():
    row = _about(_rows("national@2025-03-03", "hue@2025-03-03"), "reception.answer_limit")
    assert row.kind is Kind.SHORTER
    assert _about(_rows("hue@2025-03-03", "national@2025-03-03"), "reception.answer_limit").kind is Kind.CHANGED


def test_text_gives_both_articles_in_plain_words_and_counts_what_stayed():
    left, right = side("2018", RULES), side("2026", RULES)
    rows = compare(left, right)
    text = as_text(left, right, rows)
    assert "Thay đổi: Báo trước khi bảo trì, nâng cấp" in text
    assert "trước: 1 ngày làm việc: Báo trước 01 ngày làm việc trên cổng khi bảo trì. [điểm e khoản 2 Điều 11" in text
    assert "sau:   7 ngày làm việc: Tạm dừng có kế hoạch" in text
    assert f"giữ nguyên: {sum(row.kind is Kind.SAME for row in rows)}" in text
    assert "Thời hạn trong lúc chờ nộp phí" not in text
    assert "Mặc định của dịch vụ, không phải luật" in text


def test_the_page_shows_every_row_escapes_and_has_a_box_to_sign():
    left, right = side("2018", RULES), side("2026", RULES)
    rows = compare(left, right)
    page = as_html(replace(left, name_vi="<b>"), right, rows)
    assert page.count("☐") == len(rows)
    assert "<b>" not in page
    assert '<html lang="vi">' in page
    assert '<th scope="col">' in page


def test_every_subject_has_vietnamese_words():
    words = {word for param in RULES.params.values() for among in param.scope.values() for word in among}
    assert words <= set(SUBJECTS)


def test_two_rule_sets_are_compared_entry_by_entry(tmp_path):
    built = build()
    built["entries"] = [dict(row) for row in built["entries"] if row["id"] != "hue.extension_cap.carried"]
    changed = next(row for row in built["entries"] if row["id"] == "hue.answer")
    changed["value"] = 2
    next(row for row in built["entries"] if row["id"] == "hue.ops.availability").pop("until")
    write({**built, "digest": "f" * 64}, tmp_path / "other.json")
    rows = _rows(str(tmp_path / "other.json"), RULES.digest[:8])
    assert {(row.subject[0][1], row.kind) for row in rows} == {
        ("hue.extension_cap.carried", Kind.NEW),
        ("hue.answer", Kind.SHORTER),
        ("hue.ops.availability", Kind.ABOLISHED),
    }


@pytest.mark.parametrize("text", ["1999", "hanoi", "hue@yesterday", "abcdef012345"])
def test_a_side_that_names_nothing_is_refused(text, capsys):
    with pytest.raises(NoSuchSideError):
        side(text, RULES)
    assert law_diff.main([text, "2026"]) == 2
    assert capsys.readouterr().err


def test_sides_name_their_day():
    assert side("hue@2025-06-30", RULES).on == date(2025, 6, 30)
    assert side("quang-ngai", RULES).name_vi.startswith("Tỉnh Quảng Ngãi")


def test_the_comparison_is_printed_and_written(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(law_diff, "OUT", tmp_path / "build")
    assert law_diff.main(["2018", "2025"]) == 0
    assert "→" in capsys.readouterr().out
    assert (tmp_path / "build" / "law-diff-2018-2025.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_packed_and_plain_data_are_the_same_law():
    built = build()
    plain = parse(built)
    assert dict(plain.entries) == dict(RULES.entries)
    assert dict(plain.params) == dict(RULES.params)
    assert dict(plain.instruments) == dict(RULES.instruments)
    assert (plain.years, plain.provinces, plain.questions) == (RULES.years, RULES.provinces, RULES.questions)


def test_packing_refuses_what_it_has_no_room_for():
    built = build()
    built["entries"][0]["colour"] = "red"
    with pytest.raises(ValueError, match="colour"):
        pack(built)


def test_reading_is_lazy_and_says_what_it_does_not_know():
    rules = parse(json.loads(canonical(pack(build()))))
    assert rules.params["extension.cap"].type == "fraction"
    with pytest.raises(KeyError):
        rules.of("extension.colour")
    with pytest.raises(KeyError):
        rules.entries["x"]
    assert len(rules.entries) == len(RULES.entries)
    assert list(rules.instruments) == list(RULES.instruments)
    assert list(rules.params) == [row["id"] for row in build()["params"]]


def test_loading_reads_the_built_file_once(tmp_path, monkeypatch):
    path = tmp_path / "law.json"
    write(build(), path)
    monkeypatch.setattr(law_build, "BUILT", path)
    law_repository.load_rules.cache_clear()
    assert law_repository.load_rules(path) is law_repository.load_rules(path)
    law_repository.load_rules.cache_clear()


def test_the_table_of_differences_names_every_parameter():
    """The list a lawyer starts from: each parameter stands in it, under the row of the provinces' differences."""
    page = (SOURCE.parents[2] / "docs" / "law" / "province_parameters.md").read_text(encoding="utf-8")
    assert [param for param in RULES.params if f"`{param}`" not in page] == []
