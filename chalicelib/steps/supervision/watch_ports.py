"""External dependencies of the deadline watch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class WatchMark:
    """Where the next run begins. `digest` is the rule set of every index entry, `sweeping` the one being applied, day
    by day up to `swept_to`; `again` are dossiers on which that failed."""

    since: datetime | None = None
    digest: str = ""
    sweeping: str = ""
    swept_to: date | None = None
    again: tuple[str, ...] = ()
    version: int = 0


class DueEntries(Protocol):
    """The due index, and the watch's own mark."""

    def list_on_day(self, day: date, until: datetime | None, most: int) -> Sequence[str]:
        """Return dossiers with an entry on that day (UTC), not after `until`, soonest first: `most` of them,
        0 for all."""

    def load_mark(self) -> WatchMark:
        """Return where the last successful run ended; an empty mark before the first."""

    def keep(self, mark: WatchMark) -> WatchMark:
        """Store the mark, unless another run stored one meanwhile; return the mark with its new version."""


class ProgressCallback(Protocol):
    """Progress callback."""

    def __call__(self, **more: int) -> None:
        """Add to the counts."""


class CrossingRecorder(Protocol):
    """Records what a run of the watch finds due, of a dossier or of a matter."""

    def record_crossings(self, dossier_id: str) -> None:
        """Record every alert that was reached."""

    def recalculate_dossier(self, dossier_id: str) -> None:
        """Write its entries again after a change of law."""
