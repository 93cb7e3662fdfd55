"""The nightly opening of reviews of rights: one for each unit with rights, in each period of the law of the day.

A review has an id that follows from its unit and period, so that two runs at once open one. The first run of a
deployment sets the day from which periods count: none is opened late for the past. A unit that fails is counted,
reported and tried again by the next run; the period counts as done once no unit has failed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

from chalicelib.domain.accounts.officers import Officer
from chalicelib.domain.accounts.rights.rights_review import (
    MONTHS,
    ReviewProgress,
    find_legal_day,
    find_period,
    find_reviewing_unit,
    is_review_due,
    name_period,
    write_review_subject,
)
from chalicelib.domain.accounts.roles import SYSTEM
from chalicelib.domain.catalogue.agencies import AgencyRetired, UnknownAgency
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.matters.kinds.rights_reviews import RIGHTS_REVIEWS
from chalicelib.steps.dossier.context import Command, digest_body
from chalicelib.steps.matters.matter_command import derive_matter_id
from chalicelib.steps.matters.matter_ports import MatterDependencies
from chalicelib.steps.matters.reviews.review_desk import find_province_unit
from chalicelib.steps.matters.take_matter_step import open_matter

AT_ONCE = 100
"""Officers that are read at once."""


class ReviewMark(Protocol):
    """What runs leave behind."""

    def start(self, now: datetime) -> ReviewProgress:
        """Return since when periods count, and the newest one that is done; the first run of a deployment sets it."""

    def finish(self, period: str) -> None:
        """Keep that every review of a period is open."""


class ListedOfficers(Protocol):
    """The list of all officers."""

    def load_page(self, after: str, count: int) -> tuple[Sequence[Officer], str]:
        """Return the officers after a place, and the place of the last one; empty at the end."""


class ReviewRunReport(NamedTuple):
    """Result of one run, for its log line and its alarms."""

    opened: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class _ReviewBody:
    """The answers to the opening form."""

    values: Mapping[str, Any]
    confirmed: Sequence[str] = ()
    papers: Sequence[str] = ()


@dataclass
class ReviewWatch:
    """One run, at the legal and the real time. `find_heir` returns the unit that has the work of a unit."""

    deps: MatterDependencies
    mark: ReviewMark
    pages: ListedOfficers
    find_heir: Callable[[str, datetime], str]
    now: datetime
    real_now: datetime
    report: Callable[[str, Exception], None]
    counts: dict[str, int] = field(default_factory=dict)

    def run(self) -> ReviewRunReport:
        """Open the reviews of the present period that are not open yet; none where the law has no such rule."""
        progress = self.mark.start(self.now)
        months = self.deps.reference.find_rule(MONTHS, CaseDates(self.now)).find_int()
        today = find_legal_day(self.now)
        if not months or not is_review_due(today, months, progress.since, progress.done):
            return ReviewRunReport()
        first = find_period(today, months)
        for unit in sorted(self._list_units()):
            try:
                self._open(unit, first, months)
            except Exception as fault:  # noqa: BLE001 - reported and counted; the next run tries again
                self.counts["failed"] = self.counts.get("failed", 0) + 1
                self.report(unit, fault)
        if not self.counts.get("failed"):
            self.mark.finish(name_period(first))
        return ReviewRunReport(**self.counts)

    def _list_units(self) -> frozenset[str]:
        """Return the units at work that answer for somebody's right now. One that ended without a successor answers for
        none: its rights open nothing."""
        office, place, found = find_province_unit(self.deps.reference, self.now), "", set[str]()
        while True:
            page, place = self.pages.load_page(place, AT_ONCE)
            found |= {
                self.find_heir(find_reviewing_unit(right, office), self.now)
                for officer in page
                for right in officer.assignments
                if right.valid_until is None or self.now < right.valid_until
            }
            if not place:
                return frozenset(filter(self._is_at_work, found))

    def _is_at_work(self, unit: str) -> bool:
        try:
            self.deps.reference.require_agency(unit, self.now)
        except (AgencyRetired, UnknownAgency):
            return False
        return True

    def _open(self, unit: str, first: date, months: int) -> None:
        period = name_period(first)
        key = f"review-{unit}-{period}"
        name = self.deps.reference.find_unit_words(unit).vi
        values = {"subject": write_review_subject(name, first, months), "work_unit": unit, "period": period}
        number = derive_matter_id(RIGHTS_REVIEWS, SYSTEM.sub, key)
        command = Command(
            "rights_review-open", number, SYSTEM, self.now, self.real_now, _ReviewBody(values), key, None,
            digest_body({"unit": unit, "period": period}),
        )  # fmt: skip
        if not open_matter(self.deps, RIGHTS_REVIEWS, command).repeated:
            self.counts["opened"] = self.counts.get("opened", 0) + 1
