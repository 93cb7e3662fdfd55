"""Contacts of one-stop units, and the search for a unit by its name."""

from __future__ import annotations

from datetime import date, time

import pytest

from chalicelib.domain.catalogue.agencies import Agency
from chalicelib.domain.catalogue.procedures import Names
from chalicelib.domain.help.unit_contacts import UnitContact, UnitRanking, build_contact
from chalicelib.domain.time.working_calendar import DayOff, OfficeHours, YearDays, build_calendar
from chalicelib.domain.time.working_timeline import Shift
from chalicelib.repositories.help.guide_files import GuideFiles

MORNING = Shift(time(7), time(11))
HOURS = [OfficeHours(MORNING, (1, 2, 3, 4, 5)), OfficeHours(MORNING, (6,), reception_only=True)]
HOLIDAY = date(2026, 9, 2)
CALENDAR = build_calendar([YearDays(2026, (DayOff(HOLIDAY, "statutory", "Quốc khánh", "National Day"),))], HOURS)
UNIT = Agency("U1", None, "one_stop", Names("Trung tâm xã Phong Thổ", "Centre"), None, None, "", hotline="0213.1")
PLACES = ("tỉnh Lai Châu", "xã Phong Thổ", "xã Mường Tè", "phường Đoàn Kết", "phường Tân Phong")
RANKING = UnitRanking(
    [
        UnitContact(place, Names(f"Trung tâm Phục vụ hành chính công {place}", "Centre"), "0213", Names("", ""), ())
        for place in PLACES
    ],
    GuideFiles().filler,
)


@pytest.mark.parametrize(
    ("day", "today"),
    [(date(2026, 12, 2), ("07:00–11:00",)), (date(2026, 12, 5), ("07:00–11:00",)), (HOLIDAY, ())],
    ids=["working day", "Saturday reception", "holiday"],
)
def test_a_contact_says_the_week_and_when_the_unit_is_open_today(day: date, today: tuple[str, ...]) -> None:
    contact = build_contact(UNIT, CALENDAR, day)
    assert (contact.hotline, contact.today) == ("0213.1", today)
    assert contact.week.vi == "thứ Hai đến thứ Bảy 07:00–11:00"


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("số điện thoại xã mường tè", "xã Mường Tè"),
        ("gio lam viec doan ket", "phường Đoàn Kết"),
        ("trung tâm phục vụ hành chính công ở đâu", None),
        ("nộp tiền ở đâu", None),
        ("hồ sơ của tôi ở đoàn nào", None),
    ],
)
def test_a_unit_is_found_by_its_name_alone(question: str, unit: str | None) -> None:
    found = RANKING.find(question)
    assert (found.contact.id if found else None) == unit
