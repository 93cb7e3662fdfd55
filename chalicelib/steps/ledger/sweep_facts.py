"""Sweep facts: find those whose messages were never sent, and send them.

The sent position is recorded for each dossier; the heads of each day record what must be sent. A run searches the days
since the last successful run, however long ago, and never an unchanged dossier: its cost follows the day's work, not
the archive. A failed dossier is remembered and retried by every run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Protocol

from chalicelib.domain.ledger.checkpoints import Head
from chalicelib.domain.ledger.routing import StoredFact
from chalicelib.domain.ledger.sweeping import Sweep, list_days_since, select_settled
from chalicelib.steps.ledger.fan_out import FanOut, Sent

MOST = 2000
"""Facts sent in one run; the next run continues from there."""

MOST_BEHIND = 500
"""Failed dossiers that are remembered. Above this number a general fault is likely, and their days stay unswept."""

CHUNK = 100


class SweepHeads(Protocol):
    """Lengths of the ledgers on a day."""

    def list_by_day(self, day: date) -> Iterable[Head]:
        """Return every dossier's last head of the day (UTC), read consistently."""


class Marks(Protocol):
    """Positions of sent facts."""

    def read_marks(self, dossier_ids: Iterable[str]) -> Mapping[str, int]:
        """Return the number of the last sent fact, for each dossier; 0 for none."""


class FactLog(Protocol):
    """Ledgers as stored, not parsed."""

    def list_after(self, dossier_id: str, seq: int) -> Iterable[StoredFact]:
        """Return facts of a dossier after a number, in order, read consistently."""


class Sweeps(Protocol):
    """The store of sweeps."""

    def load_last(self) -> Sweep | None:
        """Return the last successful run, None before the first."""

    def keep(self, sweep: Sweep) -> None:
        """Record a run."""


@dataclass(frozen=True, slots=True)
class FactSweepReport:
    """Result of a run. `finished` is False when it stopped at its limit."""

    sent: int = 0
    finished: bool = True
    failed: tuple[str, ...] = ()


@dataclass(slots=True)
class _Run:
    """A run in progress."""

    now: datetime
    sent: int = 0
    seen: set[str] = field(default_factory=set)
    failed: list[str] = field(default_factory=list)

    @property
    def full(self) -> bool:
        return self.sent >= MOST

    def build_report(self) -> FactSweepReport:
        return FactSweepReport(self.sent, not self.full, tuple(self.failed))


Report = Callable[[str, Sent], None]
"""Callback for each dossier for which facts were sent, or could not be."""


@dataclass(frozen=True, slots=True)
class Sweeping:
    """Sweeps one deployment."""

    heads: SweepHeads
    marks: Marks
    facts: FactLog
    sweeps: Sweeps
    fan_out: FanOut
    report: Report

    def __call__(self, now: datetime, real_now: datetime) -> FactSweepReport:
        """Sweep everything since the last successful run; real time counts days, legal time a fact's age."""
        last = self.sweeps.load_last()
        run = _Run(now)
        self._sweep_behind(run, self._list_marks(last.behind if last else ()))
        self._sweep_behind(run, self._list_behind(list_days_since(last, real_now)))
        done = run.build_report()
        if done.finished and len(done.failed) <= MOST_BEHIND:
            self.sweeps.keep(Sweep(real_now, done.failed))
        return done

    def sweep_days(self, days: Sequence[date], now: datetime) -> FactSweepReport:
        """Sweep given days, after a known fault on them. Return whether it succeeded."""
        run = _Run(now)
        self._sweep_behind(run, self._list_behind(days))
        return run.build_report()

    def resend_dossier(self, dossier_id: str, after: int) -> FactSweepReport:
        """Send a dossier's facts after a number again, regardless of its position and their age."""
        sent = self.fan_out(list(self.facts.list_after(dossier_id, after)))
        self.report(dossier_id, sent)
        return FactSweepReport(sent.facts, failed=(dossier_id,) if sent.fault else ())

    def _sweep_behind(self, run: _Run, behind: Iterator[tuple[str, int]]) -> None:
        for dossier_id, mark in behind:
            if run.full:
                return
            if dossier_id not in run.seen:
                run.seen.add(dossier_id)
                self._send_missing(run, dossier_id, mark)

    def _send_missing(self, run: _Run, dossier_id: str, mark: int) -> None:
        unsent = list(self.facts.list_after(dossier_id, mark))
        ready = select_settled(unsent, run.now)
        if not ready:
            return
        sent = self.fan_out(ready)
        self.report(dossier_id, sent)
        run.sent += sent.facts
        if sent.fault is not None:
            run.failed.append(dossier_id)

    def _list_marks(self, dossier_ids: Sequence[str]) -> Iterator[tuple[str, int]]:
        yield from self.marks.read_marks(dossier_ids).items()

    def _list_behind(self, days: Iterable[date]) -> Iterator[tuple[str, int]]:
        """Return dossiers whose position is behind their head of a day, with the position."""
        heads = (head for day in days for head in self.heads.list_by_day(day))
        while chunk := list(islice(heads, CHUNK)):
            marks = self.marks.read_marks(head.dossier for head in chunk)
            yield from ((head.dossier, marks[head.dossier]) for head in chunk if marks[head.dossier] < head.length)
