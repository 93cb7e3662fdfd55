"""A day compared with the portal: equal dossiers are left alone, differences are repaired or reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chalicelib.domain.dossier.dossier import Dossier
from chalicelib.domain.dossier.fold import fold_facts
from chalicelib.domain.ledger.chain import Fact
from chalicelib.domain.matters.matter import Matter
from chalicelib.domain.portal.position import PortalRefused, PortalUnavailable
from chalicelib.steps.portal.reconcile_national import Reconciliation, total_reports
from tests.steps.portal.test_sync_national import RememberingPortal, SyncDesk

DAY = date(2026, 11, 23)
UNIT = "H57.106.01"


@dataclass
class FakeDays:
    """One dossier moved; the reports that were kept."""

    facts: tuple[Fact, ...]
    kept: list[Mapping[str, Any]] = field(default_factory=list)
    matters: tuple[Matter, ...] = ()

    def list_matters_moved_on(self, day: date) -> Iterator[Matter]:
        """The frequent questions and the feedback."""
        yield from self.matters

    def list_moved_on(self, day: date) -> Iterator[Dossier]:
        """The dossier."""
        yield fold_facts(self.facts)

    def keep(self, day: date, report: Mapping[str, Any]) -> None:
        """Keep it."""
        self.kept.append(report)


@dataclass
class FakeHoldings:
    """A portal that shows one dossier as in `told`."""

    desk: SyncDesk
    shown: dict[str, dict[str, str]] = field(default_factory=dict)
    silent: bool = False
    editions: dict[str, int] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)

    def find_faq(self, number: str) -> int:
        """The edition that is shown."""
        return self.editions.get(number, 0)

    def find_feedback(self, number: str) -> int:
        """The last fact that is held."""
        return self.steps.get(number, 0)

    def read_day(self, day: date) -> Mapping[str, Mapping[str, str]]:
        """Return the shown dossiers."""
        return self.shown

    def find_holding(self, number: str) -> tuple[str, int] | None:
        """The state once everything is held."""
        if self.silent:
            raise PortalUnavailable("connection")
        whole = set(self.desk.portal.held) == set(self.desk.all)
        return (self.desk.case.dossier.national_code or "", len(self.desk.all)) if whole else None


def build_comparison(desk: SyncDesk, **shown: Any) -> tuple[Reconciliation, FakeDays]:
    """The comparison of a desk's one dossier."""
    days = FakeDays(desk.case.facts)
    return Reconciliation(desk.sync, FakeHoldings(desk, **shown), days), days


def read_code(desk: SyncDesk) -> str:
    return desk.case.dossier.code


def test_a_day_that_is_equal_needs_nothing() -> None:
    desk = SyncDesk()
    desk.drain()
    compared, days = build_comparison(desk, shown={UNIT: {read_code(desk): "10"}}, silent=True)
    report = compared(DAY)
    assert (report.dossiers, report.units, report.repaired, report.unrepaired) == (1, {}, [], [])
    assert days.kept == [report.to_data()]


def test_what_was_never_sent_is_sent() -> None:
    desk = SyncDesk()
    compared, _ = build_comparison(desk)
    report = compared(DAY)
    assert report.repaired == [desk.case.id]
    assert report.units == {UNIT: ({"10": 1}, {})}
    assert desk.portal.held == desk.all


def test_what_the_portal_lost_is_sent_again() -> None:
    desk = SyncDesk()
    desk.drain()
    desk.portal.held.clear()
    compared, _ = build_comparison(desk)
    assert compared(DAY).repaired == [desk.case.id]
    assert desk.portal.held == desk.all


def test_what_the_portal_has_under_another_day_is_neither_repaired_nor_reported() -> None:
    desk = SyncDesk()
    desk.drain()
    compared, _ = build_comparison(desk)
    report = compared(DAY)
    assert (report.repaired, report.unrepaired, len(report.units)) == ([], [], 1)
    assert desk.portal.asked == []


def test_a_parked_dossier_is_reported_with_its_reason() -> None:
    desk = SyncDesk(portal=RememberingPortal(before=[PortalRefused("portal_procedure_unknown")]))
    compared, days = build_comparison(desk)
    report = compared(DAY)
    assert report.unrepaired == [(desk.case.id, "portal_procedure_unknown")]
    assert days.kept[0]["unrepaired"] == [{"dossier": desk.case.id, "reason": "portal_procedure_unknown"}]
    assert compared(DAY).unrepaired == report.unrepaired, "and again while it is parked"


def test_a_state_that_stays_other_is_reported() -> None:
    desk = SyncDesk()
    desk.drain()
    compared, _ = build_comparison(desk, shown={UNIT: {read_code(desk): "4"}}, silent=True)
    assert compared(DAY).unrepaired == [(desk.case.id, "differs")]


def test_what_only_the_portal_has_is_reported() -> None:
    desk = SyncDesk()
    desk.drain()
    compared, _ = build_comparison(desk, shown={UNIT: {read_code(desk): "10", "H57-X": "1"}})
    report = compared(DAY)
    assert report.unrepaired == [("H57-X", "unknown_here")]
    assert total_reports([report, report]) == {
        "days": 2, "dossiers": 2, "faqs": 0, "feedback": 0, "units_differed": 2, "repaired": 0, "unrepaired": 2,
    }  # fmt: skip
