"""Bodies and views of reports on the use of the system."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from chalicelib.models.http.base import Body, View
from chalicelib.models.timelines import PersonView

Day = Annotated[date, Field(ge=date(2018, 1, 1), lt=date(2100, 1, 1))]


class UseReportBody(Body):
    """The period of a report, both days included."""

    since: Day
    until: Day


class UnitUseView(View):
    """Findings of a unit, by kind and by officer; `from_register` counts those that a declared outage explains."""

    unit: str
    found: dict[str, int]
    officers: dict[str, int]
    from_register: int
    missing: list[str]


class UseReportView(View):
    """A stored report; `addressee` is empty where no rule names one. `people` are the officers of its units who have a
    record, by name."""

    id: str
    since: date
    until: date
    made_at: datetime
    made_by: str
    addressee: str
    article: str
    units: list[UnitUseView]
    people: list[PersonView]


class UseReportsView(View):
    """Reports on the use of the system, newest first."""

    items: list[UseReportView]
