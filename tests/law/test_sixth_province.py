"""A sixth province, an amendment and another year that exist only here: they load without code."""

from __future__ import annotations

import re
import shutil
from datetime import date, datetime
from pathlib import Path

import pytest

from chalicelib.domain.law.rulings import Law
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time import working_time as wt
from chalicelib.domain.time.deadlines import CountingMethod, DayMethod, Duration, Unit, calculate_due_time
from chalicelib.repositories.law import calendars
from chalicelib.repositories.law.rule_set import parse_rules
from infra.law.build import SOURCE, build_rule_set
from infra.law.diff import compare_sides
from infra.law.pack import pack_rule_set
from infra.law.render import render_html, render_text
from infra.law.sides import parse_side
from infra.law.source import LawRefusedError
from tests.law.calendars import RULES

SIXTH = Path(__file__).parents[2] / "examples"
WITH_SIXTH = parse_rules(pack_rule_set(build_rule_set(SOURCE, SIXTH)))
SPRING = date(2026, 4, 1)


@pytest.fixture
def calendar_of(monkeypatch):
    """Calendars of the sixth province's units."""
    monkeypatch.setattr(calendars, "load_rules", lambda: WITH_SIXTH)
    calendars.load_calendar.cache_clear()
    yield lambda unit: calendars.load_calendar((), "tan-phu", unit)
    calendars.load_calendar.cache_clear()


def _build_time(day: int, month: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=VIETNAM)


def test_the_province_has_its_own_rules_from_its_own_day():
    law = Law.build_for_day(WITH_SIXTH, SPRING, "tan-phu")
    assert law.need("reception.answer_limit").to_int() == 4
    assert law.need("reception.answer_limit").chain == ("px.answer", "svc.answer")
    assert law.need("supplement.controlled_by").cite == "Điều 7 Quyết định số 7/2026/QĐ-UBND (Tân Phú)"
    assert law.need("supplement.controlled_by").certainty == "read_once"  # of its own article, not of the slot's
    assert Law.build_for_day(WITH_SIXTH, date(2026, 2, 28), "tan-phu").need("reception.answer_limit").to_int() == 8


def test_where_it_is_silent_the_national_rules_hold():
    law = Law.build_for_day(WITH_SIXTH, SPRING, "tan-phu")
    assert law.need("form.number", act="receipt").to_text() == "01"
    assert law.find("visits.max", result="in_person") is None


def test_the_amendment_changes_every_province_from_its_day():
    for province in WITH_SIXTH.provinces:
        before = Law.build_for_day(WITH_SIXTH, date(2027, 2, 28), province).need("overdue.reappoint_max")
        after = Law.build_for_day(WITH_SIXTH, date(2027, 3, 1), province).need("overdue.reappoint_max")
        assert (before.to_int(), before.is_law, after.to_int(), after.is_law) == (1, False, 2, True)
    assert Law.build_for_day(RULES, date(2027, 3, 1), "hue").need("overdue.reappoint_max").to_int() == 1


def test_the_other_provinces_keep_what_they_had():
    for entry in RULES.entries.values():
        assert WITH_SIXTH.entries[entry.id].value == entry.value
    assert WITH_SIXTH.digest != RULES.digest


def test_an_amendment_under_a_provinces_rule_stops_the_build_until_that_is_decided(tmp_path):
    shutil.copytree(SIXTH, tmp_path / "more")
    text = '[[end]]\nentry = "svc.answer"\non = 2027-03-01\narticle = "Điều 1"\n'
    path = tmp_path / "more" / "national" / "nd990-2027.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")
    with pytest.raises(LawRefusedError) as refused:
        build_rule_set(SOURCE, tmp_path / "more")
    told = {(problem.file, problem.key) for problem in refused.value.problems}
    assert ("province/hue/qd88-2017-hue.toml", "hue.answer.carried.derogates") in told
    assert ("province/tan-phu/qd7-2026-tan-phu.toml", "px.answer.derogates") in told


def test_hours_follow_the_season(calendar_of):
    calendar = calendar_of("TP-N90001-1C")
    assert wt.add_working_days(calendar, _build_time(9, 4, 10), 1) == _build_time(10, 4, 17)
    assert wt.add_working_days(calendar, _build_time(16, 4, 10), 1) == _build_time(17, 4, 16, 30)
    assert wt.find_next_working_instant(calendar, _build_time(17, 4, 5)) == _build_time(17, 4, 6, 30)
    assert wt.find_next_working_instant(calendar, _build_time(16, 10, 5)) == _build_time(16, 10, 7, 30)


def test_saturday_reception_takes_in_and_does_not_count(calendar_of):
    calendar = calendar_of("TP-N90001-1C")
    assert wt.is_reception_session(calendar, _build_time(21, 3, 9))
    assert not wt.is_working_day(calendar, date(2026, 3, 21))
    assert wt.add_working_days(calendar, _build_time(21, 3, 9), 1) == _build_time(23, 3, 17)


def test_a_unit_has_hours_of_its_own_and_keeps_the_provinces_closures(calendar_of):
    calendar = calendar_of("TP-N90002-1C")
    assert wt.add_working_days(calendar, _build_time(9, 4, 10), 1) == _build_time(13, 4, 12)  # no Fridays
    assert not wt.is_working_day(calendar, date(2026, 10, 12))
    assert not wt.is_working_day(calendar, date(2026, 10, 13))
    assert wt.is_working_day(calendar_of("TP-N90001-1C"), date(2026, 10, 13))


def test_a_date_of_its_own_and_a_closure_named(calendar_of):
    calendar = calendar_of("TP-N90001-1C")
    assert wt.add_working_days(calendar, _build_time(30, 12, 9), 1) == _build_time(31, 12, 11, 30)
    assert calendar.off[date(2026, 10, 12)].name_vi == "Ngày tái lập tỉnh"


def test_days_may_run_by_the_hour_and_a_day_is_the_units_own(calendar_of):
    law = Law.build_for_day(WITH_SIXTH, SPRING, "tan-phu")
    method = DayMethod(law.need("counting.day_method").to_text())
    assert law.need("counting.day_hours").to_text() == "shift_sum"
    two_days = Duration(2, Unit.WORKING_DAY)
    assert calculate_due_time(
        calendar_of("TP-N90001-1C"), _build_time(6, 4, 10), two_days, counting=CountingMethod(method)
    ) == _build_time(8, 4, 10)
    assert calculate_due_time(
        calendar_of("TP-N90002-1C"), _build_time(6, 4, 10), two_days, counting=CountingMethod(method)
    ) == _build_time(8, 4, 10)
    assert calculate_due_time(
        calendar_of("TP-N90002-1C"), _build_time(6, 4, 10), two_days, counting=CountingMethod(method, 8)
    ) == _build_time(13, 4, 10)


def test_two_provinces_are_set_side_by_side_and_nothing_ends_between_them():
    left, right = (parse_side(name, WITH_SIXTH, date(2026, 12, 1)) for name in ("hue", "tan-phu"))
    rows = compare_sides(left, right)
    text, page = render_text(left, right, rows), render_html(left, right, rows)
    assert text.startswith("Thành phố Huế, ngày 31/12/2026  ↔  Tỉnh Tân Phú, ngày 31/12/2026\n")
    assert "Có hiệu lực sau ngày này: Nghị định số 990/2027/NĐ-CP (01/03/2027)." in text
    for told in (text, page):
        assert not re.search("trước:|sau:|Không còn|Bãi bỏ|Quy định mới|Hồ sơ đang giải quyết giữ|Áp dụng ngay", told)
        assert "Chỉ Thành phố Huế quy định" in told
        assert "Chỉ Tỉnh Tân Phú quy định" in told
    cut_off = next(line for line in text.splitlines() if "trước 16 giờ chuyển trong ngày" in line)
    assert cut_off.startswith("  Tỉnh Tân Phú: 16:00: ")
    assert "được phép theo Điều 38 Nghị định số 118/2025/NĐ-CP" in cut_off


def test_an_added_year_extends_the_calendars():
    assert [year.year for year in WITH_SIXTH.years] == [2024, 2025, 2026, 2027, 2028, 2029, 2030]
