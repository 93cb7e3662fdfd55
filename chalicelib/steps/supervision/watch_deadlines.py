"""Watch deadlines: alert once that a deadline is due soon or overdue, to the recipients of its level, and prepare the
apology that is owed before the time runs out.

A run reads the due index from where the last successful run began, so that no downtime loses anything; each alert is
decided on the dossier's own state. A failing dossier is counted, reported and tried again by the next run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.steps.supervision.watch_ports import CrossingRecorder, DueEntries, ProgressCallback, WatchMark

A_DAY = timedelta(days=1)
LOOK_BACK = timedelta(days=35)
"""How far the first run of a deployment looks back."""

OVERLAP = timedelta(hours=1)
"""Read again by each run: the index lags behind the table, and midnight may be between two runs."""

MOST = 2000
"""Dossiers of one run; the next one continues with the rest."""

NOVEMBER = 11
"""From this month on the next year's calendar should be decided."""

SWEEP_DAYS = 120
"""Days of the index that one run rebuilds after a change of law."""


class DeadlineRunReport(NamedTuple):
    """Result of one run, for its log line and its alarms."""

    days: int = 0
    dossiers: int = 0
    told: int = 0
    prepared: int = 0
    swept: int = 0
    recomputed: int = 0
    failed: int = 0
    left: int = 0
    calendar_missing: int = 0

    def add_counts(self, **more: int) -> DeadlineRunReport:
        """Return the result with more counted."""
        return self._replace(**{name: getattr(self, name) + count for name, count in more.items()})


Report = Callable[[str, Exception], None]
"""Callback for a dossier that failed, and why."""


@dataclass
class DeadlineWatch:
    """One run. `digest` names the rule set, `years` are those of its calendars, ascending, and whether they are
    decided; the recorder is made once something is due."""

    due: DueEntries
    digest: str
    years: Mapping[int, bool]
    now: datetime
    make_teller: Callable[[ProgressCallback], CrossingRecorder]
    report: Report
    seen: DeadlineRunReport = field(default_factory=DeadlineRunReport)

    def run(self) -> DeadlineRunReport:
        """Process everything due, then continue the rebuild after a change of law."""
        mark = self.due.load_mark()
        since = self._record_due(min(mark.since or self.now - LOOK_BACK, self.now) - OVERLAP)
        # Stored before the sweep, so that a fault of the sweep does not affect due alerts.
        mark = self.due.keep(replace(mark, since=since))
        if (swept := self._sweep_ahead(mark)) != mark:
            self.due.keep(swept)
        return self.seen.add_counts(calendar_missing=int(self._is_next_year_undecided()))

    def _is_next_year_undecided(self) -> bool:
        """Return whether it is November or later and the next year's days off are not decided: the operators' alarm."""
        today = self.now.astimezone(VIETNAM).date()
        return today.month >= NOVEMBER and not self.years.get(today.year + 1, False)

    @cached_property
    def _teller(self) -> CrossingRecorder:
        return self.make_teller(self._add_counts)

    def _add_counts(self, **more: int) -> None:
        self.seen = self.seen.add_counts(**more)

    def _record_due(self, since: datetime) -> datetime:
        """Record due alerts; return where the next run begins: now, or the first day with dossiers left."""
        done, behind = set[str](), self.now
        for day in _list_days(since.astimezone(UTC).date(), self.now.astimezone(UTC).date()):
            self._add_counts(days=1)
            found = [each for each in dict.fromkeys(self.due.list_on_day(day, self.now, MOST + 1)) if each not in done]
            room = MOST - len(done)
            failed = sum(not self._try_dossier(each, self._teller.record_crossings) for each in found[:room])
            done |= set(found[:room])
            if failed or len(found) > room:
                behind = min(behind, datetime.combine(day, datetime.min.time(), UTC) + OVERLAP)
            if len(found) > room:
                self._add_counts(left=1)
                break
        return behind

    def _try_dossier(self, dossier_id: str, act: Callable[[str], None]) -> bool:
        """Return whether it succeeded; a fault of one dossier does not affect the others."""
        try:
            act(dossier_id)
        except Exception as fault:  # noqa: BLE001 - reported and counted; the next run tries again
            self._add_counts(failed=1)
            self.report(dossier_id, fault)
            return False
        return True

    def _sweep_ahead(self, mark: WatchMark) -> WatchMark:
        """After a change of the rule set, rebuild the index of the days ahead, some days in each run."""
        digest, again, begin = self.digest, mark.again, self.now.astimezone(UTC).date()
        if mark.digest in ("", digest):
            return replace(mark, digest=digest, again=self._recalculate_all(again))
        begin = mark.swept_to if mark.sweeping == digest and mark.swept_to else begin
        last, before = date(max(self.years), 12, 31), self.seen.swept
        for day in _list_days(begin, min(begin + A_DAY * (SWEEP_DAYS - 1), last)):
            again = self._recalculate_all((*again, *self.due.list_on_day(day, None, 0)))
            begin = day + A_DAY
            if self.seen.swept - before >= MOST:
                break
        if begin <= last:
            return replace(mark, sweeping=digest, swept_to=begin, again=again)
        return replace(mark, digest=digest, sweeping="", swept_to=None, again=again)

    def _recalculate_all(self, dossiers: Sequence[str]) -> tuple[str, ...]:
        """Return the dossiers on which it failed."""
        return tuple(
            each for each in dict.fromkeys(dossiers) if not self._try_dossier(each, self._teller.recalculate_dossier)
        )


def _list_days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + A_DAY * offset
