"""Due dates computed once more, from nothing but the recorded events and the law in force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from chalicelib.domain.catalogue.procedures import Procedure
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.shared.timezone import parse_stamp
from chalicelib.domain.time import clocks, working_calendar, working_time
from chalicelib.domain.time.clocks import Clock
from chalicelib.domain.time.deadlines import Duration, Unit
from chalicelib.repositories.catalogue.reference import ProvinceReference


@dataclass
class Dues:
    """The due times after some facts."""

    reference: ProvinceReference
    procedure: Procedure
    unit: str
    reception: Clock | None = None
    clock: Clock | None = None
    wait_until: datetime | None = None
    filed_at: datetime | None = None
    received_at: datetime | None = None
    proposals: dict[int, dict[str, Any]] = field(default_factory=dict)
    tasks: dict[str, datetime] = field(default_factory=dict)
    at_work: set[str] = field(default_factory=set)
    lead: str = ""

    def after(self, facts: Iterable[Fact]) -> Dues:
        """Take every fact in turn."""
        for fact in facts:
            take = getattr(self, f"_{fact.kind}", None)
            if take:
                take(fact)
        return self

    @property
    def _calendar(self) -> working_calendar.Calendar:
        return self.reference.find_calendar(self.unit)

    def _rule(self, param: str, at: datetime) -> Any:
        return self.reference.find_rule(param, CaseDates(at, self.filed_at, self.received_at)).value

    def _submitted(self, fact: Fact) -> None:
        self.filed_at = fact.occurred_at
        self._answer(fact)

    def _answer(self, fact: Fact) -> None:
        limit = Duration(self._rule("reception.answer_limit", fact.occurred_at), Unit.WORKING_HOUR)
        self.reception = clocks.start_reception(self._calendar, fact.occurred_at, limit)

    def _received(self, fact: Fact) -> None:
        time = self.procedure.processing_time
        cut_off = time.same_day_cut_off.strftime("%H:%M") if time.same_day_cut_off else ""
        self.received_at = fact.occurred_at
        self._answered_filing(fact)
        self.clock = clocks.start_clock(self._calendar, "resolution", fact.occurred_at, time.duration, cut_off=cut_off)

    def _answered_filing(self, fact: Fact) -> None:
        if self.reception and self.reception.ended_at is None:
            self.reception = clocks.end_clock(self.reception, fact.occurred_at)

    def _supplement_requested(self, fact: Fact) -> None:
        days = self._rule("supplement.wait_limit", fact.occurred_at)
        self.wait_until = working_time.add_calendar_days(self._calendar, fact.occurred_at, days)
        self._answered_filing(fact)
        if self.clock:
            self.clock = clocks.wait_for_supplement(self.clock, fact.occurred_at)

    def _supplemented(self, fact: Fact) -> None:
        self.wait_until = None
        if self.clock is None:
            self._answered_anew(fact)
        elif fact.data["stage"] == "appraisal":
            effect = clocks.SupplementEffect(self._rule("supplement.appraisal_effect", fact.occurred_at))
            self._move(clocks.resume_after_supplement(self._calendar, self.clock, fact.occurred_at, effect))

    def _answered_anew(self, fact: Fact) -> None:
        if self._rule("supplement.intake_effect", fact.occurred_at) != "goes_on":
            self._answer(fact)
        elif self.reception and self.reception.ended_at:
            self.reception = clocks.resume_clock(self._calendar, self.reception, fact.occurred_at)

    def _move(self, clock: Clock) -> None:
        """Another due time of the dossier: open tasks follow it by the same working time, never beyond it."""
        assert self.clock is not None
        before, self.clock = self.clock.due_at, clock
        if before == clock.due_at:
            return
        for unit in self.at_work:
            moved = clocks.move_sub_deadline(self._calendar, self.tasks[unit], before, clock.due_at)
            self.tasks[unit] = clock.due_at if unit == self.lead else moved

    def _transferred(self, fact: Fact) -> None:
        assert self.clock is not None
        lead = self.lead = self.reference.find_competent(self.procedure, self.unit, fact.occurred_at)
        self.tasks, hours = {lead: self.clock.due_at}, 0.0
        for task in self.procedure.tasks:
            hours += task.hours
            unit = self.reference.find_task_unit(self.procedure, task.kind, self.unit, fact.occurred_at)
            if unit != lead:
                ends = working_time.add_working_minutes(self._calendar, fact.occurred_at, round(hours * 60))
                self.tasks[unit] = min(ends, self.clock.due_at)
        self.at_work = set(self.tasks)

    def _task_finished(self, fact: Fact) -> None:
        self.at_work.discard(fact.data["unit"])

    def _request_opened(self, fact: Fact) -> None:
        self.proposals[fact.data["request"]] = dict(fact.data["about"])

    def _extended(self, fact: Fact) -> None:
        assert self.clock is not None
        self._move(clocks.extend_clock(self._calendar, self.clock, self.proposals[fact.data["request"]]["units"]))

    def _apologised(self, fact: Fact) -> None:
        assert self.clock is not None
        appointment = self.proposals[fact.data["request"]].get("due_at")
        if appointment:
            self._move(clocks.set_new_date(self._calendar, self.clock, parse_stamp(appointment)))

    def _resolved(self, fact: Fact) -> None:
        self.wait_until = None
        self._answered_filing(fact)
        if self.clock and self.clock.ended_at is None:
            self.clock = clocks.end_clock(self.clock, fact.occurred_at)

    _refused = _withdrawn = _stopped = _resolved


def strip_clock(clock: Clock | None) -> Clock | None:
    """A clock without what it cites, so that two ways of computing it can be compared."""
    return replace(clock, law=(), digest="") if clock else None
