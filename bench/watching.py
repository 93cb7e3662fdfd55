"""Runs of the deadline watch, with so many filings that have just become late."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.repositories.dynamodb import rows
from chalicelib.repositories.dynamodb.table import Row
from chalicelib.repositories.law.law_metadata import digest, years
from chalicelib.repositories.supervision.due_entries import DueTable
from chalicelib.steps.supervision.record_deadlines import Teller
from chalicelib.steps.supervision.watch_deadlines import Watch
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

    def ready(self) -> Callable[[], Any]:
        """Prepare the next run: its entries exist and the previous run has stored its mark."""
        if not self.runs:
            self._run()
        self.runs += 1
        with Row.batch_write() as batch:
            for row in self._late(self._at() - timedelta(minutes=1)):
                batch.save(row)
        return self._run

    def _late(self, due: datetime) -> Iterator[Row]:
        clock = self.filed.reception and replace(
            self.filed.reception, original_due_at=due, due_at=due, index_due_at=due
        )
        for number in range(self.late):
            name = f"late-{self.world.name}-{self.late}-{self.runs:03d}-{number:03d}"
            yield rows.state_row(replace(self.filed, id=name, reception=clock), due)

    def _at(self) -> datetime:
        return self.begin + self.runs * EVERY

    def _run(self) -> None:
        now = self._at()
        teller = partial(Teller, self.world.desk, now, now)
        seen = Watch(DueTable(), digest(), years(), now, teller, _fault).run()
        if self.runs and seen.dossiers != self.late:
            raise RuntimeError(f"the watch looked at {seen.dossiers} dossiers, not at {self.late}")


def _fault(dossier_id: str, fault: Exception) -> None:
    raise RuntimeError(f"the watch failed on {dossier_id}") from fault
