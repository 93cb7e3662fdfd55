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
    """The rule an act rests on. `article` is empty for a choice of the service: never shown as law. How certain it is
    only officers are shown."""

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
    """An outcome as it was proposed: granted with its draft, or not, with the ground."""

    outcome: str
    result: str | None
    ground: str | None


class ReceptionChangeView(View):
    """One value of a reception that was put right: of which field and which paper, part or question (`subject`), what
    it was and what it is. Of personal values the field alone is named; the parts hold them."""

    field: str
    subject: str
    before: list[str]
    after: list[str]


class TimelineLine(View):
    """One thing that happened. `parts`: its personal parts, by the digests of the view's parts. Officers also see who
    acted (`by`, an account of `people`), whom a share was given to and taken from, which body was asked its `n`-th
    opinion, how far a note reaches, and the `papers` that went between officers. `changes` are the values that a
    correction of the reception put right."""

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
    to: State | None
    reported: ReportedView | None
    due_at: datetime | None
    law: list[CitationView]
    parts: dict[str, str]
    simulated: bool


class FallbackView(View):
    """By which article of the province's regulation other texts apply beside it; for officers also what it says, in our
    words."""

    article: str
    instrument: str
    says: str | None


class TimelineView(View):
    """What happened to a dossier, in order, and the officers whom it names; the applicant is told offices alone.
    `fallback` where an act rests on a text beside the regulation of the province, and that says by which article."""

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
    """How a rule is read where a due date depends on it."""

    vi: str
    en: str
    rule: CitationView


class CountedView(View):
    """How a due date was counted. `basis` is the article that sets the limit; `reading` says which day is the day of
    receipt of what came in off hours."""

    started_at: datetime
    due_at: datetime
    original_due_at: datetime
    unit: Unit
    value: int
    provisional: bool
    basis: str
    reading: ReadingView | None
    days: list[CountedDay]
