"""The due index in memory, over the rows of the fake store; it counts the requests that the real one would make."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from chalicelib.steps.supervision.watch_ports import WatchMark
from tests.support.fakes.stores import FakeDossiers


@dataclass
class FakeDue:
    """The `DueEntries` port."""

    store: FakeDossiers
    kept: WatchMark = field(default_factory=WatchMark)
    requests: int = 0

    def list_on_day(self, day: date, until: datetime | None, most: int) -> list[str]:
        """Dossiers with an entry on that day."""
        self.requests += 1
        found = [
            (at, key[0].removeprefix("D#")) for key, at in self.store.due.items()
            if at.astimezone(UTC).date() == day and (until is None or at <= until)
        ]  # fmt: skip
        return [number for _, number in sorted(found)]

    def load_mark(self) -> WatchMark:
        """The mark as kept."""
        return self.kept

    def keep(self, mark: WatchMark) -> WatchMark:
        """Keep it, unless another was kept meanwhile."""
        if mark.version == self.kept.version:
            self.kept = replace(mark, version=mark.version + 1)
        return self.kept
