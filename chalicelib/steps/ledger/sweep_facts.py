"""Sweep facts: find those whose messages never left, and send them.

What left is marked dossier by dossier, what there is to send stands in the heads of each day. A run looks at the days
since the last run that got through, however long ago that was, and never at a dossier on which nothing happened since:
its cost follows the day's work, not the archive. A dossier that fails is kept in mind and tried again by every run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Protocol

from chalicelib.domain.ledger.checkpoints import Head
from chalicelib.domain.ledger.routing import Stored
from chalicelib.domain.ledger.sweeping import Sweep, settled, since
from chalicelib.steps.ledger.fan_out import FanOut, Sent

MOST = 2000
"""Facts sent in one run; it goes on where it was the next time."""

MOST_BEHIND = 500
"""Dossiers kept in mind. With more of them something is broken for all, and their days stay unswept."""

CHUNK = 100


class Heads(Protocol):
    """How long the ledgers became on a day."""

    def of_day(self, day: date) -> Iterable[Head]:
        """Every dossier's last head of the day (UTC), read consistently."""


class Marks(Protocol):
    """How far facts have left."""

    def of(self, dossier_ids: Iterable[str]) -> Mapping[str, int]:
        """The number of the last fact that left, for each dossier; 0 for none."""


class FactLog(Protocol):
    """Ledgers as stored, unread."""

    def after(self, dossier_id: str, seq: int) -> Iterable[Stored]:
        """Facts of a dossier after a number, in order, read consistently."""


class Sweeps(Protocol):
    """Where that is kept."""

    def last(self) -> Sweep | None:
        """The last run that got through, None before the first."""

    def keep(self, sweep: Sweep) -> None:
        """Remember a run."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What a run did. `finished` is False when it stopped at the most that a run sends."""

    sent: int = 0
    finished: bool = True
    failed: tuple[str, ...] = ()


@dataclass(slots=True)
class _Run:
    """A run on its way."""

    now: datetime
    sent: int = 0
    seen: set[str] = field(default_factory=set)
    failed: list[str] = field(default_factory=list)

    @property
    def full(self) -> bool:
        return self.sent >= MOST

    def result(self) -> Swept:
        return Swept(self.sent, not self.full, tuple(self.failed))


Report = Callable[[str, Sent], None]
"""Is told of each dossier for which something was sent, or could not be."""


@dataclass(frozen=True, slots=True)
class Sweeping:
    """Sweeps one deployment."""

    heads: Heads
    marks: Marks
    facts: FactLog
    sweeps: Sweeps
    fan_out: FanOut
    report: Report

    def __call__(self, now: datetime, real_now: datetime) -> Swept:
        """Sweep everything since the last good run; real time counts days, legal time a fact's age."""
        last = self.sweeps.last()
        run = _Run(now)
        self._sweep(run, self._of(last.behind if last else ()))
        self._sweep(run, self._of_days(since(last, real_now)))
        done = run.result()
        if done.finished and len(done.failed) <= MOST_BEHIND:
            self.sweeps.keep(Sweep(real_now, done.failed))
        return done

    def days(self, days: Sequence[date], now: datetime) -> Swept:
        """Sweep given days, for whoever knows that something went wrong on them. Says whether it got through."""
        run = _Run(now)
        self._sweep(run, self._of_days(days))
        return run.result()

    def dossier(self, dossier_id: str, after: int) -> Swept:
        """Send a dossier's facts after a number again, whatever its mark says and however young they are."""
        sent = self.fan_out(list(self.facts.after(dossier_id, after)))
        self.report(dossier_id, sent)
        return Swept(sent.facts, failed=(dossier_id,) if sent.fault else ())

    def _sweep(self, run: _Run, behind: Iterator[tuple[str, int]]) -> None:
        for dossier_id, mark in behind:
            if run.full:
                return
            if dossier_id not in run.seen:
                run.seen.add(dossier_id)
                self._bring_up(run, dossier_id, mark)

    def _bring_up(self, run: _Run, dossier_id: str, mark: int) -> None:
        unsent = list(self.facts.after(dossier_id, mark))
        ready = settled(unsent, run.now)
        if not ready:
            return
        sent = self.fan_out(ready)
        self.report(dossier_id, sent)
        run.sent += sent.facts
        if sent.fault is not None:
            run.failed.append(dossier_id)

    def _of(self, dossier_ids: Sequence[str]) -> Iterator[tuple[str, int]]:
        yield from self.marks.of(dossier_ids).items()

    def _of_days(self, days: Iterable[date]) -> Iterator[tuple[str, int]]:
        """Dossiers whose mark is behind their head of a day, with the mark."""
        heads = (head for day in days for head in self.heads.of_day(day))
        while chunk := list(islice(heads, CHUNK)):
            marks = self.marks.of(head.dossier for head in chunk)
            yield from ((head.dossier, marks[head.dossier]) for head in chunk if marks[head.dossier] < head.length)
