"""What the steps need from the outside world, as protocols. Fakes in `tests/` implement the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from chalicelib.domain.accounts.members import OfficerName
    from chalicelib.domain.accounts.officers import Officer
    from chalicelib.domain.catalogue.procedures import Procedure
    from chalicelib.domain.documents.slip_values import Slip
    from chalicelib.domain.dossier.dossier import Dossier
    from chalicelib.domain.flow.transitions import State
    from chalicelib.domain.law.case_dates import CaseDates
    from chalicelib.domain.law.rulings import Ruling
    from chalicelib.domain.ledger.chain import Fact, Part
    from chalicelib.domain.papers.paper import Paper
    from chalicelib.domain.security.quotas import QuotaUse
    from chalicelib.domain.shared.errors import FieldError, Words
    from chalicelib.domain.supervision.boards import Window
    from chalicelib.domain.supervision.worklist import Narrowing
    from chalicelib.domain.time.working_time import Calendar


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
class Outcome:
    """The first answer to an idempotency key: what was asked (digest) and what the dossier was then."""

    digest: str
    result: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Loaded:
    """Everything one command reads, in one strongly consistent request."""

    dossier: Dossier | None = None
    draft: Draft | None = None
    outcome: Outcome | None = None
    papers: Mapping[str, Paper] = field(default_factory=dict)
    extra: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExtraPut:
    """One more item of the same transaction: new when `expect` is None, else on that version."""

    pk: str
    sk: str
    body: Mapping[str, Any]
    expect: int | None = None
    index: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One command's writes: all of them, or none.

    `alerts` are the next alert instants of the dossier (under 0) and its partners' tasks (by number), which the due
    index holds; `moved` are tasks whose instant is another than before, so that they are written too. `also` is the
    change of another dossier in the same transaction.
    """

    after: Dossier | None = None
    before: Dossier | None = None
    facts: tuple[Fact, ...] = ()
    parts: tuple[Part, ...] = ()
    papers: tuple[Paper, ...] = ()
    erased: tuple[str, ...] = ()
    idem: str = ""
    outcome: Outcome | None = None
    draft: Draft | None = None
    draft_was: int | None = None
    draft_gone: bool = False
    dossier_id: str = ""
    extras: tuple[ExtraPut, ...] = ()
    alerts: Mapping[int, datetime] = field(default_factory=dict)
    moved: frozenset[int] = frozenset()
    gone: tuple[tuple[str, str], ...] = ()
    also: Change | None = None
    quotas: tuple[QuotaUse, ...] = ()


class Conflict(Exception):
    """The store changed between load and save. Nothing was written; load again and decide anew."""


class Dossiers(Protocol):
    """State, ledger, drafts and idempotency of dossiers."""

    def load(
        self,
        dossier_id: str,
        *,
        idem: str = "",
        papers: Sequence[str] = (),
        extra: Sequence[tuple[str, str]] = (),
    ) -> Loaded:
        """One strongly consistent request for named items."""

    def save(self, change: Change, *, now: datetime) -> None:
        """One transaction. Raises `Conflict` when a condition failed, `Busy` when the store is."""

    def ledger(self, dossier_id: str) -> tuple[Fact, ...]:
        """The whole ledger in order."""

    def parts(self, dossier_id: str) -> Mapping[str, Part]:
        """Personal parts still held, by digest."""


class Codes(Protocol):
    """The atomic counter of dossier codes, one per unit and day (never derived from rows)."""

    def next(self, series: str) -> int:
        """The next number, never given twice; a number whose receive fails stays unused."""

    def burnt(self, series: str, reserved: range) -> tuple[int, ...]:
        """Numbers given but unused; `reserved` is the range left to the paper register."""

    def used(self, series: str, numbers: range) -> tuple[int, ...]:
        """Numbers of the range that dossiers have, ascending."""

    def given(self, series: str) -> Sequence[str]:
        """The dossiers that have a number of the series, in the order of their numbers."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list and where the next begins."""

    items: Sequence[Mapping[str, Any]]
    cursor: str | None


class DueLists(Protocol):
    """Worklists by due date."""

    def due(
        self, unit: str, state: State, window: Window, procedure: str | None, limit: int, cursor: str | None
    ) -> Page:
        """Open work of a unit in one state that falls due in a window, soonest first; of one procedure if given."""


class Lists(DueLists, Protocol):
    """Key queries over the indexes. Lists may lag a moment; decisions never rest on them."""

    def work(self, unit: str, state: State, limit: int, cursor: str | None) -> Page:
        """Open work of a unit in one state, soonest due first."""

    def queue(
        self, unit: str, state: State, wanted: Narrowing, limit: int, cursor: str | None, *, backward: bool = False
    ) -> Page:
        """Open work of a unit in one state, narrowed, in the order of due times; `backward` begins with the last."""

    def whole(self, unit: str, states: Sequence[State], wanted: Narrowing, most: int) -> Sequence[Mapping[str, Any]]:
        """All open work of a unit in some states, narrowed; one line more than `most` says that there are others."""

    def names(self, lines: Sequence[Mapping[str, Any]]) -> Mapping[str, str]:
        """Names of applicants by dossier; what was erased has none."""

    def read(self, dossiers: Sequence[str]) -> Mapping[str, Dossier]:
        """The dossiers of lines as they stand, in one request."""

    def returned(self, unit: str, limit: int, cursor: str | None) -> Page:
        """Proposals that came back to a unit, with number, officer and the digest of the remarks."""

    def texts(self, wanted: Collection[tuple[str, str]]) -> Mapping[str, str]:
        """Texts of dossiers (id, digest) by their digests, in one request."""

    def approvals(self, unit: str, limit: int, cursor: str | None) -> Page:
        """Requests whose present stage is decided in a unit, oldest first."""

    def owned(self, sub: str, limit: int, cursor: str | None) -> Page:
        """A person's dossiers, newest first."""

    def drafts(self, sub: str, limit: int, cursor: str | None) -> Page:
        """A person's drafts, newest first."""


class Registers(Protocol):
    """Lists that supervision reads: outages, what was entered or done late, and reports on it."""

    def outages(self) -> Sequence[Mapping[str, Any]]:
        """Every declared outage."""

    def late(self, unit: str) -> Sequence[Mapping[str, Any]]:
        """The newest late entries of a unit."""

    def late_between(self, unit: str, since: str, until: str) -> Sequence[Mapping[str, Any]]:
        """The late entries of a unit that were recorded from one instant up to and without another."""

    def use_reports(self) -> Sequence[Mapping[str, Any]]:
        """Every report on the use of the system."""


class People(Protocol):
    """Officers as their colleagues know them."""

    def named(self, subs: Collection[str]) -> Mapping[str, OfficerName]:
        """Name and title by account, in one request; nothing is said of somebody without a record."""

    def of_unit(self, unit: str) -> Sequence[Officer]:
        """The records of those who have, or had, a right in a unit."""


class Holders(Protocol):
    """Who has how much on the desk."""

    def held(self, unit: str) -> Sequence[tuple[str, datetime | None]]:
        """Who has the unit's shares that are being worked on, each with its due time, in one query."""


class Accesses(Protocol):
    """Where views are recorded."""

    def record(
        self, dossier_id: str, sub: str, role: str, what: str, now: datetime, listed: Sequence[str] | None = None
    ) -> None:
        """Keep one view, of a list with the dossiers that it shows with names; a failure is raised, so that no view
        goes unrecorded."""


class Rulings(Protocol):
    """The law of one province."""

    def rule(self, param: str, dates: CaseDates, **scope: str) -> Ruling:
        """The rule in force for a case, each parameter's on the day of its own event; silence is a value of None."""


class Reference(Rulings, Protocol):
    """Read-only data of one province, cached for the life of the process."""

    province: str
    law_digest: str

    def procedure(self, procedure_id: str) -> Procedure:
        """A procedure of the catalogue; unknown ids are refused."""

    def calendar(self, unit: str) -> Calendar:
        """The working calendar of a unit: its office hours and the national days."""

    def competent(self, procedure: Procedure, one_stop: str, at: datetime) -> str:
        """The agency that settles the procedure for a dossier received at a one-stop unit."""

    def task_unit(self, procedure: Procedure, kind: str, one_stop: str, at: datetime) -> str:
        """The unit of a partner agency kind for a linked procedure."""

    def crosses_level(self, unit: str, other: str) -> bool:
        """Whether two units belong to different levels of administration."""

    def unit_code(self, unit: str, form: str) -> str | None:
        """The unit's identifier in the form that a code pattern names."""

    def one_stop(self, unit: str, at: datetime) -> None:
        """Refuses a unit that is unknown, retired or no one-stop unit."""

    def unit_words(self, unit: str) -> Words:
        """What a unit is called, in both languages; refuses an unknown one."""

    def require_agency(self, unit: str, at: datetime) -> None:
        """Refuses an agency that is unknown or retired."""

    def check_form(self, procedure: Procedure, answers: Mapping[str, Any], now: datetime) -> tuple[FieldError, ...]:
        """Errors of the answers against the procedure's e-form as of `now`; empty when acceptable."""


class Ledgers(Protocol):
    """Where facts and their personal parts are read, in order and consistently."""

    def ledger(self, dossier_id: str) -> tuple[Fact, ...]:
        """The whole ledger in order."""

    def parts(self, dossier_id: str) -> Mapping[str, Part]:
        """Personal parts still held, by digest."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An object as stored: which version, and its content."""

    version_id: str
    body: bytes


class SlipStore(Protocol):
    """Where slips are kept for good."""

    def put_once(self, key: str, body: bytes, content_type: str) -> Kept:
        """Store the bytes unless the key has some; answers what is stored there now."""


class SlipPapers(Protocol):
    """The rows by which people find the papers of a dossier."""

    def load(self, dossier_id: str, paper_id: str) -> Paper | None:
        """The paper, None when there is none."""

    def add(self, paper: Paper) -> bool:
        """Add a settled paper; False when it is there already."""


class Renderer(Protocol):
    """Makes a PDF of a slip; the same slip always gives the same bytes."""

    @property
    def engine(self) -> str:
        """Name and version of what writes the file."""

    def render(self, slip: Slip) -> bytes:
        """The PDF."""


class Handled(Protocol):
    """What makes a consumer idempotent by fact id, for life."""

    def has(self, consumer: str, fact_id: str) -> bool:
        """Whether the consumer has handled the fact: for leaving out work, never for deciding that it is new."""

    def once(self, consumer: str, fact_id: str, effects: Sequence[ExtraPut] = ()) -> bool:
        """Remember the fact together with its effects, all or nothing; False when it was handled before.

        Raises `Conflict` when an effect met another version of its item, `Busy` when the store is.
        """
