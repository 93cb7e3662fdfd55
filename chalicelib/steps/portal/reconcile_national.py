"""Compare a day with the national portal: counts and states by unit. Differences are repaired by sending again; the
rest is reported for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Protocol

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.matters.faq_packages import find_held_edition
from chalicelib.domain.matters.feedback_packages import find_last_sent
from chalicelib.domain.matters.kinds.feedback import FEEDBACK
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.portal import mapping
from chalicelib.domain.portal.mapping import MappingGap
from chalicelib.domain.portal.position import PortalUnavailable
from chalicelib.steps.portal.sync_national import Sync, SyncOutcome, SyncResult

MOST_LISTED = 500
"""Dossiers that a report names; it counts all."""


class Days(Protocol):
    """Our own data of a day, and the reports."""

    def list_moved_on(self, day: date) -> Iterator[Dossier]:
        """Return the dossiers whose ledger grew on that day, in their present state."""

    def list_matters_moved_on(self, day: date) -> Iterator[Matter]:
        """Return the frequent questions and the feedback whose ledger grew on that day, in their present state."""

    def keep(self, day: date, report: Mapping[str, Any]) -> None:
        """Store the day's report."""


class Holdings(Protocol):
    """The portal's data. Every query raises PortalUnavailable when the portal does not answer."""

    def read_day(self, day: date) -> Mapping[str, Mapping[str, str]]:
        """Return unit → number → code of the state, of the dossiers sent on that day."""

    def find_holding(self, number: str) -> tuple[str, int] | None:
        """Return code of the state and number of the last fact, or None."""

    def find_faq(self, number: str) -> int:
        """Return the edition of a frequent question that is shown there; 0 for none."""

    def find_feedback(self, number: str) -> int:
        """Return the number of the last fact of a feedback that is held there; 0 for none."""


@dataclass(slots=True)
class Report:
    """Result of the comparison of a day. `units` holds the units that differed, with the counts of both sides; `faqs`
    and `feedback` count the frequent questions and the feedback that were compared."""

    day: date
    dossiers: int = 0
    faqs: int = 0
    feedback: int = 0
    units: dict[str, tuple[Mapping[str, int], Mapping[str, int]]] = field(default_factory=dict)
    repaired: list[str] = field(default_factory=list)
    unrepaired: list[tuple[str, str]] = field(default_factory=list)

    def to_data(self) -> dict[str, Any]:
        """The stored form of the report."""
        return {
            "day": self.day.isoformat(),
            "dossiers": self.dossiers,
            "faqs": self.faqs,
            "feedback": self.feedback,
            "units": {unit: {"ours": dict(a), "portal": dict(b)} for unit, (a, b) in sorted(self.units.items())},
            "repaired": self.repaired[:MOST_LISTED],
            "unrepaired": [{"dossier": each, "reason": why} for each, why in self.unrepaired[:MOST_LISTED]],
            "counts": {"repaired": len(self.repaired), "unrepaired": len(self.unrepaired)},
        }


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Compares for one deployment."""

    sync: Sync
    portal: Holdings
    days: Days

    def __call__(self, day: date) -> Report:
        """Compare a day and repair differences. Raise PortalUnavailable before any comparison."""
        theirs, report = self.portal.read_day(day), Report(day)
        ours = self._list_ours(day, report)
        for unit in sorted({*ours, *theirs}):
            self._compare_unit(report, unit, ours.get(unit, {}), dict(theirs.get(unit, {})))
        for matter in self.days.list_matters_moved_on(day):
            if matter.kind == FEEDBACK.name:
                self._compare_feedback(report, matter)
            else:
                self._compare_faq(report, matter)
        self.days.keep(day, report.to_data())
        return report

    def _list_ours(self, day: date, report: Report) -> dict[str, dict[str, Dossier]]:
        """Return the dossiers of the day by the unit's code at the portal, and by number."""
        units: dict[str, dict[str, Dossier]] = {}
        for dossier in self.days.list_moved_on(day):
            report.dossiers += 1
            try:
                unit = mapping.find_unit_code(self.sync.teller.mapping, dossier, self.sync.teller.unit_code)
            except MappingGap as gap:
                report.unrepaired.append((dossier.id, gap.reason))
                continue
            units.setdefault(unit, {})[mapping.choose_portal_number(dossier)] = dossier
        return units

    def _compare_unit(self, report: Report, unit: str, ours: Mapping[str, Dossier], theirs: Mapping[str, str]) -> None:
        expected = {number: dossier.national_code or "" for number, dossier in ours.items()}
        if expected == theirs:
            return
        report.units[unit] = (Counter(expected.values()), Counter(theirs.values()))
        for number, dossier in ours.items():
            if theirs.get(number) != expected[number]:
                self._repair_ledger(report, dossier.id, partial(self._has_at_portal, number, dossier))
        report.unrepaired += [(number, "unknown_here") for number in sorted(set(theirs) - set(ours))]

    def _compare_faq(self, report: Report, faq: Matter) -> None:
        """An entry of the day needs nothing where the portal shows its edition, or none as it should."""
        report.faqs += 1
        edition = find_held_edition(self.sync.ledgers.load_ledger(faq.id), self.sync.teller.sends_faqs)
        self._repair_ledger(report, faq.id, partial(self._shows_faq, faq.number, edition))

    def _compare_feedback(self, report: Report, feedback: Matter) -> None:
        """A feedback of the day needs nothing where the portal holds its last step."""
        report.feedback += 1
        last = find_last_sent(self.sync.ledgers.load_ledger(feedback.id), self.sync.teller.exchanges_feedback)
        self._repair_ledger(report, feedback.id, partial(self._has_feedback, feedback.exchange_number, last))

    def _repair_ledger(self, report: Report, ledger_id: str, is_held: Callable[[], bool]) -> None:
        """The portal may have it under another day; else send missing packages, and then lost ones."""
        for attempt in (None, self.sync.send_missing, self.sync.send_again):
            done = attempt(ledger_id) if attempt else None
            if done is not None and done.outcome is not SyncOutcome.SYNCED:
                report.unrepaired.append((ledger_id, self._explain_failure(ledger_id, done)))
                return
            if is_held():
                report.repaired += [ledger_id] if attempt else []
                return
        report.unrepaired.append((ledger_id, "differs"))

    def _shows_faq(self, number: str, edition: int) -> bool:
        try:
            return self.portal.find_faq(number) == edition
        except PortalUnavailable:
            return False

    def _has_feedback(self, number: str, last: int) -> bool:
        try:
            return self.portal.find_feedback(number) == last
        except PortalUnavailable:
            return False

    def _has_at_portal(self, number: str, dossier: Dossier) -> bool:
        try:
            held = self.portal.find_holding(number)
        except PortalUnavailable:
            return False
        return held is not None and held[0] == dossier.national_code

    def _explain_failure(self, dossier_id: str, done: SyncResult) -> str:
        parked = self.sync.positions.look(dossier_id)[0].parked
        return parked or done.parked or done.outcome.value


def total_reports(reports: Iterable[Report]) -> dict[str, int]:
    """Return the totals of several reports, for the log line and the alarms."""
    found = list(reports)
    return {
        "days": len(found),
        "dossiers": sum(each.dossiers for each in found),
        "faqs": sum(each.faqs for each in found),
        "feedback": sum(each.feedback for each in found),
        "units_differed": sum(len(each.units) for each in found),
        "repaired": sum(len(each.repaired) for each in found),
        "unrepaired": sum(len(each.unrepaired) for each in found),
    }
