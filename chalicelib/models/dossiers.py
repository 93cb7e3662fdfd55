"""Dossiers as they are shown: every field that a view may carry."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from chalicelib.domain.clocks import Effect
from chalicelib.domain.course import Reach
from chalicelib.domain.deadlines import Unit
from chalicelib.domain.flow import RequestKind, State
from chalicelib.domain.obligations import Due, ExemptionState, ObligationState
from chalicelib.domain.papers import PaperKind, PaperState
from chalicelib.domain.payment_ways import Way
from chalicelib.domain.roles import Role
from chalicelib.models.base import View
from chalicelib.steps.views import Viewer

__all__ = ["CountedView", "DossierPage", "DossierView", "DraftView", "Effect", "LedgerView", "TimelineView"]


class NamesView(View):
    """A thing's id with its names."""

    id: str
    vi: str
    en: str


class TaskView(View):
    """One agency's share."""

    n: int
    unit: str
    lead: bool
    due_at: datetime
    done_at: datetime | None
    waits: bool
    holder: str | None


class ConsultationView(View):
    """An opinion asked of another body."""

    n: int
    unit: str
    reply_due_at: datetime
    answered_at: datetime | None


class SentBackView(View):
    """Whose remarks a proposal waits to be answered, since when, and which officer answers (null: any of the desk)."""

    by: str
    officer: str | None
    at: datetime


class RequestView(View):
    """A proposal waiting for its decision; `yours_to_decide` when the reader may decide it now. A `prepared` one is the
    system's: people must complete it before there is anything to agree to. `new_due_at` is the date that an apology
    names, or that another time of reception (`received_at`) leads to; `units` how many units an extension adds. A
    proposed outcome says what is to be signed and how many working minutes each stage has; `due_at` is when who has it
    now should have acted."""

    n: int
    kind: RequestKind
    opened_at: datetime
    chain: list[list[str]]
    passed: int
    prepared: bool
    yours_to_decide: bool
    new_due_at: datetime | None
    received_at: datetime | None
    procedure: str | None
    units: int | None
    due_at: datetime | None
    minutes: list[int]
    outcome: str | None
    result: str | None
    ground: str | None
    proposer: str | None
    sent_back: SentBackView | None
    yours_to_answer: bool


class ObligationView(View):
    """One sum owed, in đồng."""

    id: str
    fee_key: str
    amount: int
    due: Due
    deferred: str | None
    state: ObligationState
    blocking: bool
    exemption: ExemptionState


class RefiledFromView(View):
    """The void dossier that was received for the wrong procedure, with its code and the time of its reception, and what
    the right procedure still lacks."""

    dossier: str
    code: str
    received_at: datetime
    lacking: list[str]
    lacking_fields: list[str]


class RefiledIntoView(View):
    """The dossier under the right procedure, with its receipt number."""

    dossier: str
    receipt_no: str


class OtherDossierView(View):
    """Another dossier that a line of the course is about, and its number."""

    dossier: str
    number: str


class PartView(View):
    """A personal part of the dossier, with the digest that the ledger carries in its place; `superseded` when a
    correction of the reception has put another in its place."""

    name: str
    digest: str
    value: Any
    superseded: bool


class ReportedView(View):
    """The progress that a line-of-business system reported (VL-9.1): its code, the words that people see, and when."""

    status: str
    vi: str
    en: str
    at: datetime


class DossierView(View):
    """A dossier as the reader may see it. `allowed` lists the steps this person may take now; `owes` what the
    agency still owes the applicant with the result; `data_format` is the format in which data made elsewhere may
    amend the form, where the law takes data so."""

    id: str
    version: int
    state: State
    national_code: str | None
    receipt_no: str
    code: str | None
    channel: str
    seen_as: Viewer
    procedure: NamesView
    one_stop: str
    agency: str | None
    filed_at: datetime
    reception_at: datetime | None
    reception_due_at: datetime | None
    received_at: datetime | None
    due_at: datetime | None
    original_due_at: datetime | None
    index_due_at: datetime | None
    provisional: bool
    late: bool | None
    reported: ReportedView | None
    complete_at: datetime | None
    late_cause: str | None
    owes: list[str]
    outcome: str | None
    stage: str | None
    asked: list[str]
    asked_fields: list[str]
    asked_payment: bool
    asked_grounds: list[str]
    asked_without_trip: bool
    wait_until: datetime | None
    immediate: bool
    refiled_from: RefiledFromView | None
    refiled_into: RefiledIntoView | None
    simulated: bool
    papers: dict[str, str]
    results: list[str]
    handed: list[str]
    for_unit: str | None
    desk: str | None
    receipt: bool
    transfer_due_at: datetime | None
    originals_kept: list[str]
    held: list[str]
    return_way: str | None
    to_compare: list[str]
    originals_called: list[str]
    originals_shown_as: str | None
    originals_legal_basis: str | None
    visits: int
    pays_anywhere: bool
    pay_ways: list[Way]
    returns_anywhere: bool
    invitations: list[datetime]
    allowed: list[str]
    data_format: str | None
    tasks: list[TaskView]
    consultations: list[ConsultationView]
    requests: list[RequestView]
    obligations: list[ObligationView]
    parts: list[PartView] = []


class HandoverRecordView(View):
    """The record that postman and receiver signed."""

    number: str
    signed_at: datetime


class DraftView(View):
    """A filing being typed. `wants` is what the way it came must put on record besides: whether help to file online was
    accepted or declined, the hand-over record of the post."""

    id: str
    version: int
    procedure: str
    one_stop: str
    channel: str
    answers: dict[str, Any]
    applicant: dict[str, Any]
    on_behalf: dict[str, Any] | None
    claims: list[str]
    exemption: dict[str, Any] | None
    papers: list[str]
    for_unit: str | None
    return_way: str | None
    return_address: str | None
    handover_record: HandoverRecordView | None
    efiling: str | None
    held: list[str]
    wants: list[str]
    updated_at: datetime
    expires_at: datetime


class ListedView(View):
    """One line of a list; `late` is said in worklists alone, `applicant` there to those who work with the person."""

    dossier_id: str
    kind: str
    code: str | None
    receipt_no: str | None
    procedure: str | None
    state: str | None
    unit: str | None
    due_at: datetime | None
    filed_at: datetime | None
    channel: str | None
    holder: str | None
    late: bool | None
    applicant: str | None = None


class DossierPage(View):
    """One page of a list; ask again with `cursor` for the next."""

    items: list[ListedView]
    cursor: str | None


class ApprovalView(View):
    """A request that waits for a decision: whose dossier, since when, until when where a stage has its time, and which
    roles decide the present stage."""

    dossier_id: str
    n: int
    kind: RequestKind
    code: str | None
    receipt_no: str
    procedure: str
    unit: str
    opened_at: datetime
    due_at: datetime | None
    roles: list[Role]


class ApprovalsPage(View):
    """One page of waiting requests; ask again with `cursor` for the next."""

    items: list[ApprovalView]
    cursor: str | None


class ReturnedView(View):
    """A proposal that came back: whose dossier, since when, the remarks, who answers (null: any of the desk) and by
    when."""

    dossier_id: str
    n: int
    kind: RequestKind
    code: str | None
    receipt_no: str
    procedure: str
    unit: str
    sent_back_at: datetime
    due_at: datetime | None
    officer: str | None
    remarks: str | None
    yours: bool


class ReturnedPage(View):
    """One page of proposals that came back; ask again with `cursor` for the next."""

    items: list[ReturnedView]
    cursor: str | None


class CitationView(View):
    """The rule an act rests on. `article` is empty for a choice of the service: never shown as law."""

    param: str
    entry: str
    article: str
    instrument: str
    is_law: bool
    certainty: str


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
    """By which article of the province's regulation other texts apply beside it, and what that article says."""

    article: str
    instrument: str
    says: str
    certainty: str


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
    """How a rule is read where a due date depends on it; with `certainty` inferred a lawyer has yet to confirm it."""

    vi: str
    en: str
    rule: CitationView


class CountedView(View):
    """How a due date was counted. `reading` says which day is the day of receipt of what came in off hours."""

    started_at: datetime
    due_at: datetime
    original_due_at: datetime
    unit: Unit
    value: int
    provisional: bool
    reading: ReadingView | None
    days: list[CountedDay]


class PaperView(View):
    """A paper and where it stands; `reason` says why one was quarantined, `replaced_by` which receipt has taken the
    place of one that is void."""

    id: str
    kind: PaperKind
    component: str
    name: str
    size: int
    content_type: str
    state: PaperState
    reason: str | None
    reason_vi: str | None
    reason_en: str | None
    replaced_by: str | None


class HeldResult(View):
    """A result that was issued to the person here and answers a component; `valid_through` null means no limit."""

    component: str
    dossier_code: str
    procedure: NamesView
    issued_on: date
    valid_through: date | None


class HeldView(View):
    """What need not be given again: results for components, and the article that forbids to ask for them; `inferred`
    when that awaits a lawyer's word."""

    results: list[HeldResult]
    article: str
    inferred: bool


class UploadView(View):
    """A new paper and the one signed link that can store it: send each header as it stands."""

    paper: PaperView
    url: str
    headers: dict[str, str]
    seconds: int


class PapersView(View):
    """The papers of a dossier that the reader may have."""

    items: list[PaperView]


class LinkView(View):
    """A short-lived link to one version of one paper."""

    url: str
    seconds: int
