"""Store the security log: lines are written unchanged to the locked store, then to the index that auditors search, then
to the counts that raise alarms.

The same lines may arrive twice: each part is written under a name derived from them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.domain.security.security_log import (
    Alarm,
    AlarmRules,
    Mark,
    RaisedAlarm,
    SecurityRecord,
    find_odd_grant,
    list_marks,
)


class LockedLog(Protocol):
    """The locked store, which keeps lines for their full time."""

    def keep(self, lines: Sequence[str]) -> bool:
        """Store lines unchanged; return False when they are already stored."""


class SecurityIndex(Protocol):
    """The auditors' index, and the alarm counts."""

    def add(self, records: Sequence[SecurityRecord]) -> None:
        """Index records; may be repeated."""

    def count(self, mark: Mark) -> int:
        """Count each thing once; return the new number, at most one above the threshold."""

    def list_devices(self, who: str) -> Sequence[str]:
        """Return the known devices of a person."""

    def note_device(self, who: str, device: str, at: datetime) -> bool:
        """Record a device of a person; return True when others are known but not this one."""

    def raise_alarm(self, alarm: RaisedAlarm) -> bool:
        """Add an alarm to the list, once; return False when it was already sent."""

    def note_told(self, alarm: RaisedAlarm) -> None:
        """Record that an alarm was sent."""


@dataclass(frozen=True, slots=True)
class KeptReport:
    """Result of a batch of lines; `unread` are those that are not records."""

    records: int = 0
    alarms: tuple[Alarm, ...] = ()
    unread: int = 0


@dataclass(frozen=True, slots=True)
class SecurityKeeper:
    """Stores lines for one deployment; `read` parses a line into a record, and raises ValueError for any other line;
    `tell` sends an alarm to its recipients."""

    log: LockedLog
    index: SecurityIndex
    rules: AlarmRules
    read: Callable[[str], SecurityRecord]
    tell: Callable[[Alarm], None]

    def keep(self, lines: Sequence[str]) -> KeptReport:
        """Store lines, and raise their alarms. A line that is not a record is stored and counted as unread."""
        if not lines:
            return KeptReport()
        self.log.keep(lines)
        # Anybody can write text next to a record in the log: it must not keep the other lines out of the index.
        records = [read for line in lines if (read := self._read_line(line)) is not None]
        self.index.add(records)
        raised = [raised_alarm for record in records for raised_alarm in self._raise_alarms(record)]
        return KeptReport(len(records), tuple(raised), len(lines) - len(records))

    def _read_line(self, line: str) -> SecurityRecord | None:
        try:
            return self.read(line)
        except ValueError:
            return None

    def _raise_alarms(self, record: SecurityRecord) -> list[Alarm]:
        odd = find_odd_grant(record, self.rules)
        raised = [odd.alarm] if odd is not None and self._raise_alarm(odd) else []
        raised += self._raise_device(record)
        for mark in list_marks(record, self.rules):
            counted = self.index.count(mark)
            if counted > mark.most:
                place = f"{mark.window}"
                alarm = RaisedAlarm(mark.alarm, record.at, record.who, record.address, place, counted)
                raised += [alarm.alarm] if self._raise_alarm(alarm) else []
        return raised

    def _raise_device(self, record: SecurityRecord) -> list[Alarm]:
        if not (record.officer and record.device and record.status < 400):
            return []
        known = self.index.list_devices(record.who)
        if record.device in known:
            return []
        alarm = RaisedAlarm(Alarm.NEW_DEVICE, record.at, record.who, record.address, record.device)
        # Raised before the device is recorded: a run that fails between the two raises it again.
        raised = bool(known) and self._raise_alarm(alarm)
        # Of two first devices at once, the later one raises the alarm.
        if self.index.note_device(record.who, record.device, record.at) and not known:
            raised = self._raise_alarm(alarm)
        return [alarm.alarm] if raised else []

    def _raise_alarm(self, alarm: RaisedAlarm) -> bool:
        """Add an alarm to the list and send it. It is sent before this is recorded, so at least once: a batch that
        fails afterwards is retried and sends the rest."""
        if not self.index.raise_alarm(alarm):
            return False
        self.tell(alarm.alarm)
        self.index.note_told(alarm)
        return True
