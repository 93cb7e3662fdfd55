"""A case with its deadline watch: runs at chosen moments, and the alerts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.shared.errors import Busy
from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.repositories.law.law_metadata import list_years
from chalicelib.steps.dossier.context import Dependencies
from chalicelib.steps.dossier.ports import Change
from chalicelib.steps.supervision.record_deadlines import DeadlineRecorder
from chalicelib.steps.supervision.watch_deadlines import DeadlineRunReport, DeadlineWatch, Report
from chalicelib.steps.supervision.watch_ports import DueEntries
from tests.support.builders import Case
from tests.support.fakes.fake_due import FakeDue

TOLD = ("due_soon", "overdue")


def build_watch(
    deps: Dependencies, due: DueEntries, now: datetime, real_now: datetime, report: Report
) -> DeadlineWatch:
    """A run of the watch at a desk, by the rule set that the desk has."""
    teller = partial(DeadlineRecorder, deps, now, real_now)
    return DeadlineWatch(due, deps.reference.law_digest, list_years(), now, teller, report)


@dataclass
class WatchPost:
    """A case with its watch."""

    case: Case
    due: FakeDue
    failures: list[str] = field(default_factory=list)

    def run(self, at: datetime | None = None) -> DeadlineRunReport:
        """One run, at the case's time unless another is given."""
        now = at or self.case.now
        return build_watch(self.case.deps, self.due, now, now.astimezone(UTC), self._failed).run()

    def _failed(self, dossier_id: str, fault: Exception) -> None:
        self.failures.append(dossier_id)

    def until(self, end: datetime, step: timedelta = timedelta(hours=1)) -> WatchPost:
        """Runs at a steady pace until `end`; the case's clock goes along."""
        while self.case.now < end:
            self.case.now = min(self.case.now + step, end)
            self.run()
        return self

    def alerts(self) -> list[tuple[str, str]]:
        """Deadlines and levels of the alerts, in order."""
        return [(fact.data["deadline"], fact.data["level"]) for fact in self.facts()]

    def facts(self) -> list[Fact]:
        """The watch's alerts."""
        return [fact for fact in self.case.facts if fact.kind in TOLD]


def build_post(case: Case) -> WatchPost:
    return WatchPost(case, FakeDue(case.store))


def list_roles(fact: Fact) -> list[tuple[str, str]]:
    return [(each["role"], each["unit"]) for each in fact.data["audience"]]


def build_november_time(hour: int, day: int = 27) -> datetime:
    """An hour of a day of that November; the settlement of the case is due on Friday 27, 17:00."""
    return datetime(2026, 11, day, hour, tzinfo=VIETNAM)


@dataclass
class BrokenStore:
    """A store that fails for one dossier."""

    store: Any
    bad: str

    def save(self, change: Change, *, now: datetime) -> None:
        if change.after is not None and change.after.id == self.bad:
            raise Busy(retry_after=1)
        self.store.save(change, now=now)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)
