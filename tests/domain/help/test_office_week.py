"""Office hours in words."""

from __future__ import annotations

from datetime import time

from chalicelib.domain.help.office_week import write_week
from chalicelib.domain.time.working_timeline import Shift

MORNING, AFTERNOON = Shift(time(7), time(11)), Shift(time(13), time(17))
DAY = (MORNING, AFTERNOON)


def test_days_in_a_row_with_the_same_hours_are_named_as_a_span() -> None:
    week = (DAY, DAY, DAY, DAY, DAY, (MORNING,), ())
    assert write_week(week, "vi") == "thứ Hai đến thứ Sáu 07:00–11:00, 13:00–17:00; thứ Bảy 07:00–11:00"
    assert write_week(week, "en") == "Monday to Friday 07:00–11:00, 13:00–17:00; Saturday 07:00–11:00"


def test_days_apart_are_each_named_and_a_week_without_hours_is_empty() -> None:
    assert write_week(((), (MORNING,), (), (MORNING,), (), (), ()), "vi") == "thứ Ba, thứ Năm 07:00–11:00"
    assert write_week(((),) * 7, "vi") == ""
