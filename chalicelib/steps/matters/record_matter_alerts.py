"""Alerts of matters: what runs out soon or has run out is recorded once, by the watch of deadlines.

A clock that repeats (unread matters, looked at daily) begins again with its alert.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.accounts.roles import SYSTEM
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.ledger.matter_facts import MatterFact
from chalicelib.domain.matters.kind_table import find_kind
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.matters.matter_clocks import list_reached_alerts, repeat_clock, write_clock
from chalicelib.domain.shared.errors import NotFound
from chalicelib.steps.dossier.context import Command
from chalicelib.steps.matters.matter_command import MatterDecision, build_rule_reader, run_matter_command
from chalicelib.steps.matters.matter_ports import LoadedMatter, MatterDependencies


@dataclass(frozen=True, slots=True)
class MatterAlertRecorder:
    """Records the alerts of one run. `count` reports progress."""

    deps: MatterDependencies
    now: datetime
    real_now: datetime
    count: Callable[..., None]

    def record_crossings(self, dossier_id: str) -> None:
        """Record every alert that a matter has reached. One without any is left alone."""
        matter = self.deps.matters.load_matter(dossier_id).matter
        if matter is None or not list_reached_alerts(matter, self.now):
            return
        command = Command(
            "alert", dossier_id, SYSTEM, self.now, self.real_now, None, f"alert-{matter.length}", None, "alert"
        )

        def decide(loaded: LoadedMatter) -> MatterDecision:
            found = loaded.matter
            reached = list_reached_alerts(found, self.now) if found else ()
            if found is None or not reached:
                raise NotFound()
            return MatterDecision(tuple(self._build_fact(found, name, alert) for name, alert in reached), None, "")

        run_matter_command(self.deps, command, decide)
        self.count(told=1)

    def recalculate_dossier(self, dossier_id: str) -> None:
        """Leave a matter as it is after a change of law: its clocks keep the rules under which they began."""

    def _build_fact(self, matter: Matter, name: str, alert: str) -> NewFact:
        kind = find_kind(matter.kind)
        data: dict[str, object] = {"matter": matter.kind, "clock": name, "alert": alert}
        find_rule = build_rule_reader(self.deps.reference, self.now, matter)
        calendar = self.deps.reference.find_calendar(matter.unit)
        again = repeat_clock(kind, matter, name, alert, self.now, find_rule, calendar)
        if again:
            data["clocks"] = {name: write_clock(again, reminder=True)}
        clock = matter.find_clock(name)
        return NewFact(
            MatterFact.ALERTED.value, data, law=({"article": clock.article if clock else ""},), by_system=True
        )
