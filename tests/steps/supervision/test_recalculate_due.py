"""A year without its calendar: an alarm for the operator, and due times recalculated when it is decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from chalicelib.domain.shared.timezone import VIETNAM
from chalicelib.domain.time.working_calendar import DayOff
from tests.support.builders import Case
from tests.support.watch_builders import build_november_time, build_post

# ---- the calendar ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("at", "missing"), [("2027-10-31", 0), ("2027-11-01", 1)])
def test_from_november_on_a_missing_calendar_is_the_operators_alarm(at: str, missing: int) -> None:
    watched = build_post(Case())
    assert watched.run(datetime.fromisoformat(f"{at}T09:00:00+07:00")).calendar_missing == missing


def test_a_next_year_that_is_decided_raises_nothing() -> None:
    assert build_post(Case()).run(build_november_time(9)).calendar_missing == 0


def set_calendar(case: Case, changed: Callable[[Any], Any]) -> None:
    """The rule set with another calendar, as a later release brings it."""
    base = case.reference

    class Later:
        law_digest = "later"

        def __getattr__(self, name: str) -> Any:
            return getattr(base, name)

        def find_calendar(self, unit: str) -> Any:
            return changed(base.find_calendar(unit))

    case.reference = Later()


def test_a_provisional_due_time_is_recomputed_as_a_fact_when_its_year_is_decided() -> None:
    case = Case(now=datetime(2027, 12, 30, 9, tzinfo=VIETNAM)).processing()
    watched = build_post(case)
    watched.run()
    assert case.clock.provisional
    was, version = case.clock.due_at, case.dossier.version

    def add_day_off(calendar: Any) -> Any:
        last = DayOff(was.astimezone(VIETNAM).date(), "swap", "Nghỉ bù", "Swapped day")
        years = tuple(
            replace(year, provisional=False, off=(*year.off, last)) if year.year == was.year else year
            for year in calendar.years
        )
        return replace(calendar, years=years)

    set_calendar(case, add_day_off)
    for _ in range(20):
        if watched.due.kept.digest != "later":
            watched.run()
    fact = next(fact for fact in case.facts if fact.kind == "due_recomputed")
    assert (fact.by_system, case.dossier.version) == (True, version)
    assert (case.clock.provisional, case.clock.digest) == (False, "later")
    assert case.clock.due_at > was
    lead = next(task for task in case.dossier.tasks if task.lead)
    assert lead.due_at == case.clock.due_at
    assert min(case.store.due.values()) < case.clock.due_at
    count = len(case.facts)
    watched.run()
    assert len(case.facts) == count


def test_a_due_time_with_every_year_decided_is_left_alone() -> None:
    case = Case().processing()
    watched = build_post(case)
    watched.run()
    set_calendar(case, lambda calendar: calendar)
    seen = [watched.run() for _ in range(15)]
    assert sum(each.swept for each in seen) >= 1
    assert sum(each.recomputed for each in seen) == 0
    assert (watched.due.kept.digest, watched.due.kept.sweeping) == ("later", "")
