"""Values on a slip: days, sums and limits as official papers write them, in letters that a font shows."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

from chalicelib.domain.documents.slip_values import (
    clean_for_print,
    write_day_line,
    write_duration,
    write_moment,
    write_money,
)
from chalicelib.domain.time.deadlines import Duration, Unit
from tests.support.slip_builders import (
    ACCENTED,
)


def test_text_becomes_nfc_a_letter_that_no_font_shows_a_box_and_a_picture_nothing():
    assert clean_for_print(unicodedata.normalize("NFD", ACCENTED)) == ACCENTED
    assert len(ACCENTED) == 134
    assert clean_for_print("  a\tb\r\nc\x07한😀 ") == "a b\nc□"
    assert clean_for_print("📍 12 Lê Lợi ✅ cổng sau") == "12 Lê Lợi cổng sau"


def test_dates_sums_and_limits_are_written_as_official_papers_do():
    assert write_day_line(datetime(2026, 1, 4, 20, tzinfo=UTC)) == "ngày 05 tháng 01 năm 2026"
    assert write_day_line(datetime(2026, 11, 23, tzinfo=UTC)) == "ngày 23 tháng 11 năm 2026"
    assert write_day_line(datetime(2026, 3, 9, tzinfo=UTC)) == "ngày 09 tháng 3 năm 2026"
    assert write_moment(datetime(2026, 11, 22, 1, 5, tzinfo=UTC)) == "08 giờ 05, Chủ nhật, ngày 22/11/2026"
    assert write_money(1_250_000) == "1.250.000 đồng"
    assert write_duration(Duration(3, Unit.WORKING_DAY)) == "03 ngày làm việc"
    assert write_duration(Duration(0, Unit.IMMEDIATE)) == "trong ngày làm việc"
