"""The dossier as it stands: a frozen value folded from its ledger, fact by fact.

`apply` is the only way a dossier changes. A fact states what became true, so folding needs no clock,
no law and no calendar; a replay of the ledger always gives the stored dossier.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.proven_identity import Proof
from chalicelib.domain.dossier import corrections, course, erasure, originals, payment_attempts, refiling
from chalicelib.domain.dossier.alert_marks import Alerted
from chalicelib.domain.dossier.handover import Handover
from chalicelib.domain.dossier.intake import Intake
from chalicelib.domain.dossier.obligations import Obligation
from chalicelib.domain.dossier.sector_status import Reported
from chalicelib.domain.dossier.work_items import Consultation as Consultation
from chalicelib.domain.dossier.work_items import Request as Request
from chalicelib.domain.dossier.work_items import Task as Task
from chalicelib.domain.flow.transitions import NATIONAL_CODE, OPEN_STATES, State
from chalicelib.domain.law.case_dates import CaseDates
from chalicelib.domain.ledger.chain import GENESIS
from chalicelib.domain.time.clocks import Clock

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


def key_hint(key: str) -> str:
    """The beginning of a command's key, by which a dossier knows that the ledger may hold that command."""
    return key[:KEY_HINT]
