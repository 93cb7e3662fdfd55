"""The course of a dossier: its timeline, its ledger as exported, and how a due date was counted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from chalicelib.domain.dossier.course import Reach
from chalicelib.domain.flow.transitions import RequestKind, State
from chalicelib.domain.time.deadlines import Unit
from chalicelib.models.dossiers import OtherDossierView, ReportedView
from chalicelib.models.http.base import View


class CitationView(View):
    """The rule of an act. `article` is empty for a choice of the service: never shown as law. Only officers see its
    certainty."""

    param: str
    entry: str
    article: str
    instrument: str
    is_law: bool
    certainty: str | None


class PersonView(View):
    """An officer whom the course names, as colleagues know them."""

    sub: str
    name: str
    title: str


class ProposedView(View):
    """An outcome as proposed: granted with its draft, or not, with the ground."""

    outcome: str
    result: str | None
    ground: str | None


class ReceptionChangeView(View):
    """One corrected value of a reception: its field and the paper, part or question (`subject`), the old value and the
    new one. For personal values only the field is named; the parts hold them."""

    field: str
    subject: str
    before: list[str]
    after: list[str]


class SuccessionView(View):
    """Work that went from a unit that ended to its successor, by which kind of change (empty where none is known)."""

    before: str
    after: str
    cause: str


class TimelineLine(View):
    """One event. `parts`: its personal parts, by the digests of the view's parts. Officers also see the actor (`by`, an
    account of `people`), the new and former holder of a task, the body asked for its `n`-th opinion, the reach of a
    note, and the `papers` sent between officers. `changes` are the values that a correction of the reception changed.
    """

    seq: int
    kind: str
    occurred_at: datetime
    recorded_at: datetime
    role: str
    unit: str | None
    by: str | None
    given_to: str | None
    taken_from: str | None
    asked_unit: str | None
    n: int | None
    request: RequestKind | None
    reach: Reach | None
    papers: list[str]
    proposed: ProposedView | None
    changes: list[ReceptionChangeView]
    other: OtherDossierView | None
    succession: SuccessionView | None
    to: State | None
    reported: ReportedView | None
    due_at: datetime | None
    law: list[CitationView]
    parts: dict[str, str]
    simulated: bool


class FallbackView(View):
    """The article of the province's regulation by which other texts apply in addition; officers also see its content,
    in our words."""

    article: str
    instrument: str
    says: str | None


class TimelineView(View):
    """The events of a dossier, in order, and their officers; the applicant sees only offices. `fallback` is set where
    an act rests on a text outside the province's regulation, and names the article of the regulation."""

    items: list[TimelineLine]
    people: list[PersonView]
    fallback: FallbackView | None


class HeldPart(View):
    """A personal part with its salt, so that a verifier can match it with its digest."""

    salt: str
    value: Any


class LedgerView(View):
    """The chained ledger as it is hashed, for the offline verifier."""

    dossier_id: str
    length: int
    head: str
    facts: list[dict[str, Any]]
    parts: dict[str, HeldPart]


class CountedDay(View):
    """A day that counts, or why it does not."""

    day: date
    number: int | None
    reason: str
    vi: str
    en: str


class ReadingView(View):
    """The reading of a rule on which a due date depends."""

    vi: str
    en: str
    rule: CitationView


class CountedView(View):
    """How a due date was counted. `basis` is the article that sets the limit; `reading` says which day is the day of
    receipt of a filing outside working hours."""

    started_at: datetime
    due_at: datetime
    original_due_at: datetime
    unit: Unit
    value: int
    provisional: bool
    basis: str
    reading: ReadingView | None
    days: list[CountedDay]
