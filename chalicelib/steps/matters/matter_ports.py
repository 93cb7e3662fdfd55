"""External dependencies of the steps on matters, as protocols."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from chalicelib.steps.dossier.items import ItemName
from chalicelib.steps.dossier.ports import ExtraPut, Page, Rulings, StoredWrite

if TYPE_CHECKING:
    from chalicelib.domain.accounts.roles import Role
    from chalicelib.domain.ledger.chain import Fact, Part
    from chalicelib.domain.matters.matter import Matter
    from chalicelib.domain.matters.matter_clocks import FindRule
    from chalicelib.domain.matters.matter_forms import MatterAnswers
    from chalicelib.domain.matters.matter_kind import MatterKind
    from chalicelib.domain.matters.public_face import PublicMatter
    from chalicelib.domain.matters.survey import SurveyCounts, SurveyLine
    from chalicelib.domain.papers.paper import Paper
    from chalicelib.domain.security.quotas import QuotaUse
    from chalicelib.domain.shared.errors import BilingualWords, FieldError
    from chalicelib.domain.time.working_calendar import Calendar
    from chalicelib.steps.accounts.case_accounts import CaseAccounts
    from chalicelib.steps.catalogue.unit_office import UnitOffice
    from chalicelib.steps.dossier.context import Command


@dataclass(frozen=True, slots=True)
class LoadedMatter:
    """All data read by one command, in one strongly consistent request: the matter, others and files that the command
    names by their ids, and personal parts where they are carried on."""

    matter: Matter | None = None
    others: Mapping[str, Matter] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)
    papers: Mapping[str, Paper] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MatterChange:
    """One command's writes: all of them, or none. `alert_at` is the next instant at which the watch looks; `also` is
    the opening of the matter as which this one continues. `unchanged` are matters on which the decision rests: nothing
    is written if one of them changed since it was read. `gone` are items that are deleted."""

    before: Matter | None
    after: Matter
    facts: tuple[Fact, ...]
    parts: tuple[Part, ...] = ()
    extras: tuple[ExtraPut, ...] = ()
    alert_at: datetime | None = None
    quotas: tuple[QuotaUse, ...] = ()
    also: MatterChange | None = None
    unchanged: tuple[Matter, ...] = ()
    writes: tuple[StoredWrite, ...] = ()
    gone: tuple[ItemName, ...] = ()


class Matters(Protocol):
    """State and ledger of matters."""

    def load_matter(self, matter_id: str, *, others: Sequence[str] = (), papers: Sequence[str] = ()) -> LoadedMatter:
        """Return the matter, and others and its papers by their ids, in one strongly consistent request."""

    def load_with_parts(self, matter_id: str) -> LoadedMatter:
        """Return the matter with its papers and the personal parts still held, in one strongly consistent request."""

    def save_matter(self, change: MatterChange, *, now: datetime) -> None:
        """Write one transaction. Raise `Conflict` when a condition failed, `Busy` when the store is."""

    def load_ledger(self, matter_id: str) -> tuple[Fact, ...]:
        """Return the whole ledger in order."""

    def load_parts(self, matter_id: str) -> Mapping[str, Part]:
        """Return personal parts still held, by digest."""


@dataclass(frozen=True, slots=True)
class SurveyMark:
    """That a person answered a survey, by digests alone: of the person, of the command's key, and of its key and
    answers together."""

    person: str
    command: str
    content: str


@dataclass(frozen=True, slots=True)
class SurveyCount:
    """The writes of one person's answers: all of them, or none. The mark lives until `ends_at`."""

    matter_id: str
    mark: SurveyMark
    lines: tuple[SurveyLine, ...]
    ends_at: datetime
    quotas: tuple[QuotaUse, ...] = ()


class MatterTexts(Protocol):
    """The matters of a list, and the texts that it shows of them."""

    def read_matters(self, numbers: Sequence[str]) -> Mapping[str, Matter]:
        """Return the matters of lines, in one batch."""

    def read_texts(self, wanted: Collection[tuple[str, str]]) -> Mapping[str, str]:
        """Return texts of matters (number, digest) by their digests, in one batch; erased ones are left out."""


class MatterLists(Protocol):
    """Lists of matters: of a unit, of a person, and the public one. For display, never for decisions."""

    def list_by_unit(
        self, kind: str, unit: str, ended: bool, state: str | None, limit: int, cursor: str | None
    ) -> Page:
        """Return a unit's matters of a kind: open ones by due time, ended ones newest first."""

    def list_numbered(self, kind: str, unit: str, number: str) -> Page:
        """Return the matter with a number among those of a kind that a unit handles, open or ended."""

    def list_by_reporter(self, kind: str, sub: str, limit: int, cursor: str | None) -> Page:
        """Return the matters of a kind that a person reported or opened, newest first."""


@dataclass(frozen=True, slots=True)
class PublicPage:
    """One page of public matters, and where the next begins."""

    items: Sequence[PublicMatter]
    cursor: str | None = None


class PublicMatters(Protocol):
    """The projection that everybody reads."""

    def put(self, shown: PublicMatter, words: Sequence[str], length: int) -> None:
        """Store a public matter with the words by which it is found, as of a length of its ledger. An older state than
        the stored one changes nothing."""

    def remove(self, matter_id: str, length: int) -> None:
        """Remove a matter that is not public any more, in the same way."""

    def find(self, matter_id: str) -> PublicMatter | None:
        """Return one public matter."""

    def list_newest(self, kind: str, unit: str | None, limit: int, cursor: str | None) -> PublicPage:
        """Return public matters of a kind, newest first; of one unit if given."""

    def list_group(self, kind: str, group: str, limit: int, cursor: str | None) -> PublicPage:
        """Return public matters of one group of a kind, newest first."""

    def search(self, kind: str, words: Sequence[str], limit: int, group: str | None = None) -> Sequence[PublicMatter]:
        """Return public matters that have some of the words, best first; of one group if given."""


class Surveys(Protocol):
    """Counted answers to surveys, and marks of those who answered."""

    def digest_answers(
        self, matter_id: str, sub: str, key: str, lines: Sequence[SurveyLine], real_now: datetime
    ) -> SurveyMark:
        """Return the mark of a person on a survey: it cannot be reversed, nor compared with that of another survey, and
        nobody finds the answers by it without the command's key, which is stored nowhere."""

    def count_answers(self, count: SurveyCount, *, now: datetime) -> SurveyMark:
        """Count answers, set the mark and use the quotas in one transaction; return the mark that is held. A mark of
        the person that is set already stays, and then nothing is counted. Raise Conflict, Busy or QuotaReached."""

    def read_counts(self, matter_id: str) -> SurveyCounts:
        """Return the counts of a survey."""


class MatterNumbers(Protocol):
    """The atomic counter of numbers."""

    def draw_next(self, series: str) -> int:
        """Return the next number of a series, never given twice."""


class MatterReference(Rulings, Protocol):
    """Law, calendars and agencies of the province."""

    province: str

    def cite_articles(self, short: str, on: date) -> tuple[str, ...]:
        """Return a table's short citation as the articles of the province on that day, as printed."""

    def find_calendar(self, unit: str) -> Calendar:
        """Return the working calendar of a unit."""

    def find_unit_words(self, unit: str) -> BilingualWords:
        """Return a unit's name in both languages; refuse an unknown one."""

    def require_agency(self, unit: str, at: datetime) -> None:
        """Refuse an agency that is unknown or retired."""

    def find_superiors(self, unit: str) -> frozenset[str]:
        """Return the units above a unit."""

    def find_units_of_kind(self, kind: str, at: datetime) -> tuple[str, ...]:
        """Return the active units of a kind, in the order of the tree."""


SchemaCheck = Callable[[Mapping[str, Any], Mapping[str, Any], datetime], "tuple[FieldError, ...]"]
"""Returns the faults of answers to a closed JSON Schema, as of an instant."""


class ReviewAnswers(Protocol):
    """What checks of reviews of rights ask; each raises its refusal, or returns what the fact notes."""

    def open_lines(self, context: CheckContext) -> Mapping[str, Any]:
        """Return the lines of a new review."""

    def answer_line(self, context: CheckContext, answer: str) -> Mapping[str, Any]:
        """Return the answer for one right, and the end of the review with the last one."""

    def close(self, context: CheckContext) -> Mapping[str, Any]:
        """Refuse to close a review while a right that still stands has no answer."""


@dataclass(frozen=True, slots=True)
class MatterDependencies:
    """Dependencies of the steps on matters. `find_field` returns the field of administration of a procedure; it raises
    UnknownProcedure. `keep` takes a file out of the expiry of uploads; it raises PaperExpired for one that is gone."""

    matters: Matters
    numbers: MatterNumbers
    reference: MatterReference
    check_schema: SchemaCheck
    salt: Callable[[], str]
    find_field: Callable[[str], str]
    keep: Callable[[Paper], None]
    simulated: bool = False
    effects: Mapping[str, Callable[[CheckContext], tuple[StoredWrite, ...]]] = field(default_factory=dict)
    """What steps change outside their matter, by name: each refuses, or returns what else is written."""
    accounts: CaseAccounts | None = None
    units: UnitOffice | None = None
    reviews: ReviewAnswers | None = None


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What a check and an effect may read. `notes` are what the checks noted, for an effect."""

    deps: MatterDependencies
    kind: MatterKind
    matter: Matter | None
    answers: MatterAnswers
    command: Command[object]
    find_rule: FindRule
    role: Role
    loaded: LoadedMatter = field(default_factory=LoadedMatter)
    article: str = ""
    notes: Mapping[str, Any] = field(default_factory=dict)


Check = Callable[[CheckContext], Mapping[str, Any]]
"""Raises its refusal, or returns what the fact should note."""
