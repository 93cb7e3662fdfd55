"""Runs of the deadline watch, with so many filings that have just become late."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.repositories.dynamodb import rows
from chalicelib.repositories.dynamodb.table import TableItem
from chalicelib.repositories.law.law_metadata import list_years, read_digest
from chalicelib.repositories.supervision.due_entries import DueTable
from chalicelib.steps.supervision.record_deadlines import DeadlineRecorder
from chalicelib.steps.supervision.watch_deadlines import DeadlineWatch
from tests.contract.journey import World

EVERY = timedelta(minutes=15)


@dataclass
class Watching:
    """Runs a quarter of an hour apart from `begin` on; `filed` is the submitted dossier whose clones become late."""

    world: World
    filed: Dossier
    begin: datetime
    late: int
    runs: int = 0

    def prepare_run(self) -> Callable[[], Any]:
        """Prepare the next run: its entries exist and the previous run has stored its mark."""
        if not self.runs:
            self._run_watch()
        self.runs += 1
        with TableItem.batch_write() as batch:
            for row in self._list_late_rows(self._find_run_time() - timedelta(minutes=1)):
                batch.save(row)
        return self._run_watch

    def _list_late_rows(self, due: datetime) -> Iterator[TableItem]:
        clock = self.filed.reception and replace(
            self.filed.reception, original_due_at=due, due_at=due, index_due_at=due
        )
        for number in range(self.late):
            name = f"late-{self.world.name}-{self.late}-{self.runs:03d}-{number:03d}"
            yield rows.build_state_row(replace(self.filed, id=name, reception=clock), due)

    def _find_run_time(self) -> datetime:
        return self.begin + self.runs * EVERY

    def _run_watch(self) -> None:
        now = self._find_run_time()
        teller = partial(DeadlineRecorder, self.world.deps, now, now)
        seen = DeadlineWatch(DueTable(), read_digest(), list_years(), now, teller, _raise_fault).run()
        if self.runs and seen.dossiers != self.late:
            raise RuntimeError(f"the watch looked at {seen.dossiers} dossiers, not at {self.late}")


def _raise_fault(dossier_id: str, fault: Exception) -> None:
    raise RuntimeError(f"the watch failed on {dossier_id}") from fault
