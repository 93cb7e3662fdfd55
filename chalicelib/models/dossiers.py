"""Views of dossiers and drafts: every possible field."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from chalicelib.domain.accounts.proven_identity import Source
from chalicelib.domain.dossier.obligations import Due, ExemptionState, ObligationState
from chalicelib.domain.dossier.transactions import EndedAs
from chalicelib.domain.flow.transitions import RequestKind, State
from chalicelib.domain.payments.payment_ways import Way
from chalicelib.domain.privacy.sight_words import Content
from chalicelib.domain.privacy.viewers import Viewer
from chalicelib.domain.time.deadlines import Unit
from chalicelib.models.http.base import View


class NamesView(View):
    """A thing's id with its names."""

    id: str
    vi: str
    en: str


class TaskView(View):
    """One agency's task."""

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
    """The remarks that a proposal must answer: author, time, and the officer who answers (null: any of the desk)."""

    by: str
    officer: str | None
    at: datetime


class HindranceView(View):
    """Why an act would be refused at present, and by which articles."""

    code: str
    vi: str
    en: str
    law: tuple[str, ...] = ()


class HinderedStepView(HindranceView):
    """A step of the reader that would be refused at present."""

    step: str


class ReversedView(View):
    """The receipt that a reversal undoes, in đồng."""

    receipt_number: str
    amount: int
    taken_at: datetime


class RequestView(View):
    """A proposal waiting for its decision; `yours_to_decide` when the reader may decide it now. A `prepared` one is the
    system's: people must complete it before it can be approved. `new_due_at` is the date that an apology names, or that
    an extension or another time of reception (`received_at`) leads to; `units` how many units (`unit`) an extension
    adds, `units_left` how many more the law allows. A proposed outcome says what is to be signed and how many working
    minutes each stage has; `due_at` is the due time of the present approver; `approval_hindered` why an approval would
    be refused now."""

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
    unit: Unit | None = None
    units_left: int | None = None
    components: list[str] = []
    form_fields: list[str] = []
    to_pay: int | None = None
    carried: int | None = None
    owed_back: int | None = None
    reverses: ReversedView | None = None
    approval_hindered: HindranceView | None = None


class FailedPaymentView(View):
    """The last attempt to pay a sum online, when it took no money: which one, how it ended, and when."""

    intent: str
    ended_as: EndedAs
    at: datetime


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
    failed: FailedPaymentView | None


class RefiledFromView(View):
    """The void dossier that was received for the wrong procedure, with its code and the time of its reception, and the
    components the right procedure still lacks. Of the money paid online there, `carried` pays the sums here and
    `owed_back` is left for the applicant, both in đồng."""

    dossier: str
    code: str
    received_at: datetime
    lacking: list[str]
    lacking_fields: list[str]
    carried: int
    owed_back: int


class RefiledIntoView(View):
    """The dossier under the right procedure, with its receipt number; of the money paid online here, how much pays the
    sums there, and how much is owed back, in đồng."""

    dossier: str
    receipt_no: str
    carried: int
    owed_back: int


class OtherDossierView(View):
    """Another dossier that a line of the course is about, and its number."""

    dossier: str
    number: str


class PartView(View):
    """A personal part of the dossier, with its digest in the ledger; `superseded` when a correction of the reception
    has replaced it."""

    name: str
    digest: str
    value: Any
    superseded: bool


class ReportedView(View):
    """The progress that a line-of-business system reported (VL-9.1): its code, the words for people, and when."""

    status: str
    vi: str
    en: str
    at: datetime


class ProofView(View):
    """Who vouches for the filer (`source`), at which level of an electronic identity account (0: nothing was proven),
    and whether number and name were proven. The values are the personal part `proven`."""

    source: Source
    level: int
    number: bool
    name: bool


class AuthorityView(View):
    """By what right it was filed for another person: a consent between accounts, a signed paper with its number and
    day, or as the parent of a child; `revoked_by` says who has ended the right that the paper gave."""

    basis: Literal["consent", "paper", "child"]
    number: str | None
    signed_on: str | None
    revoked_by: Literal["principal", "desk"] | None


class DossierView(View):
    """A dossier as the reader may see it. `proof` is null in older dossiers. `capacity` is null where somebody filed
    in their own right; the part `relation` says how the matter concerns anybody else. `allowed` lists the steps
    this person may take now, `hindered` those that would be refused at present; `owes` the letters that the agency
    owes the applicant with the result; `data_format` is the format in which data produced elsewhere may amend the
    form, where the law accepts such data; `announces_early` whether a handover at the counter now must say how it
    was announced. `reads` names the contents that the reader receives: fields of other contents are empty."""

    id: str
    version: int
    state: State
    national_code: str | None
    receipt_no: str
    code: str | None
    channel: str
    seen_as: Viewer
    reads: list[Content]
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
    proof: ProofView | None
    authority: AuthorityView | None
    capacity: Literal["related_interest"] | None
    papers: dict[str, str]
    results: list[str]
    handed: list[str]
    for_unit: str | None
    desk: str | None
    receipt: bool
    transfer_due_at: datetime | None
    originals_kept: list[str]
    held: list[str]
    by_form: list[str]
    return_way: str | None
    to_compare: list[str]
    originals_called: list[str]
    originals_shown_as: str | None
    originals_legal_basis: str | None
    visits: int
    pays_anywhere: bool
    pay_ways: list[Way]
    returns_anywhere: bool
    announces_early: bool
    invitations: list[datetime]
    allowed: list[str]
    hindered: list[HinderedStepView] = []
    data_format: str | None
    tasks: list[TaskView]
    consultations: list[ConsultationView]
    requests: list[RequestView]
    obligations: list[ObligationView]
    parts: list[PartView] = []
