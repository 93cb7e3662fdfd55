"""The security log: who did what, from where, on which dossier, with which outcome; and its alarms.

A record holds codes, numbers and addresses, never people's texts. It is kept apart from the application's log, twelve
months, where nobody can change it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from chalicelib.domain.security.security_line import GOOD as GOOD
from chalicelib.domain.security.security_line import LINE as LINE
from chalicelib.domain.shared.timezone import VIETNAM

KEPT_FOR = timedelta(days=366)
"""Twelve months and the day on which they end (QCVN 12:2026/BCA; law_data `log.retention`)."""
REFUSED = frozenset({401, 403, 404, 429})
"""Answers that an honest user does not get in series."""
RIGHTS = "/api/officers/{sub}"
"""Beginnings of the routes that change an officer's rights or account."""


class Alarm(StrEnum):
    """What a person must look at."""

    MASS_READING = "mass_reading"
    MASS_LISTING = "mass_listing"
    REFUSED_SERIES = "refused_series"
    ODD_HOURS = "odd_hours"
    NEW_DEVICE = "new_device"


@dataclass(frozen=True, slots=True)
class SecurityRecord:
    """One request. `who` is the number of an account, empty for nobody; `dossiers` are those acted on or read; `seen`
    says that an officer received personal data; `listed` are the dossiers that a list showed with names; `device` is a
    digest of the browser's user agent."""

    at: datetime
    trace_id: str
    who: str
    address: str
    method: str
    route: str
    act: str
    dossiers: tuple[str, ...]
    status: int
    outcome: str
    officer: bool = False
    seen: bool = False
    device: str = ""
    about: str = ""
    listed: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        """Return whether the request was refused."""
        return self.status in REFUSED


@dataclass(frozen=True, slots=True)
class Sought:
    """An auditor's query: a day (Vietnamese) and a person, an address, a dossier, an outcome, any of them."""

    day: date
    who: str = ""
    address: str = ""
    dossier: str = ""
    outcome: str = ""

    def matches_record(self, record: SecurityRecord) -> bool:
        """Return whether a record matches the query."""
        return (
            record.at.astimezone(VIETNAM).date() == self.day
            and self.who in ("", record.who)
            and self.address in ("", record.address)
            and (not self.dossier or self.dossier in record.dossiers)
            and self.outcome in ("", record.outcome)
        )


@dataclass(frozen=True, slots=True)
class WindowLimit:
    """A threshold: at most so many in a window of so many minutes."""

    minutes: int
    most: int

    def find_window(self, at: datetime) -> int:
        """Return the number of the window of an instant."""
        return int(at.timestamp()) // (self.minutes * 60)


@dataclass(frozen=True, slots=True)
class OddHours:
    """The hours in which nobody grants rights, in Vietnamese time, and the days off of the province. Without `works`,
    all days are alike."""

    since: time
    until: time
    works: Callable[[date], bool] | None = None

    def is_odd_hour(self, at: datetime) -> bool:
        """Return whether an instant is within them."""
        local = at.astimezone(VIETNAM)
        clock = local.time()
        if self.since <= self.until:
            night = self.since <= clock < self.until
        else:
            night = clock >= self.since or clock < self.until
        return night or (self.works is not None and not self.works(local.date()))


@dataclass(frozen=True, slots=True)
class AlarmRules:
    """The alarm thresholds of a province."""

    mass_reading: WindowLimit
    mass_listing: WindowLimit
    refused_series: WindowLimit
    odd_hours: OddHours


@dataclass(frozen=True, slots=True)
class Mark:
    """Things counted once each for an alarm: of one person, in one window; more than `most` raise it."""

    alarm: Alarm
    who: str
    window: int
    things: tuple[str, ...]
    most: int
    at: datetime


@dataclass(frozen=True, slots=True)
class RaisedAlarm:
    """A raised alarm: the person, the address, the record that raised it, and the count."""

    alarm: Alarm
    at: datetime
    who: str
    address: str
    trace_id: str
    count: int = 1

    @property
    def id(self) -> str:
        """Its unique id: the same record raises it once."""
        return f"{self.alarm}#{self.who or self.address}#{self.trace_id}"


def list_marks(record: SecurityRecord, rules: AlarmRules) -> Iterator[Mark]:
    """Return a record's additions to the counts: each dossier an officer opened, each name that a list showed them,
    each refusal of a person or else of an address."""
    if record.seen and record.officer:
        opened = tuple(each for each in record.dossiers if each not in record.listed)
        for alarm, series, things in (
            (Alarm.MASS_READING, rules.mass_reading, opened),
            (Alarm.MASS_LISTING, rules.mass_listing, record.listed),
        ):
            if things:
                yield Mark(alarm, record.who, series.find_window(record.at), things, series.most, record.at)
    if record.refused:
        series = rules.refused_series
        # Refusals of an account count for the account at any address; only refusals without an account count for the
        # address.
        who, window = record.who or record.address, series.find_window(record.at)
        yield Mark(Alarm.REFUSED_SERIES, who, window, (record.trace_id,), series.most, record.at)


def find_odd_grant(record: SecurityRecord, rules: AlarmRules) -> RaisedAlarm | None:
    """Return the alarm for rights granted or revoked, or an account replaced, at odd hours."""
    changed = record.route.startswith(RIGHTS) and record.method != "GET" and record.status < 400
    if not (changed and rules.odd_hours.is_odd_hour(record.at)):
        return None
    return RaisedAlarm(Alarm.ODD_HOURS, record.at, record.who, record.address, record.trace_id)
