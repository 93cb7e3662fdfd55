"""The dossier as it stands: a frozen value folded from its ledger, fact by fact.

`apply` is the only way a dossier changes. A fact states what became true, so folding needs no clock,
no law and no calendar; a replay of the ledger always gives the stored dossier.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from chalicelib.domain import beside, corrections, course, erasure, originals, payment_attempts, refiling
from chalicelib.domain import coming_and_going as came
from chalicelib.domain.alerted import Alerted, alerted
from chalicelib.domain.beside import Consultation as Consultation
from chalicelib.domain.beside import Request as Request
from chalicelib.domain.beside import Task as Task
from chalicelib.domain.case_dates import CaseDates
from chalicelib.domain.clocks import Clock
from chalicelib.domain.codec import unpack
from chalicelib.domain.flow import NATIONAL_CODE, OPEN_STATES, State
from chalicelib.domain.handover import ADDRESS, LETTER, Handover
from chalicelib.domain.intake import Intake
from chalicelib.domain.ledger import GENESIS, Fact
from chalicelib.domain.obligations import Obligation
from chalicelib.domain.proven import Proof
from chalicelib.domain.roles import Role
from chalicelib.domain.sector_status import Reported, keep_newest

SEVERAL = "*"
"""In place of an officer: more than one."""
KEY_HINT = 8
"""Letters of a key that the dossier keeps: two keys that share them cost one look at the ledger, no more."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """What deciding needs to know of a dossier. Personal parts are not here."""

    id: str
    province: str
    procedure: str
    procedure_version: str
    channel: str
    one_stop: str
    filer: str
    receipt_no: str
    filed_at: datetime
    state: State = State.SUBMITTED
    version: int = 0
    length: int = 0
    head: str = GENESIS
    owner: str = ""
    code: str = ""
    agency: str = ""
    stage: str = ""
    outcome: str = ""
    closed_as: str = ""
    received_at: datetime | None = None
    wait_until: datetime | None = None
    pay_until: datetime | None = None
    complete_at: datetime | None = None
    reception: Clock | None = None
    clock: Clock | None = None
    supplements: Mapping[str, int] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    asked_fields: tuple[str, ...] = ()
    asked_payment: bool = False
    asked_grounds: tuple[str, ...] = ()
    asked_without_trip: bool = False
    claim: Mapping[str, Any] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)
    results: tuple[str, ...] = ()
    tasks: tuple[Task, ...] = ()
    consultations: tuple[Consultation, ...] = ()
    requests: tuple[Request, ...] = ()
    requests_made: int = 0
    reappointed: int = 0
    late_cause: str = ""
    owes: tuple[str, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    handed: tuple[str, ...] = ()
    law_digest: str = ""
    immediate: bool = False
    simulated: bool = False
    alerted: Mapping[str, Alerted] = field(default_factory=dict)
    intake: Intake = field(default_factory=Intake)
    handover: Handover = field(default_factory=Handover)
    keys: tuple[str, ...] = ()
    original_call: originals.OriginalCall | None = None
    reported: Reported | None = None
    served_at: tuple[str, ...] = ()
    attachments: Mapping[str, course.Attachment] = field(default_factory=dict)
    applicant_part: str = field(default="", compare=False)
    corrections: corrections.Corrections = field(default_factory=corrections.Corrections)
    refiled_from: refiling.RefiledFrom | None = None
    refiled_into: refiling.RefiledInto | None = None
    failed_payments: Mapping[str, payment_attempts.FailedPayment] = field(default_factory=dict)
    closed_at: datetime | None = field(default=None, compare=False)
    """When it was closed; None in dossiers that were stored before that was kept."""
    erasure: erasure.Erasure | None = None
    proof: Proof | None = None
    """Who could say who filed it; None in dossiers from before that was kept."""
    acted: str | None = field(default=None, compare=False)
    """The one officer who took steps on it, or `SEVERAL`; None in dossiers that were stored before that was kept."""
    prepared: str | None = field(default=None, compare=False)
    """The same of those who prepared its outcome as case officers."""

    @property
    def national_code(self) -> str | None:
        """The portal's code of the state; a closed dossier keeps its outcome's."""
        return self.closed_as if self.state is State.CLOSED else NATIONAL_CODE.get(self.state)

    def dates(self, now: datetime | None = None) -> CaseDates:
        """The moments on which its rules rest; without `now` only rules that it keeps may be asked for."""
        return CaseDates(now, self.filed_at, self.received_at)

    @property
    def is_open(self) -> bool:
        """True while somebody still has work on it."""
        return self.state in OPEN_STATES

    @property
    def next_due(self) -> datetime | None:
        """The next instant at which someone must have acted, for worklists and the due index."""
        if self.state is State.SUBMITTED:
            return self.reception.due_at if self.reception else None
        if self.state is State.SUPPLEMENT_REQUESTED:
            return self.wait_until
        if self.clock is not None and self.clock.ended_at is None:
            return self.clock.due_at
        return None

    def request(self, n: int) -> Request | None:
        """An open request by its number."""
        return next((each for each in self.requests if each.n == n), None)

    def task(self, n: int) -> Task | None:
        """A task by its number."""
        return next((each for each in self.tasks if each.n == n), None)


def fold(facts: Iterable[Fact]) -> Dossier:
    """Replay a ledger from its first fact. Refuses an empty one."""
    dossier: Dossier | None = None
    for fact in facts:
        dossier = apply(dossier, fact)
    if dossier is None:
        raise ValueError("a ledger has at least one fact")
    return dossier


def apply(dossier: Dossier | None, fact: Fact) -> Dossier:
    """The dossier after one more fact."""
    changed = _submitted(fact) if dossier is None else _EFFECTS[fact.kind](_decided(dossier, fact), fact)
    return replace(
        course.attach_files(came.served(_stated(changed, fact.data), fact), fact),
        length=fact.seq,
        head=fact.hash,
        applicant_part=fact.parts.get("applicant", changed.applicant_part),
        # What people decide on is not changed by a note: it makes no page stale.
        version=changed.version + (0 if fact.by_system or fact.kind == course.NOTED else 1),
        simulated=changed.simulated or fact.simulated,
        acted=_with(changed.acted, _officer_of(fact)),
        prepared=_with(changed.prepared, _officer_of(fact, only=Role.CASE_OFFICER)),
        keys=(*changed.keys, key_hint(fact.command["key"])) if fact.command else changed.keys,
    )


def _officer_of(fact: Fact, only: Role | None = None) -> str:
    """The officer who took the step of a fact (under one role alone); empty for applicants and the system. A note moves
    nothing."""
    role = fact.actor.get("role", "")
    if fact.by_system or fact.kind == course.NOTED or role in ("", "system", Role.APPLICANT.value):
        return ""
    return str(fact.actor.get("sub", "")) if only is None or role == only.value else ""


def _with(known: str | None, officer: str) -> str | None:
    """Who it is with one more officer; what was not kept from the beginning stays unknown."""
    if known is None or not officer or officer == known:
        return known
    return SEVERAL if known else officer


def key_hint(key: str) -> str:
    """The beginning of a command's key, by which a dossier knows that the ledger may hold that command."""
    return key[:KEY_HINT]


def _stated(d: Dossier, data: Mapping[str, Any]) -> Dossier:
    """What any kind of fact may state outright: the next state, clocks and obligations."""
    stated: dict[str, Any] = {}
    for key, kind in _STATED.items():
        if key in data:
            stated["state" if key == "to" else key] = unpack(kind, data[key])
    if "task_dues" in data:
        stated["tasks"] = beside.due_anew(d.tasks, unpack(dict[str, datetime], data["task_dues"]))
    if "to" in data:
        stated["pay_until"] = unpack(datetime | None, data.get("pay_until"))
        stated["reported"] = None
    return replace(d, **stated) if stated else d


_STATED: dict[str, Any] = {
    "to": State,
    "clock": Clock | None,
    "reception": Clock | None,
    "obligations": tuple[Obligation, ...],
}


def _submitted(fact: Fact) -> Dossier:
    if fact.kind != "submitted":
        raise ValueError("a ledger starts with its submission")
    data = fact.data
    return Dossier(
        id=fact.dossier_id,
        province=data["province"],
        procedure=data["procedure"],
        procedure_version=data["procedure_version"],
        channel=data["channel"],
        one_stop=data["one_stop"],
        filer=data["filer"],
        owner=data["owner"],
        receipt_no=data["receipt_no"],
        filed_at=fact.occurred_at,
        papers=data["papers"],
        claim=data["claim"],
        law_digest=data["law_digest"],
        intake=unpack(Intake, data.get("intake", {})),
        handover=replace(unpack(Handover, data.get("handover", {})), addressed=ADDRESS in fact.parts),
        refiled_from=refiling.read_origin(data),
        proof=unpack(Proof | None, data.get("proof")),
        acted="",
        prepared="",
    )


def _decided(d: Dossier, f: Fact) -> Dossier:
    """A request that this fact decides, or cancels, leaves the list."""
    if f.kind not in _DECIDING or "request" not in f.data:
        return d
    return replace(d, requests=tuple(each for each in d.requests if each.n != f.data["request"]))


def _received(d: Dossier, f: Fact) -> Dossier:
    return replace(
        d,
        code=f.data["code"],
        agency=f.data["agency"],
        received_at=f.occurred_at,
        immediate=f.data["immediate"],
        intake=came.taken_in(d.intake, f.data),
    )


def _supplement_requested(d: Dossier, f: Fact) -> Dossier:
    stage = f.data["stage"]
    return replace(
        d,
        stage=stage,
        asked=tuple(f.data["components"]),
        asked_fields=tuple(f.data["form_fields"]),
        asked_payment=bool(f.data.get("payment")),
        asked_grounds=tuple(f.data.get("grounds", ())),
        asked_without_trip=bool(f.data.get("without_trip")),
        wait_until=unpack(datetime | None, f.data["wait_until"]),
        complete_at=None,
        supplements={**d.supplements, stage: d.supplements.get(stage, 0) + 1},
    )


def _supplemented(d: Dossier, f: Fact) -> Dossier:
    added = _unasked(came.supplemented(d, f))
    origin = refiling.take_in_supplement(d.refiled_from, f)
    return replace(added, papers={**d.papers, **f.data["papers"]}, refiled_from=origin)


def _found_complete(d: Dossier, f: Fact) -> Dossier:
    return replace(d, complete_at=f.occurred_at)


def _apologised(d: Dossier, f: Fact) -> Dossier:
    """A new date used up, or the letter owed at the end is signed (HUE-22.7)."""
    if "clock" in f.data:
        return replace(d, reappointed=d.reappointed + 1)
    owes = tuple(each for each in d.owes if each != LETTER)
    letters = (*d.handover.letters, LETTER) if f.data.get("with_result") else d.handover.letters
    return replace(d, owes=owes, handover=replace(d.handover, letters=letters))


def _resolved(d: Dossier, f: Fact) -> Dossier:
    results = (f.data["result"],) if f.data["result"] else ()
    late_cause, owes = f.data.get("late_cause", ""), tuple(f.data.get("owes", ()))
    return replace(_ended(d, f), results=results, outcome=f.data["outcome"], late_cause=late_cause, owes=owes)


def _corrected(d: Dossier, f: Fact) -> Dossier:
    return replace(d, results=(*d.results, f.data["result"]))


def _closed(d: Dossier, f: Fact) -> Dossier:
    return replace(d, closed_as=f.data["national_code"], closed_at=f.occurred_at)


def _ended(d: Dossier, f: Fact) -> Dossier:
    """The dossier's outcome is known: tasks end and nothing is waited for any more."""
    tasks = tuple(beside.done(task, f.occurred_at) for task in d.tasks)
    return replace(_unasked(d), tasks=tasks, original_call=None)


def _unasked(d: Dossier) -> Dossier:
    """Nothing is asked of the applicant any more."""
    return replace(
        d, stage="", asked=(), asked_fields=(), asked_payment=False, asked_grounds=(), asked_without_trip=False,
        wait_until=None,
    )  # fmt: skip


def _unchanged(d: Dossier, _: Fact) -> Dossier:
    return d


_DECIDING = frozenset(
    {"supplement_requested", "extended", "apologised", "withdrawn", "payment_reversed", "supplement_checked",
     "resolved", "request_declined", "request_cancelled", "reception_corrected", "refiled"}
)  # fmt: skip

_EFFECTS: dict[str, Callable[[Dossier, Fact], Dossier]] = {
    "received": _received,
    "reception_corrected": corrections.apply_correction,
    "refiled": refiling.mark_refiled,
    "refused": _ended,
    "supplement_requested": _supplement_requested,
    "supplemented": _supplemented,
    "supplement_checked": _unchanged,
    "transferred": beside.transferred,
    "assigned": beside.assigned,
    "noted": _unchanged,
    "found_complete": _found_complete,
    "task_finished": beside.task_finished,
    "consulted": beside.consulted,
    "answered": beside.answered,
    "original_called": originals.called,
    "original_compared": originals.compared,
    "request_opened": beside.request_opened,
    "request_endorsed": beside.request_endorsed,
    "request_sent_back": beside.request_sent_back,
    "request_answered": beside.request_answered,
    "request_declined": _unchanged,
    "request_cancelled": _unchanged,
    "extended": _unchanged,
    "apologised": _apologised,
    "payment_requested": _unchanged,
    "paid": payment_attempts.clear_failures,
    "payment_reversed": _unchanged,
    "payment_recorded": came.payment_recorded,
    "payment_failed": payment_attempts.mark_failure,
    "payment_acknowledged": _unchanged,
    "exemption_decided": _unchanged,
    "resolved": _resolved,
    "corrected": _corrected,
    "given_back": came.given_back,
    "post_invited": came.post_invited,
    "post_returned": came.post_returned,
    "forwarded": came.forwarded,
    "closed": _closed,
    "withdrawn": _ended,
    "stopped": _ended,
    "part_erased": _unchanged,
    "erasure_proposed": erasure.propose,
    "erasure_ordered": erasure.order,
    "dossier_erased": erasure.finish,
    "status_reported": keep_newest,
    "due_soon": alerted,
    "overdue": alerted,
    "due_recomputed": _unchanged,
}
