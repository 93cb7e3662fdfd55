"""Calendars that the time tests share: the real years with the usual office hours."""

from __future__ import annotations

from datetime import datetime, time

from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time.working_time import Calendar, OfficeHours, Shift, calendar_for
from chalicelib.repositories.law.rule_set import parse
from infra.law.build import build
from infra.law.pack import pack

RULES = parse(pack(build()))
MORNING, AFTERNOON = Shift(time(7, 30), time(11, 30)), Shift(time(13, 30), time(17, 0))
WEEKDAYS = (1, 2, 3, 4, 5)
DESK = calendar_for(RULES.years, [OfficeHours(MORNING, WEEKDAYS), OfficeHours(AFTERNOON, WEEKDAYS)])


def saturday_desk() -> Calendar:
    """The same desk, which also takes dossiers in on Saturday mornings."""
    hours = [OfficeHours(MORNING, WEEKDAYS), OfficeHours(AFTERNOON, WEEKDAYS)]
    return calendar_for(RULES.years, [*hours, OfficeHours(MORNING, (6,), reception_only=True)])


def at(text: str) -> datetime:
    """An instant in Viet Nam from day/month/year hour:minute."""
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=VIETNAM)
