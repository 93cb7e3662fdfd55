"""External dependencies of the steps, as protocols. Fakes in `tests/` implement the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from chalicelib.domain.catalogue.procedures import Procedure
    from chalicelib.domain.dossier.dossier import Dossier
    from chalicelib.domain.flow.transitions import State
    from chalicelib.domain.law.case_dates import CaseDates
    from chalicelib.domain.law.rulings import Ruling
    from chalicelib.domain.ledger.chain import Fact, Part
    from chalicelib.domain.papers.paper import Paper
    from chalicelib.domain.security.quotas import QuotaUse
    from chalicelib.domain.shared.errors import BilingualWords, FieldError
    from chalicelib.domain.supervision.boards import DueWindow
    from chalicelib.domain.supervision.worklist import Narrowing
    from chalicelib.domain.time.working_calendar import Calendar
    from chalicelib.steps.dossier.items import ItemName, ListPlace


@dataclass(frozen=True, slots=True)
class Draft:
    """A filing being typed. Only its author sees it; it never enters the ledger."""

    id: str
    version: int
    author: str
    unit: str
    body: Mapping[str, Any]
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class RecordedOutcome:
    """The first answer to an idempotency key: the digest of the command and the resulting dossier."""

    digest: str
    result: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Loaded:
    """All data read by one command, in one strongly consistent request."""

    dossier: Dossier | None = None
    draft: Draft | None = None
    outcome: RecordedOutcome | None = None
    papers: Mapping[str, Paper] = field(default_factory=dict)
    extra: Mapping[ItemName, Mapping[str, Any]] = field(default_factory=dict)


class StoredWrite(Protocol):
    """Something else that a store writes in the transaction of a command."""

    def add_to(self, transaction: Any) -> None:
        """Add it."""


@dataclass(frozen=True, slots=True)
class ExtraPut:
    """One more item of the same transaction: new when `expect` is None, else on that version. `attributes` are those
    that lists show, `place` is where the item stands in a list; the store deletes it some time after `ends_at`."""

    item: ItemName
    body: Mapping[str, Any]
    expect: int | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    place: ListPlace | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One command's writes: all of them, or none.

    `alerts` are the next alert instants of the dossier (under 0) and its partners' tasks (by number), which the due
    index holds; `moved` are tasks whose instant changed, so that they are written too. `also` is the change of another
    dossier in the same transaction.
    """

    after: Dossier | None = None
    before: Dossier | None = None
    facts: tuple[Fact, ...] = ()
    parts: tuple[Part, ...] = ()
    papers: tuple[Paper, ...] = ()
    erased: tuple[str, ...] = ()
    idem: str = ""
    outcome: RecordedOutcome | None = None
    draft: Draft | None = None
    draft_was: int | None = None
    draft_gone: bool = False
    dossier_id: str = ""
    extras: tuple[ExtraPut, ...] = ()
    alerts: Mapping[int, datetime] = field(default_factory=dict)
    moved: frozenset[int] = frozenset()
    gone: tuple[ItemName, ...] = ()
    also: Change | None = None
    quotas: tuple[QuotaUse, ...] = ()


class Conflict(Exception):
    """The store changed between load and save. Nothing was written; load again and decide again."""


class Dossiers(Protocol):
    """State, ledger, drafts and idempotency of dossiers."""

    def load(
        self,
        dossier_id: str,
        *,
        idem: str = "",
        papers: Sequence[str] = (),
        extra: Sequence[ItemName] = (),
    ) -> Loaded:
        """Return named items in one strongly consistent request."""

    def save(self, change: Change, *, now: datetime) -> None:
        """Write one transaction. Raise `Conflict` when a condition failed, `Busy` when the store is."""

    def load_ledger(self, dossier_id: str) -> tuple[Fact, ...]:
        """Return the whole ledger in order."""

    def load_parts(self, dossier_id: str) -> Mapping[str, Part]:
        """Return personal parts still held, by digest."""


class Codes(Protocol):
    """The atomic counter of dossier codes, one per unit and day (never derived from rows)."""

    def draw_next(self, series: str) -> int:
        """Return the next number, never given twice; a number whose reception fails stays unused."""

    def list_unused(self, series: str, reserved: range) -> tuple[int, ...]:
        """Return numbers given but unused; `reserved` is the range left to the paper register."""

    def list_used(self, series: str, numbers: range) -> tuple[int, ...]:
        """Return numbers of the range that dossiers have, ascending."""

    def list_given(self, series: str) -> Sequence[str]:
        """Return the dossiers that have a number of the series, in the order of their numbers."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list and where the next begins."""

    items: Sequence[Mapping[str, Any]]
    cursor: str | None


class DueLists(Protocol):
    """Worklists by due date."""

    def list_due(
        self, unit: str, state: State, window: DueWindow, procedure: str | None, limit: int, cursor: str | None
    ) -> Page:
        """Return open work of a unit in one state that falls due in a window, soonest first; of one
        procedure if given."""


class OpenLists(DueLists, Protocol):
    """The same, and the work of several states at once."""

    def list_whole(
        self, unit: str, states: Sequence[State], wanted: Narrowing, most: int
    ) -> Sequence[Mapping[str, Any]]:
        """Return all open work of a unit in some states, filtered; one line more than `most` says that there are
        others."""


class Lists(OpenLists, Protocol):
    """Key queries over the indexes. Lists are eventually consistent; decisions never use them."""

    def list_work(self, unit: str, state: State, limit: int, cursor: str | None) -> Page:
        """Return open work of a unit in one state, soonest due first."""

    def list_queue(
        self, unit: str, state: State, wanted: Narrowing, limit: int, cursor: str | None, *, backward: bool = False
    ) -> Page:
        """Return open work of a unit in one state, filtered, in the order of due times; `backward` begins with the
        last."""

    def read_names(self, lines: Sequence[Mapping[str, Any]]) -> Mapping[str, str]:
        """Return names of applicants by dossier; erased ones have none."""

    def read(self, dossiers: Sequence[str]) -> Mapping[str, Dossier]:
        """Return the present dossiers of lines, in one request."""

    def list_returned(self, unit: str, limit: int, cursor: str | None) -> Page:
        """Return proposals that came back to a unit, with number, officer and the digest of the remarks."""

    def read_texts(self, wanted: Collection[tuple[str, str]]) -> Mapping[str, str]:
        """Return texts of dossiers (id, digest) by their digests, in one request."""

    def list_approvals(self, unit: str, limit: int, cursor: str | None) -> Page:
        """Return requests whose present stage is decided in a unit, oldest first."""

    def list_owned(self, sub: str, limit: int, cursor: str | None) -> Page:
        """Return a person's dossiers, newest first."""

    def list_drafts(self, sub: str, limit: int, cursor: str | None) -> Page:
        """Return a person's drafts, newest first."""


class Registers(Protocol):
    """Lists for supervision: outages, late entries and acts, and reports on them."""

    def list_outages(self) -> Sequence[Mapping[str, Any]]:
        """Return every declared outage."""

    def list_late(self, unit: str) -> Sequence[Mapping[str, Any]]:
        """Return the newest late entries of a unit."""

    def list_late_between(self, unit: str, since: str, until: str) -> Sequence[Mapping[str, Any]]:
        """Return the late entries of a unit recorded from one instant (inclusive) to another (exclusive)."""

    def use_reports(self) -> Sequence[Mapping[str, Any]]:
        """Return every report on the use of the system."""


class Rulings(Protocol):
    """The law of one province."""

    def find_rule(self, param: str, dates: CaseDates, **scope: str) -> Ruling:
        """Return the rule in force for a case, each parameter's on the day of its own event; silence is a value of
        None."""


class Reference(Rulings, Protocol):
    """Read-only data of one province, cached for the life of the process."""

    province: str
    law_digest: str

    def find_procedure(self, procedure_id: str) -> Procedure:
        """Return a procedure of the catalogue; refuse unknown ids."""

    def find_calendar(self, unit: str) -> Calendar:
        """Return the working calendar of a unit: its office hours and the national days."""

    def find_competent(self, procedure: Procedure, one_stop: str, at: datetime) -> str:
        """Return the agency that settles the procedure for a dossier received at a one-stop unit."""

    def find_task_unit(self, procedure: Procedure, kind: str, one_stop: str, at: datetime) -> str:
        """Return the unit of a partner agency kind for a linked procedure."""

    def find_heir(self, unit: str, at: datetime) -> str:
        """Return the unit that has the work of a unit: mostly itself."""

    def list_units_served(self, unit: str, at: datetime) -> tuple[str, ...]:
        """Return the unit that has a unit's work, and then those that ended and whose work it has."""

    def is_across_levels(self, unit: str, other: str) -> bool:
        """Return whether two units belong to different levels of administration."""

    def find_unit_code(self, unit: str, form: str) -> str | None:
        """Return the unit's identifier in the form that a code pattern names."""

    def require_one_stop(self, unit: str, at: datetime) -> None:
        """Refuse a unit that is unknown, retired or no one-stop unit."""

    def find_unit_words(self, unit: str) -> BilingualWords:
        """Return a unit's name in both languages; refuse an unknown one."""

    def require_agency(self, unit: str, at: datetime) -> None:
        """Refuse an agency that is unknown or retired."""

    def check_form(self, procedure: Procedure, answers: Mapping[str, Any], now: datetime) -> tuple[FieldError, ...]:
        """Return errors of the answers against the procedure's e-form as of `now`; empty when acceptable."""


class Ledgers(Protocol):
    """Read access to facts and their personal parts, in order and consistently."""

    def load_ledger(self, dossier_id: str) -> tuple[Fact, ...]:
        """Return the whole ledger in order."""

    def load_parts(self, dossier_id: str) -> Mapping[str, Part]:
        """Return personal parts still held, by digest."""
