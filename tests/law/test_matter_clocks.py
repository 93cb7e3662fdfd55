"""Ends of the clocks of matters against the table that was counted by hand from the law and the calendars."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.law.rule_values import Value
from chalicelib.domain.law.rulings import resolve_parameter
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time.deadlines import Duration, Unit, calculate_due_from_receipt
from chalicelib.repositories.catalogue.catalogue_files import CatalogueFiles
from chalicelib.repositories.law.calendars import load_calendar
from tests.law.calendars import RULES

TABLE = Path(__file__).parents[1] / "data" / "matter_clocks.toml"
CASES = tomllib.loads(TABLE.read_text(encoding="utf-8"))["case"]
NO_LIMITS = {"qa.mailbox_check", "callback.call_spacing"}
"""Spans after which something is due again, or possible: nothing is late by them."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['param']} {case['province']} {case['since']}")
def test_a_limit_ends_as_counted_by_hand(case: dict[str, Any]) -> None:
    since = case["since"]
    day = since.astimezone(VIETNAM).date()
    rule = resolve_parameter(RULES, case["param"], day, case["province"], case.get("scope", {}))
    assert isinstance(rule, Value)
    assert isinstance(rule.value, int)
    hours = CatalogueFiles().load_agencies(case["province"]).find_office_hours(case["unit"])
    calendar = load_calendar(hours, case["province"], case["unit"])
    limit = Duration(rule.value, Unit(RULES.params[case["param"]].unit))
    assert calculate_due_from_receipt(calendar, since, limit) == case["due"]


def test_the_table_covers_every_clock_and_province() -> None:
    units = {name: param.unit for name, param in RULES.params.items() if param.type == "int"}
    kinds = ("qa", "information", "feedback", "complaint", "callback", "difficulty")
    clocks = {
        name
        for name, unit in units.items()
        if name.split(".")[0] in kinds and unit != "count" and name not in NO_LIMITS
    }
    assert {case["param"] for case in CASES} == clocks
    assert {case["province"] for case in CASES} == set(RULES.provinces)
    assert len(CASES) >= 60


def test_the_table_has_limits_over_days_off_of_each_sort() -> None:
    hours = CatalogueFiles().load_agencies("hue").find_office_hours("HUE-TTPVHCC")
    calendar = load_calendar(hours, "hue", "HUE-TTPVHCC")
    spans = [(case["since"].astimezone(VIETNAM).date(), case["due"].date()) for case in CASES]
    passed = [{first + timedelta(n) for n in range((last - first).days + 1)} for first, last in spans]
    off = {calendar.off[day].kind for days in passed for day in days if day in calendar.off}
    assert {"statutory", "lieu", "swap"} <= off
    assert any(day in calendar.worked for days in passed for day in days)
