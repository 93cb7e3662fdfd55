"""Retry the dossiers whose messages wait, longest first; only a few at once, to spare the portal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.steps.portal.sync_national import MOST, Sync, SyncOutcome, SyncResult


@dataclass(frozen=True, slots=True)
class SyncSweepReport:
    """Result of one run, for its log line and its alarms."""

    taken: int = 0
    sent: int = 0
    waiting: int = 0
    parked: int = 0
    late: int = 0
    failed: int = 0

    def add_result(self, done: SyncResult) -> SyncSweepReport:
        """Return the result with one more dossier counted."""
        return replace(
            self,
            taken=self.taken + 1,
            sent=self.sent + done.sent,
            waiting=self.waiting + (done.outcome is SyncOutcome.WAITING),
            parked=self.parked + bool(done.parked),
            late=self.late + done.late,
        )


def sweep_sync(sync: Sync, until: datetime, failed: Callable[[Exception], None]) -> SyncSweepReport:
    """Drain due dossiers until time is up or the portal is down. A failing dossier is passed to `failed` and does not
    delay the others."""
    swept = SyncSweepReport()
    for dossier_id in sync.positions.list_due(sync.clock(), MOST):
        if sync.clock() >= until or sync.positions.load_circuit().is_open(sync.clock()):
            break
        try:
            swept = swept.add_result(sync.send_missing(dossier_id, until=until))
        except Exception as fault:  # noqa: BLE001 - one dossier's fault is reported and must not stop the sweep
            failed(fault)
            swept = replace(swept, failed=swept.failed + 1)
    return swept
