"""Working calendars of units, made from the built rule set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from chalicelib.domain.catalogue.agencies import OpeningHours as AgencyHours
from chalicelib.domain.law.model import Closure, Hours
from chalicelib.domain.time.working_calendar import Calendar, DayOff, MonthDay, OfficeHours, YearDays, build_calendar
from chalicelib.domain.time.working_timeline import Shift
from chalicelib.repositories.law.rule_set import load_rules


@cache
def load_calendar(hours: tuple[AgencyHours, ...], province: str = "", unit: str = "") -> Calendar:
    """Return the calendar of a unit, built once per container for each set of hours.

    The hours are the agency file's, unless the province's calendar layer names others for the province or for this
    unit; its closures and the hours of single dates are added (national, province, office).
    """
    rules = load_rules()
    layer = [line for line in rules.hours if line.province == province and line.unit in ("", unit)]
    weekly = [line for line in layer if line.on is None]
    nearest = [line for line in weekly if line.unit] or weekly
    usual = [_build_office_hours(line) for line in nearest] or [
        OfficeHours(Shift(line.open, line.close), line.days) for line in hours
    ]
    dated = [_build_office_hours(line) for line in layer if line.on is not None]
    closed = [each for each in rules.closures if each.province == province and each.unit in ("", unit)]
    return build_calendar(_add_closures(rules.years, closed), [*usual, *dated])


def _build_office_hours(line: Hours) -> OfficeHours:
    season = (_parse_month_day(line.season[0]), _parse_month_day(line.season[1])) if line.season else None
    return OfficeHours(Shift(line.opens, line.closes), line.days, line.reception_only, line.on, season)


def _parse_month_day(text: str) -> MonthDay:
    month, day = text.split("-")
    return int(month), int(day)


def _add_closures(years: Iterable[YearDays], closed: Iterable[Closure]) -> tuple[YearDays, ...]:
    """Return the national years with a layer's days off added; a day that is worked in exchange may be closed too."""
    closed = tuple(closed)
    return tuple(_add_days_off(year, [each for each in closed if each.day.year == year.year]) for year in years)


def _add_days_off(year: YearDays, closed: Iterable[Closure]) -> YearDays:
    off = tuple(DayOff(each.day, "closure", each.name_vi, each.name_en) for each in closed)
    return replace(year, off=year.off + off)
