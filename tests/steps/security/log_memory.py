"""A store of security lines in memory, which can die as a function does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.security.security_log import (
    Alarm,
    Mark,
    RaisedAlarm,
    SecurityRecord,
)


class KeeperDied(Exception):
    """The process ended here."""


@dataclass
class Memory:
    """The locked log, the index and the raised alarms in memory; after `lives` calls each call fails."""

    kept: set[tuple[str, ...]] = field(default_factory=set)
    records: dict[tuple[datetime, str], SecurityRecord] = field(default_factory=dict)
    counts: dict[tuple[str, str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    devices_of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    alarms: dict[str, RaisedAlarm] = field(default_factory=dict)
    noted: set[str] = field(default_factory=set)
    reported: list[Alarm] = field(default_factory=list)
    lives: int = 10_000

    def keep(self, lines: Sequence[str]) -> bool:
        """Keep lines."""
        fresh = tuple(lines) not in self.kept
        self.kept.add(tuple(lines))
        return fresh

    def add(self, records: Sequence[SecurityRecord]) -> None:
        """Index records."""
        self._live()
        self.records |= {(each.at, each.trace_id): each for each in records}

    def count(self, mark: Mark) -> int:
        """Count things once."""
        self._live()
        things = self.counts[mark.alarm, mark.who, mark.window]
        things.update(mark.things)
        return min(len(things), mark.most + 1)

    def list_devices(self, who: str) -> Sequence[str]:
        """Known devices."""
        return sorted(self.devices_of[who])

    def note_device(self, who: str, device: str, at: datetime) -> bool:
        """Remember a device."""
        self._live()
        known = set(self.devices_of[who])
        self.devices_of[who].add(device)
        return bool(known) and device not in known

    def raise_alarm(self, alarm: RaisedAlarm) -> bool:
        """List an alarm once."""
        self._live()
        self.alarms.setdefault(alarm.id, alarm)
        return alarm.id not in self.noted

    def tell(self, alarm: Alarm) -> None:
        """Raise an alarm."""
        self._live()
        self.reported.append(alarm)

    def note_told(self, alarm: RaisedAlarm) -> None:
        """Record that the alarm was raised."""
        self._live()
        self.noted.add(alarm.id)

    def _live(self) -> None:
        if self.lives <= 0:
            raise KeeperDied
        self.lives -= 1
