"""Every statutory day off is in every year's calendar, on any weekday; the build refuses another."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain.time.working_calendar import DayOff, YearDays
from infra.law.build import SOURCE, read_checked_source
from infra.law.holidays import check_holidays
from infra.law.source import LawSource

READ = read_checked_source(SOURCE)
YEARS = {year.year: year for year in READ.years}
STATUTORY = [day.day for year in READ.years for day in year.off if day.kind == "statutory"]
IN_LIEU = [day.day for year in READ.years for day in year.off if day.kind == "lieu"]


def _list_refused(year: YearDays, unsure: set[date] | None = None) -> list[tuple[str, str, str]]:
    source: LawSource = copy(READ)
    source.problems = []
    source.unsure = READ.unsure if unsure is None else unsure
    check_holidays(source, year)
    return [(problem.file, problem.key, problem.reason) for problem in source.problems]


def _remove_day(day: date) -> YearDays:
    year = YEARS[day.year]
    return replace(year, off=tuple(each for each in year.off if each.day != day))


def _add_day(day: date, kind: str) -> YearDays:
    year = YEARS[day.year]
    return replace(year, off=(*year.off, DayOff(day, kind, "Thử", "Test")))


def test_holidays_on_weekends_are_among_them():
    """The days that the calendars lacked while only weekdays were listed."""
    lacking = "2026-04-26 2027-02-06 2027-02-07 2027-05-01 2028-01-01 2028-04-30 2028-09-02 2029-09-02 2029-11-24"
    assert {date.fromisoformat(day) for day in lacking.split()} <= set(STATUTORY)
    assert len(STATUTORY) == 4 * 12 + 2 * 11  # Culture Day came with 2026


@pytest.mark.parametrize("year", YEARS)
def test_the_years_as_shipped_hold_them_all(year):
    assert _list_refused(YEARS[year]) == []


@pytest.mark.parametrize("day", STATUTORY, ids=str)
def test_a_year_without_one_of_them_is_refused(day):
    told = _list_refused(_remove_day(day))
    assert any("Điều" in reason for _, _, reason in told), told
    assert {file for file, _, _ in told} == {f"calendar/{day.year}.toml"}


@pytest.mark.parametrize("day", IN_LIEU, ids=str)
def test_a_holiday_on_a_weekly_day_off_is_made_up(day):
    assert (
        f"calendar/{day.year}.toml",
        str(day),
        "missing: it makes up a holiday on a weekly day off",
    ) in _list_refused(_remove_day(day))


@pytest.mark.parametrize(
    ("day", "kind", "reason"),
    [
        ("2027-06-01", "statutory", "no law makes it a statutory day off"),
        ("2027-06-01", "lieu", "makes up no holiday"),
        # Culture Day falls on a Saturday in 2029, and what makes up holidays does not reach it.
        ("2029-11-26", "lieu", "makes up no holiday"),
        # Before its law it is an ordinary day.
        ("2025-11-24", "statutory", "no law makes it a statutory day off"),
    ],
)
def test_what_no_law_gives_is_refused(day, kind, reason):
    assert (f"calendar/{day[:4]}.toml", day, reason) in _list_refused(_add_day(date.fromisoformat(day), kind))


def test_what_a_yearly_decision_fixes_is_not_certain_before_it():
    told = _list_refused(YEARS[2028], unsure=set())
    assert {key for _, key, _ in told} == {
        "2028-01-03", "2028-01-25", "2028-01-27", "2028-01-28", "2028-01-29", "2028-01-31",
        "2028-05-02", "2028-09-01", "2028-09-04",
    }  # fmt: skip
    assert _list_refused(YEARS[2027], unsure=set()) == []
