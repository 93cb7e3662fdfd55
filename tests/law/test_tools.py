"""The tools for a lawyer: open questions and the comparison of two sides; and the load time of the built law."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain.law.rule_values import Silence, Value
from chalicelib.repositories.law import rule_set as law_repository
from chalicelib.repositories.law.rule_set import parse_rules
from infra.law import build as law_build
from infra.law import diff as law_diff
from infra.law import open_questions as law_open
from infra.law.build import SOURCE, build_rule_set, encode_canonical, read_checked_source, write_rule_set
from infra.law.diff import compare_sides
from infra.law.pack import pack_rule_set
from infra.law.render import SUBJECTS, render_html, render_text
from infra.law.rule_difference import DifferenceKind, RuleDifference
from infra.law.sides import NoSuchSideError, parse_side
from tests.law.calendars import RULES

SOURCE_READ = read_checked_source(SOURCE)


def _compare_texts(left: str, right: str) -> list[RuleDifference]:
    return compare_sides(parse_side(left, RULES), parse_side(right, RULES))


def _find_row(rows: list[RuleDifference], param: str, *words: str) -> RuleDifference:
    return next(row for row in rows if row.param.id == param and tuple(word for _, word in row.subject) == words)


def _read_value(answer: Value | Silence | None) -> object:
    return answer.value if isinstance(answer, Value) else None


def test_every_open_question_is_listed_with_what_rests_on_it():
    report = law_open.build_report(SOURCE_READ)
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
    assert law_open.list_resting_entries(SOURCE_READ, question) or law_open.list_resting_others(SOURCE_READ, question)


def test_open_questions_can_be_printed(capsys):
    assert law_open.main() == 0
    assert "câu hỏi" in capsys.readouterr().out


def test_two_regimes_side_by_side_in_the_order_a_lawyer_reads():
    rows = _compare_texts("2018", "2026")
    order = list(DifferenceKind)
    assert [order.index(row.kind) for row in rows] == sorted(order.index(row.kind) for row in rows)
    assert _find_row(rows, "channel.open", "own_portal").kind is DifferenceKind.ABOLISHED
    assert _find_row(rows, "channel.open", "own_portal").differ == (
        "Thành phố Huế", "Tỉnh Lai Châu", "Tỉnh Quảng Ngãi", "Tỉnh Thái Bình", "Tỉnh Vĩnh Long",
    )  # fmt: skip
    assert _find_row(rows, "clock.start_nonterritorial").kind is DifferenceKind.NEW
    assert _find_row(rows, "maintenance.notice").kind is DifferenceKind.CHANGED
    assert _find_row(rows, "transfer.paper_cut_off").kind is DifferenceKind.CITED
    assert _find_row(rows, "payment.clock").kind is DifferenceKind.SAME


def test_an_abolished_clause_shows_since_when_and_by_which_article():
    """Also where we keep its value as our own default, which is no law."""
    left, right = parse_side("2018", RULES), parse_side("2026", RULES)
    rows = compare_sides(left, right)
    assert _find_row(rows, "channel.open", "own_portal").ended.startswith("từ 01/07/2025, theo điều khoản thi hành")
    kept = _find_row(rows, "supplement.appraisal_notice_limit")
    assert (kept.kind, _read_value(kept.left), _read_value(kept.right)) == (DifferenceKind.ABOLISHED, 3, 3)
    assert kept.ended.endswith("Nghị định số 118/2025/NĐ-CP")
    assert "Bãi bỏ từ 01/07/2025, theo điều khoản thi hành" in render_text(left, right, rows)
    assert "<td>Bãi bỏ từ 01/07/2025, theo " in render_html(left, right, rows)


def test_a_province_s_clause_that_gave_way_shows_as_abolished_though_the_nation_says_the_same():
    rows = _compare_texts("hue@2025-12-31", "hue@2026-01-01")
    row = _find_row(rows, "return.channels", "full")
    assert (row.kind, row.ended) == (DifferenceKind.ABOLISHED, "từ 01/01/2026, theo Điều 1 Nghị định số 367/2025/NĐ-CP")
    same = _find_row(_compare_texts("hue@2025-06-30", "hue@2025-07-01"), "ops.availability")
    assert (same.kind, _read_value(same.left), _read_value(same.right)) == (
        DifferenceKind.ABOLISHED,
        "always",
        "always",
    )
    assert _find_row(rows, "reception.answer_limit").kind is DifferenceKind.SAME


def test_a_year_is_that_year_alone():
    """Rules that begin in 2027 are not part of 2026."""
    assert [parse_side(year, RULES).on for year in ("2018", "2026", "2027")] == [
        date(y, 12, 31) for y in (2018, 2026, 2027)
    ]
    later = replace(RULES.entries["nd224.maintenance"], id="later", since=date(2027, 3, 1), value=9)
    ended = replace(RULES.entries["nd224.maintenance"], until=date(2027, 3, 1))
    rules = replace(RULES, entries={**RULES.entries, ended.id: ended, later.id: later})
    told = {
        year: _read_value(parse_side(year, rules).list_answers()["maintenance.notice", ()]) for year in ("2026", "2027")
    }
    assert told == {"2026": 7, "2027": 9}


def test_what_was_read_and_carried_on_is_not_called_inferred_altogether():
    text = render_text(
        *(sides := (parse_side("hue@2025-06-30", RULES), parse_side("hue@2026-11-23", RULES))), compare_sides(*sides)
    )
    assert "đã đọc văn bản; việc còn áp dụng là suy luận, Q-HUE-CARRIED" in text
    before = next(line for line in text.splitlines() if "trước: Trưởng phòng xác nhận" in line)
    assert before.endswith("; đã đọc văn bản, Q-HUE-CENTRE]")


def test_a_shorter_time_comes_before_other_changes():
    row = _find_row(_compare_texts("national@2025-03-03", "hue@2025-03-03"), "reception.answer_limit")
    assert row.kind is DifferenceKind.SHORTER
    assert (
        _find_row(_compare_texts("hue@2025-03-03", "national@2025-03-03"), "reception.answer_limit").kind
        is DifferenceKind.CHANGED
    )


def test_text_gives_both_articles_in_plain_words_and_counts_what_stayed():
    left, right = parse_side("2018", RULES), parse_side("2026", RULES)
    rows = compare_sides(left, right)
    text = render_text(left, right, rows)
    assert "Thay đổi: Báo trước khi bảo trì, nâng cấp" in text
    assert "trước: 1 ngày làm việc: Báo trước 01 ngày làm việc trên cổng khi bảo trì. [điểm e khoản 2 Điều 11" in text
    assert "sau:   7 ngày làm việc: Tạm dừng có kế hoạch" in text
    assert f"giữ nguyên: {sum(row.kind is DifferenceKind.SAME for row in rows)}" in text
    assert "Thời hạn trong lúc chờ nộp phí" not in text
    assert "Mặc định của dịch vụ, không phải luật" in text


def test_the_page_shows_every_row_escapes_and_has_a_box_to_sign():
    left, right = parse_side("2018", RULES), parse_side("2026", RULES)
    rows = compare_sides(left, right)
    page = render_html(replace(left, name_vi="<b>"), right, rows)
    assert page.count("☐") == len(rows)
    assert "<b>" not in page
    assert '<html lang="vi">' in page
    assert '<th scope="col">' in page


def test_every_subject_has_vietnamese_words():
    words = {word for param in RULES.params.values() for among in param.scope.values() for word in among}
    assert words <= set(SUBJECTS)


def test_two_rule_sets_are_compared_entry_by_entry(tmp_path):
    built = build_rule_set()
    built["entries"] = [dict(row) for row in built["entries"] if row["id"] != "hue.extension_cap.carried"]
    changed = next(row for row in built["entries"] if row["id"] == "hue.answer")
    changed["value"] = 2
    next(row for row in built["entries"] if row["id"] == "hue.ops.availability").pop("until")
    write_rule_set({**built, "digest": "f" * 64}, tmp_path / "other.json")
    rows = _compare_texts(str(tmp_path / "other.json"), RULES.digest[:8])
    assert {(row.subject[0][1], row.kind) for row in rows} == {
        ("hue.extension_cap.carried", DifferenceKind.NEW),
        ("hue.answer", DifferenceKind.SHORTER),
        ("hue.ops.availability", DifferenceKind.ABOLISHED),
    }


@pytest.mark.parametrize("text", ["1999", "hanoi", "hue@yesterday", "abcdef012345"])
def test_a_side_that_names_nothing_is_refused(text, capsys):
    with pytest.raises(NoSuchSideError):
        parse_side(text, RULES)
    assert law_diff.main([text, "2026"]) == 2
    assert capsys.readouterr().err


def test_sides_name_their_day():
    assert parse_side("hue@2025-06-30", RULES).on == date(2025, 6, 30)
    assert parse_side("quang-ngai", RULES).name_vi.startswith("Tỉnh Quảng Ngãi")


def test_the_comparison_is_printed_and_written(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(law_diff, "OUT", tmp_path / "build")
    assert law_diff.main(["2018", "2025"]) == 0
    assert "→" in capsys.readouterr().out
    assert (tmp_path / "build" / "law-diff-2018-2025.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_packed_and_plain_data_are_the_same_law():
    built = build_rule_set()
    plain = parse_rules(built)
    assert dict(plain.entries) == dict(RULES.entries)
    assert dict(plain.params) == dict(RULES.params)
    assert dict(plain.instruments) == dict(RULES.instruments)
    assert (plain.years, plain.provinces, plain.questions) == (RULES.years, RULES.provinces, RULES.questions)


def test_packing_refuses_what_it_has_no_room_for():
    built = build_rule_set()
    built["entries"][0]["colour"] = "red"
    with pytest.raises(ValueError, match="colour"):
        pack_rule_set(built)


def test_reading_is_lazy_and_says_what_it_does_not_know():
    rules = parse_rules(json.loads(encode_canonical(pack_rule_set(build_rule_set()))))
    assert rules.params["extension.cap"].type == "fraction"
    with pytest.raises(KeyError):
        rules.list_entries("extension.colour")
    with pytest.raises(KeyError):
        rules.entries["x"]
    assert len(rules.entries) == len(RULES.entries)
    assert list(rules.instruments) == list(RULES.instruments)
    assert list(rules.params) == [row["id"] for row in build_rule_set()["params"]]


def test_loading_reads_the_built_file_once(tmp_path, monkeypatch):
    path = tmp_path / "law.json"
    write_rule_set(build_rule_set(), path)
    monkeypatch.setattr(law_build, "BUILT", path)
    law_repository.load_rules.cache_clear()
    assert law_repository.load_rules(path) is law_repository.load_rules(path)
    law_repository.load_rules.cache_clear()


def test_the_table_of_differences_names_every_parameter():
    """The list a lawyer starts from: each parameter stands in it, under the row of the provinces' differences."""
    page = (SOURCE.parents[2] / "docs" / "law" / "province_parameters.md").read_text(encoding="utf-8")
    assert [param for param in RULES.params if f"`{param}`" not in page] == []
