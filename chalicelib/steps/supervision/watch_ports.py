"""What the deadline watch needs from the outside world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class WatchMark:
    """Where the next run begins. `digest` is the rule set that every entry of the index was made with, `sweeping` the
    one that is being worked in, day by day up to `swept_to`; `again` are dossiers on which that failed."""

    since: datetime | None = None
    digest: str = ""
    sweeping: str = ""
    swept_to: date | None = None
    again: tuple[str, ...] = ()
    version: int = 0


class DueEntries(Protocol):
    """The due index, and the watch's own mark."""

    def on(self, day: date, until: datetime | None, most: int) -> Sequence[str]:
        """Dossiers with an entry on that day (UTC), not after `until`, soonest first: `most` of them, 0 for all."""

    def mark(self) -> WatchMark:
        """Where the last good run ended; an empty mark before the first."""

    def keep(self, mark: WatchMark) -> WatchMark:
        """Keep the mark, unless another run has kept one meanwhile; the mark with its new version."""


class Count(Protocol):
    """Told how many of what were done."""

    def __call__(self, **more: int) -> None:
        """So many more."""
