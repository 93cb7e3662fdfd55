"""Due dates as the desk and the applicant are told them: days off by law, Saturday hours, reception off hours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, time
from typing import Any

import pytest

from chalicelib.domain.rules import Hours
from chalicelib.domain.timezone import VIETNAM
from chalicelib.repositories import calendars
from chalicelib.repositories.law import load_rules
from infra.local.stories.people import FORM_2, MARITAL, MARITAL_APPLICANT
from tests.product.office import Office
from tests.steps.test_filing import PROVINCES

CERTIFICATE = "1.004873"
"""Settled in three working days."""
WEEK = ((time(7, 30), time(11, 30), (1, 2, 3, 4, 5)), (time(13, 30), time(17), (1, 2, 3, 4, 5)))
SATURDAY = (time(7, 30), time(11, 30), (6,))


def at(text: str) -> datetime:
    """An instant in Viet Nam from year-month-day hour:minute."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.fixture
def saturday(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """`saturday("hue")` has the province's units work on Saturday mornings too, or only take dossiers in."""

    def of(province: str, reception_only: bool = False) -> None:
        lines = [Hours(province, "nd118-2025", *line) for line in WEEK]
        lines.append(Hours(province, "nd118-2025", *SATURDAY, reception_only=reception_only))
        rules = replace(load_rules(), hours=tuple(lines))
        monkeypatch.setattr(calendars, "load_rules", lambda: rules)
        calendars.load_calendar.cache_clear()

    yield of
    calendars.load_calendar.cache_clear()


def received(product: Office, when: str) -> tuple[str, dict[str, Any]]:
    """A dossier filed and received at that instant: its id and what the desk was answered."""
    product.at(at(when))
    dossier = product.filed(CERTIFICATE, {"answers": MARITAL, "applicant": MARITAL_APPLICANT}, [FORM_2])
    return dossier, product("desk1").step(dossier, "receive")


LABOUR_DAY = ("2027-04-28 09:00", "2027-05-05 17:00", "2027-05-01")
LUNAR_NEW_YEAR = ("2027-02-03 09:00", "2027-02-13 11:30", "2027-02-06")
NEW_YEAR = ("2027-12-30 09:00", "2028-01-05 17:00", "2028-01-01")


@pytest.mark.parametrize(
    ("province", "when", "due", "off"),
    [*((each, *LABOUR_DAY) for each in PROVINCES), ("hue", *LUNAR_NEW_YEAR), ("lai-chau", *NEW_YEAR)],
)
def test_a_holiday_on_a_saturday_is_off_for_a_unit_that_works_on_saturdays(office, saturday, province, when, due, off):
    saturday(province)
    product = office(province)
    dossier, answer = received(product, when)
    assert datetime.fromisoformat(answer["due_at"]) == at(due)
    counted = product("citizen1").get(f"/api/dossiers/{dossier}/deadline")["days"]
    assert {each["day"]: each["reason"] for each in counted}[off] == "holiday"
