"""The years as decided, and a cross-check of the fixed and lunar days against another library."""

from __future__ import annotations

from datetime import date

import holidays
import pytest

from chalicelib.domain.catalogue.agencies import OpeningHours as AgencyHours
from chalicelib.repositories.law import calendars
from tests.law.calendars import AFTERNOON, DESK, MORNING, RULES, WEEKDAYS

OFF = {
    2024: "01-01 02-08 02-09 02-10 02-11 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03",
    2025: "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
    2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-26 04-27 04-30 05-01 08-31 09-01 09-02 11-24",
    2027: "01-01 02-04 02-05 02-06 02-07 02-08 02-09 02-10 04-16 04-30 05-01 05-03 09-02 09-03 11-24",
}
WORKED = {2024: "05-04", 2025: "04-26", 2026: "01-10 08-22", 2027: ""}
YEARS = {year.year: year for year in RULES.years}


@pytest.mark.parametrize("year", OFF)
def test_days_off_and_worked_are_as_decided(year):
    assert " ".join(f"{day.day:%m-%d}" for day in sorted(YEARS[year].off, key=lambda d: d.day)) == OFF[year]
    assert " ".join(f"{day.day:%m-%d}" for day in YEARS[year].worked) == WORKED[year]
    assert not YEARS[year].provisional


def test_later_years_are_marked_provisional():
    assert [year for year, days in YEARS.items() if days.provisional] == [2028, 2029]


@pytest.mark.parametrize("year", YEARS)
def test_days_off_by_law_agree_with_another_library(year):
    """Only the days fixed by law, weekends included: which five days Tết has, and swaps, are yearly decisions."""
    fixed = {"01-01", "04-30", "05-01", "09-02", "11-24"}
    theirs = holidays.country_holidays("VN", years=year, observed=False)
    for day in theirs:
        named = theirs[day]
        if f"{day:%m-%d}" in fixed or "Hung" in named or named == "Lunar New Year":
            assert DESK.off[day].kind == "statutory", (day, named)


def test_the_calendar_of_an_agency_is_built_once_per_hours(tmp_path, monkeypatch):
    lines = tuple(AgencyHours(WEEKDAYS, shift.opens, shift.closes) for shift in (MORNING, AFTERNOON))
    monkeypatch.setattr(calendars, "load_rules", lambda: RULES)
    calendars.load_calendar.cache_clear()
    calendar = calendars.load_calendar(lines)
    assert calendar == DESK
    assert calendars.load_calendar(lines) is calendar
    calendars.load_calendar.cache_clear()
    assert calendar.list_shifts(date(2026, 8, 22)) == (MORNING, AFTERNOON)
