"""Count the facts of matters, and recount all of them from their ledgers.

The counter is that of dossiers over another aggregate. Every night the open matters are recounted as the boards are;
a recount of all months goes over every ledger and is run on request.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.domain.matters.kind_table import find_kind
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.matters.matter_counts import CountedMatter, MatterCountLine, MatterCounts, list_matter_lines
from chalicelib.domain.shared.errors import Busy
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.supervision.boards import find_drift, list_months_between
from chalicelib.steps.supervision.count_facts import CountStore, LedgerCounter
from chalicelib.steps.supervision.recount_boards import Drift, Recounted, RecountStore, report_drift


class MatterCounter(LedgerCounter[Matter, CountedMatter]):
    """Counts matters by month, unit and kind."""

    __slots__ = ()

    def count(self, state: Matter) -> CountedMatter:
        """Return a matter's lines, from its ledger."""
        facts = self.store.load_facts(state.id, state.length)
        return CountedMatter(state.length, list_matter_lines(find_kind(state.kind), facts))


class MatterCountStore(CountStore[Matter, CountedMatter], RecountStore[MatterCountLine], Protocol):
    """Counts of matters, read by month."""

    def read_month(self, month: str, unit: str = "") -> MatterCounts:
        """Return the count of each line of a month (empty: of what is open)."""

    def list_ids(self, unit: str) -> Iterable[str]:
        """Return the matters for which a unit is responsible, open and ended."""


@dataclass(frozen=True, slots=True)
class MatterRecounting:
    """Recounts every matter of one deployment from its facts."""

    counts: MatterCountStore
    counting: MatterCounter
    units: Sequence[str]

    def __call__(self, real_now: datetime, *, repair: bool = False) -> Recounted:
        """Compare the counts of every month with the ledgers; with `repair` also correct differences."""
        late, failed, drift = self._look(real_now)
        if drift:
            # Somebody may have worked meanwhile: only a difference seen twice is a fault.
            more, failed, second = self._look(real_now)
            late, drift = late + more, {line: pair for line, pair in second.items() if line in drift}
        repaired = sum(self.counts.repair(line, *pair) for line, pair in drift.items()) if repair else 0
        done = Recounted(late, failed, len(drift), repaired)
        if drift:
            self.counts.keep_report(real_now, report_drift(done, drift))
        return done

    def _look(self, real_now: datetime) -> tuple[int, int, Drift[MatterCountLine]]:
        late = failed = 0
        found = Counter[MatterCountLine]()
        for matter_id in (each for unit in self.units for each in self.counts.list_ids(unit)):
            try:
                late += self.counting.recount(matter_id)
            except Busy:
                failed += 1
            found.update(self.counts.load(matter_id)[1].lines)
        held = [line.month for line in found if line.month] + [f"{real_now.astimezone(VIETNAM):%Y-%m}"]
        months = ("", *list_months_between(min(held), max(held)))
        counted = {line: n for month in months for line, n in self.counts.read_month(month).items()}
        return late, failed, find_drift(counted, found)
