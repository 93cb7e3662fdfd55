"""Tell deadlines: what the watch says of one dossier, decided on its newest state.

Apart from the watch, which has to know first whether anything is due at all: most of what a dossier is, and of what
may be said of it, is loaded when something is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.roles import SYSTEM
from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.shared.errors import NotFound
from chalicelib.domain.supervision import alerts
from chalicelib.steps.dossier.alert_rules import alert_rules
from chalicelib.steps.dossier.command import attempt, write
from chalicelib.steps.dossier.context import Ask, Decision, Desk
from chalicelib.steps.dossier.ports import Change, Loaded
from chalicelib.steps.supervision.deadline_facts import fact
from chalicelib.steps.supervision.recalculate_due import recomputed
from chalicelib.steps.supervision.watch_ports import Count

AT_ONCE = 8
"""Facts of one transaction, well inside its limit of items."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Writes down what is due in one run; `count` is told what was done, as far as it came."""

    desk: Desk
    now: datetime
    real_now: datetime
    count: Count

    def tell(self, dossier_id: str) -> None:
        """Record every threshold that has passed, a few in each transaction, and the next one in the index."""
        self.count(dossiers=1)
        while self._recorded(dossier_id, self._crossed) == AT_ONCE:
            pass

    def _crossed(self, d: Dossier) -> tuple[NewFact, ...]:
        reference = self.desk.reference
        found = alerts.crossed(d, alert_rules(reference, d), reference.calendar(d.one_stop), self.now)
        return tuple(fact(reference, d, each) for each in found[:AT_ONCE])

    def _recorded(self, dossier_id: str, decide: Callable[[Dossier], tuple[NewFact, ...]]) -> int:
        """Record what was decided on the dossier's newest state, with its index; how many facts. A person's act in
        between is decided on again and never refused for it."""
        ask = Ask("watch_deadlines", dossier_id, SYSTEM, self.now, self.real_now)
        kept: list[NewFact] = []

        def change(loaded: Loaded) -> Change:
            if loaded.dossier is None:
                raise NotFound()
            kept[:] = decide(loaded.dossier)
            decision = Decision(tuple(kept), reindex=True)
            return write(self.desk, ask, loaded.dossier, decision, None, "")

        attempt(self.desk, ask, change)
        kinds = [each.kind for each in kept]
        prepared, anew = kinds.count("request_opened"), kinds.count("due_recomputed")
        self.count(told=len(kept) - prepared - anew, prepared=prepared, recomputed=anew)
        return len(kept)

    def enter(self, dossier_id: str) -> None:
        """Enter the dossier and its tasks in the index, as they stand."""
        self._recorded(dossier_id, lambda _: ())

    def anew(self, dossier_id: str) -> None:
        """Count the due times anew by the law and the calendars as they now are."""
        self.count(swept=1)
        self._recorded(dossier_id, lambda d: recomputed(self.desk.reference, d))
