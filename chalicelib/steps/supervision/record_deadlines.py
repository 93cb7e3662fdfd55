"""Record deadlines: the alerts of one dossier, decided on its newest state.

Separate from the watch, which first checks whether anything is due: most dossier and rule data is loaded only then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.roles import SYSTEM
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.ledger.fact_kinds import FactKind
from chalicelib.domain.shared.errors import NotFound
from chalicelib.domain.supervision import alerts
from chalicelib.steps.dossier.alert_rules import find_alert_rules
from chalicelib.steps.dossier.command import build_change, run_command
from chalicelib.steps.dossier.context import Command, Decision, Dependencies
from chalicelib.steps.dossier.ports import Change, Loaded
from chalicelib.steps.supervision.deadline_facts import build_crossing_fact
from chalicelib.steps.supervision.recalculate_due import recalculate_due
from chalicelib.steps.supervision.watch_ports import ProgressCallback

AT_ONCE = 8
"""Facts of one transaction, well inside its limit of items."""


@dataclass(frozen=True, slots=True)
class DeadlineRecorder:
    """Records due alerts in one run; `count` receives the numbers of completed work."""

    deps: Dependencies
    now: datetime
    real_now: datetime
    count: ProgressCallback

    def record_crossings(self, dossier_id: str) -> None:
        """Record every threshold that has passed, a few in each transaction, and the next one in the index."""
        self.count(dossiers=1)
        while self._record_decided(dossier_id, self._build_crossings) == AT_ONCE:
            pass

    def _build_crossings(self, dossier: Dossier) -> tuple[NewFact, ...]:
        reference = self.deps.reference
        found = alerts.list_crossings(
            dossier, find_alert_rules(reference, dossier), reference.find_calendar(dossier.one_stop), self.now
        )
        return tuple(build_crossing_fact(reference, dossier, each) for each in found[:AT_ONCE])

    def _record_decided(self, dossier_id: str, decide: Callable[[Dossier], tuple[NewFact, ...]]) -> int:
        """Record the facts decided on the dossier's newest state, with its index; return how many. After a person's act
        in between, decide again; that act is never refused for it."""
        command = Command("watch_deadlines", dossier_id, SYSTEM, self.now, self.real_now, None)
        kept: list[NewFact] = []

        def build_deadline_change(loaded: Loaded) -> Change:
            if loaded.dossier is None:
                raise NotFound()
            kept[:] = decide(loaded.dossier)
            decision = Decision(tuple(kept), reindex=True)
            return build_change(self.deps, command, loaded.dossier, decision, None, "")

        run_command(self.deps, command, build_deadline_change)
        kinds = [each.kind for each in kept]
        prepared, recomputed = kinds.count(FactKind.REQUEST_OPENED), kinds.count(FactKind.DUE_RECOMPUTED)
        self.count(told=len(kept) - prepared - recomputed, prepared=prepared, recomputed=recomputed)
        return len(kept)

    def index_dossier(self, dossier_id: str) -> None:
        """Write the index entries of the dossier and its tasks."""
        self._record_decided(dossier_id, lambda _: ())

    def recalculate_dossier(self, dossier_id: str) -> None:
        """Recalculate the due times by the present law and calendars."""
        self.count(swept=1)
        self._record_decided(dossier_id, lambda d: recalculate_due(self.deps.reference, d))
