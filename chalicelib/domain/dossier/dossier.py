"""The present dossier: a frozen value folded from its ledger, fact by fact.

`apply_fact` is the only way a dossier changes. A fact states what became true, so folding needs no clock, no law and no
calendar; a replay of the ledger always gives the stored dossier.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.accounts.acting_for import Authority
from chalicelib.domain.accounts.proven_identity import Proof
from chalicelib.domain.dossier import corrections, course, erasure, originals, payment_attempts, refiling, unit_moves
from chalicelib.domain.dossier.alert_marks import Alerted
from chalicelib.domain.dossier.handover import Handover
from chalicelib.domain.dossier.intake import Intake
from chalicelib.domain.dossier.obligations import Obligation
from chalicelib.domain.dossier.rating import Rating
from chalicelib.domain.dossier.sector_status import Reported
from chalicelib.domain.dossier.work_items import ApprovalRequest as ApprovalRequest
from chalicelib.domain.dossier.work_items import Consultation as Consultation
from chalicelib.domain.dossier.work_items import Task as Task
from chalicelib.domain.flow.transitions import NATIONAL_CODE, OPEN_STATES, State
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.ledger.chain import GENESIS
from chalicelib.domain.time.clocks import Clock

SEVERAL = "*"
"""Stored instead of an officer's id: more than one officer."""
KEY_HINT = 8
"""Letters of a key that the dossier keeps: two keys that share them cost one read of the ledger."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """The data of a dossier that decisions need. Personal parts are not here."""

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
    claim: Mapping[str, object] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)
    results: tuple[str, ...] = ()
    tasks: tuple[Task, ...] = ()
    consultations: tuple[Consultation, ...] = ()
    requests: tuple[ApprovalRequest, ...] = ()
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
    """When it was closed; None in older dossiers, which do not record it."""
    erasure: erasure.Erasure | None = None
    proof: Proof | None = None
    """How the filer proved their identity; None in older dossiers."""
    acted: str | None = field(default=None, compare=False)
    """The one officer who took steps on it, or `SEVERAL`; None in older dossiers, which do not record it."""
    prepared: str | None = field(default=None, compare=False)
    """The same for officers who prepared its outcome as case officers."""

    rating: Rating | None = None
    authority: Authority | None = None
    """By what right somebody filed it for another person; None for one's own filing and in older dossiers."""
    moves: tuple[unit_moves.UnitMove, ...] = ()
    """What went from units that ended to their successors."""
    capacity: str = ""
    """In which capacity it was filed; empty for one's own right, and in older dossiers."""

    @property
    def authorisation(self) -> str:
        """The authorisation between two accounts under which it was filed; empty for none."""
        return self.authority.authorisation if self.authority else ""

    @property
    def active_filer(self) -> str:
        """The person who filed it; empty for an agent whose right to act was revoked."""
        return "" if self.authority and self.authority.revoked_by else self.filer

    @property
    def national_code(self) -> str | None:
        """The portal's code of the state; a closed dossier keeps its outcome's."""
        return self.closed_as if self.state is State.CLOSED else NATIONAL_CODE.get(self.state)

    @property
    def proof_paper(self) -> str:
        """The paper that proves a claimed exemption; empty without a claim."""
        return str(self.claim.get("paper_id", ""))

    def build_dates(self, now: datetime | None = None) -> CaseDates:
        """Return the moments on which its rules rest; without `now` only rules that the dossier keeps may
        be asked for."""
        return CaseDates(now, self.filed_at, self.received_at)

    @property
    def is_open(self) -> bool:
        """True while an officer or applicant still has work on it."""
        return self.state in OPEN_STATES

    @property
    def next_due(self) -> datetime | None:
        """Return the next instant by which somebody must have acted, for worklists and the due index."""
        if self.state is State.SUBMITTED:
            return self.reception.due_at if self.reception else None
        if self.state is State.SUPPLEMENT_REQUESTED:
            return self.wait_until
        if self.clock is not None and self.clock.ended_at is None:
            return self.clock.due_at
        return None

    def find_request(self, number: int) -> ApprovalRequest | None:
        """Return an open request by its number."""
        return next((each for each in self.requests if each.n == number), None)

    def find_task(self, number: int) -> Task | None:
        """Return a task by its number."""
        return next((each for each in self.tasks if each.n == number), None)


def trim_key(key: str) -> str:
    """Return the beginning of a command's key, by which a dossier knows that the ledger may hold that command."""
    return key[:KEY_HINT]
