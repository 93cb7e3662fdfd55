"""Calendars that the time tests share: the real years with the usual office hours."""

from __future__ import annotations

from datetime import datetime, time

from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time.working_calendar import Calendar, OfficeHours, build_calendar
from chalicelib.domain.time.working_timeline import Shift
from chalicelib.repositories.law.rule_set import parse_rules
from infra.law.build import build_rule_set
from infra.law.pack import pack_rule_set

RULES = parse_rules(pack_rule_set(build_rule_set()))
MORNING, AFTERNOON = Shift(time(7, 30), time(11, 30)), Shift(time(13, 30), time(17, 0))
WEEKDAYS = (1, 2, 3, 4, 5)
DESK = build_calendar(RULES.years, [OfficeHours(MORNING, WEEKDAYS), OfficeHours(AFTERNOON, WEEKDAYS)])


def build_saturday_desk() -> Calendar:
    """The same desk, which also takes dossiers in on Saturday mornings."""
    hours = [OfficeHours(MORNING, WEEKDAYS), OfficeHours(AFTERNOON, WEEKDAYS)]
    return build_calendar(RULES.years, [*hours, OfficeHours(MORNING, (6,), reception_only=True)])


def parse_time(text: str) -> datetime:
    """An instant in Viet Nam from day/month/year hour:minute."""
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=VIETNAM)
