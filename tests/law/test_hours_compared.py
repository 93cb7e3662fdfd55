"""Office hours and closed days between two sides, as a lawyer reads them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain.law.model import Rules
from chalicelib.repositories.law.rule_set import parse_rules
from infra.law.build import SOURCE, build_rule_set
from infra.law.diff import compare_sides
from infra.law.hours import compare_hours
from infra.law.pack import pack_rule_set
from infra.law.render import render_html, render_text
from infra.law.sides import Side, parse_side
from infra.paths import ROOT


@pytest.fixture(scope="module")
def rules() -> Rules:
    """The tree's law with the invented province's."""
    return parse_rules(pack_rule_set(build_rule_set(SOURCE, ROOT / "examples")))


def _sides(rules: Rules, *names: str) -> tuple[Side, Side]:
    left, right = (parse_side(name, rules, date(2026, 12, 1)) for name in names)
    return left, right


def test_hours_seasons_reception_and_closed_days_of_two_provinces_are_compared(rules: Rules) -> None:
    left, right = _sides(rules, "hue", "tan-phu")
    hours, closed = compare_hours(left, right)
    assert hours.left == ("Không quy định: theo giờ của từng cơ quan.",)
    text = "[Quyết định số 7/2026/QĐ-UBND (Tân Phú)]"
    assert hours.right[0] == f"thứ Hai đến thứ Sáu: 07:30–11:30, 13:30–17:00 {text}"
    assert f"thứ Hai đến thứ Sáu, từ 16/04 đến 15/10: 06:30–11:30, 13:30–16:30 {text}" in hours.right
    assert f"thứ Bảy: 07:30–11:30 (chỉ tiếp nhận) {text}" in hours.right
    assert f"TP-N90002-1C, thứ Hai đến thứ Năm: 08:00–12:00 {text}" in hours.right
    assert f"ngày 31/12/2026: 07:30–11:30 {text}" in hours.right
    assert closed.left == ("Không có.",)
    assert closed.right == (
        f"12/10/2026: Ngày tái lập tỉnh {text}", f"13/10/2026 (TP-N90002-1C): Chuyển trụ sở {text}",
    )  # fmt: skip
    rows = compare_sides(left, right)
    assert "Tỉnh Tân Phú: thứ Bảy: 07:30–11:30 (chỉ tiếp nhận)" in render_text(left, right, rows)
    page = render_html(left, right, rows)
    assert '<th scope="row">Giờ làm việc, giờ tiếp nhận</th>' in page
    assert page.count("☐") == len(rows) + 2


def test_what_is_the_same_and_the_nation_have_no_rows(rules: Rules) -> None:
    assert compare_hours(*_sides(rules, "hue", "lai-chau")) == []
    assert compare_hours(*_sides(rules, "2018", "2026")) == []


def test_two_rule_sets_name_the_province_whose_hours_changed(rules: Rules) -> None:
    whole = replace(_sides(rules, "hue", "hue")[0], whole=True, province="")
    without = replace(rules, hours=tuple(line for line in rules.hours if not line.reception_only))
    (row,) = compare_hours(whole, replace(whole, rules=without))
    assert (row.label, len(row.left) - len(row.right)) == ("Giờ làm việc, giờ tiếp nhận (tan-phu)", 1)
