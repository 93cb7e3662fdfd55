"""Keep the security log: lines go into the locked store as they came, then into the index that auditors search, then
into the counts that raise alarms.

The same lines may come twice: each part is written under a name that follows from them.
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
    """Where lines are kept for their time, whoever asks."""

    def keep(self, lines: Sequence[str]) -> bool:
        """Store lines as they came; False when they are there already."""


class SecurityIndex(Protocol):
    """What auditors search, and what is counted."""

    def add(self, records: Sequence[SecurityRecord]) -> None:
        """Index records; may be repeated."""

    def count(self, mark: Mark) -> int:
        """Count each thing once; answers how many there are now, and no more than one above the most."""

    def devices(self, who: str) -> Sequence[str]:
        """The devices of a person that are known."""

    def note_device(self, who: str, device: str, at: datetime) -> bool:
        """Remember a device of a person; True when it is another one than those known."""

    def raise_alarm(self, alarm: RaisedAlarm) -> bool:
        """Put an alarm on the list, once; False when somebody has been told of it already."""

    def note_told(self, alarm: RaisedAlarm) -> None:
        """Remember that somebody has been told of an alarm."""


@dataclass(frozen=True, slots=True)
class KeptReport:
    """What was done with some lines; `unread` are those that are no record."""

    records: int = 0
    alarms: tuple[Alarm, ...] = ()
    unread: int = 0


@dataclass(frozen=True, slots=True)
class SecurityKeeper:
    """Keeps lines for one deployment; `read` makes a record of a line, and raises ValueError for what is none; `tell`
    sends an alarm to whom it concerns."""

    log: LockedLog
    index: SecurityIndex
    rules: AlarmRules
    read: Callable[[str], SecurityRecord]
    tell: Callable[[Alarm], None]

    def keep(self, lines: Sequence[str]) -> KeptReport:
        """Keep lines, and raise what alarms they call for. A line that is no record is kept and counted as unread."""
        if not lines:
            return KeptReport()
        self.log.keep(lines)
        # Anybody can have a word of theirs written beside a record: it must not keep the others out of the index.
        records = [read for line in lines if (read := self._read(line)) is not None]
        self.index.add(records)
        raised = [told for record in records for told in self._raise_alarms(record)]
        return KeptReport(len(records), tuple(raised), len(lines) - len(records))

    def _read(self, line: str) -> SecurityRecord | None:
        try:
            return self.read(line)
        except ValueError:
            return None

    def _raise_alarms(self, record: SecurityRecord) -> list[Alarm]:
        odd = find_odd_grant(record, self.rules)
        raised = [odd.alarm] if odd is not None and self._raise(odd) else []
        raised += self._raise_device(record)
        for mark in list_marks(record, self.rules):
            counted = self.index.count(mark)
            if counted > mark.most:
                place = f"{mark.window}"
                alarm = RaisedAlarm(mark.alarm, record.at, record.who, record.address, place, counted)
                raised += [alarm.alarm] if self._raise(alarm) else []
        return raised

    def _raise_device(self, record: SecurityRecord) -> list[Alarm]:
        if not (record.officer and record.device and record.status < 400):
            return []
        known = self.index.devices(record.who)
        if record.device in known:
            return []
        alarm = RaisedAlarm(Alarm.NEW_DEVICE, record.at, record.who, record.address, record.device)
        # Raised before the device is known: a run that dies between the two raises it again.
        raised = bool(known) and self._raise(alarm)
        # Of two first devices side by side the later one is news.
        if self.index.note_device(record.who, record.device, record.at) and not known:
            raised = self._raise(alarm)
        return [alarm.alarm] if raised else []

    def _raise(self, alarm: RaisedAlarm) -> bool:
        """Put an alarm on the list and tell it. It is told before that is remembered, so at least once: a batch that
        fails afterwards comes again and tells what was not."""
        if not self.index.raise_alarm(alarm):
            return False
        self.tell(alarm.alarm)
        self.index.note_told(alarm)
        return True
