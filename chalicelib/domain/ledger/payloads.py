"""Payloads of facts, typed by kind: `payloads.RECEIVED.read(fact)` reads one, `payloads.RECEIVED.build(…)` makes one.

The types stand in `payload_types/`, for the type checker alone; here is what exists at run time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar, cast

from chalicelib.domain.ledger.chain import Fact, Json, NewFact, Part
from chalicelib.domain.ledger.fact_kinds import FactKind

if TYPE_CHECKING:
    from datetime import datetime

    from chalicelib.domain.ledger.payload_types import (
        any_kind,
        approvals,
        deadlines,
        ending,
        filing,
        money,
        settlement,
    )

P = TypeVar("P")


class PayloadKind(Generic[P]):
    """One kind of fact with the type of its payload."""

    __slots__ = ("kind",)

    def __init__(self, kind: FactKind) -> None:
        self.kind = kind

    def read(self, fact: Fact | NewFact) -> P:
        """Return the payload of a fact of this kind. Raise ValueError for a fact of another kind."""
        if fact.kind != self.kind:
            raise ValueError(f"a fact {fact.kind} has no payload of {self.kind.value}")
        return cast("P", fact.data)

    def build(
        self,
        data: P,
        parts: tuple[Part, ...] = (),
        law: tuple[Json, ...] = (),
        *,
        occurred_at: datetime | None = None,
        by_system: bool = False,
    ) -> NewFact:
        """Return a new fact of this kind."""
        return NewFact(self.kind.value, cast("Json", data), parts, law, occurred_at, by_system)


def read_any(fact: Fact | NewFact) -> any_kind.AnyPayload:
    """Return the payload of a fact of any kind, by the fields that mean the same in all of them."""
    return cast("any_kind.AnyPayload", fact.data)


def read_alert(fact: Fact) -> deadlines.Alert:
    """Return the payload of an alert: `due_soon` or `overdue`."""
    return OVERDUE.read(fact) if fact.kind == FactKind.OVERDUE else DUE_SOON.read(fact)


SUBMITTED: PayloadKind[filing.Submitted] = PayloadKind(FactKind.SUBMITTED)
RECEIVED: PayloadKind[filing.Received] = PayloadKind(FactKind.RECEIVED)
RECEPTION_CORRECTED: PayloadKind[filing.ReceptionCorrected] = PayloadKind(FactKind.RECEPTION_CORRECTED)
REFILED: PayloadKind[filing.Refiled] = PayloadKind(FactKind.REFILED)
REFUSED: PayloadKind[filing.Refused] = PayloadKind(FactKind.REFUSED)
FORWARDED: PayloadKind[filing.Forwarded] = PayloadKind(FactKind.FORWARDED)
UNIT_SUCCEEDED: PayloadKind[filing.UnitSucceeded] = PayloadKind(FactKind.UNIT_SUCCEEDED)
SUPPLEMENT_REQUESTED: PayloadKind[settlement.SupplementRequested] = PayloadKind(FactKind.SUPPLEMENT_REQUESTED)
SUPPLEMENTED: PayloadKind[settlement.Supplemented] = PayloadKind(FactKind.SUPPLEMENTED)
SUPPLEMENT_CHECKED: PayloadKind[settlement.SupplementChecked] = PayloadKind(FactKind.SUPPLEMENT_CHECKED)
TRANSFERRED: PayloadKind[settlement.Transferred] = PayloadKind(FactKind.TRANSFERRED)
ASSIGNED: PayloadKind[settlement.Assigned] = PayloadKind(FactKind.ASSIGNED)
NOTED: PayloadKind[settlement.Noted] = PayloadKind(FactKind.NOTED)
FOUND_COMPLETE: PayloadKind[settlement.FoundComplete] = PayloadKind(FactKind.FOUND_COMPLETE)
TASK_FINISHED: PayloadKind[settlement.TaskFinished] = PayloadKind(FactKind.TASK_FINISHED)
CONSULTED: PayloadKind[settlement.Consulted] = PayloadKind(FactKind.CONSULTED)
ANSWERED: PayloadKind[settlement.OpinionGiven] = PayloadKind(FactKind.ANSWERED)
ORIGINAL_CALLED: PayloadKind[settlement.OriginalCalled] = PayloadKind(FactKind.ORIGINAL_CALLED)
ORIGINAL_COMPARED: PayloadKind[settlement.OriginalCompared] = PayloadKind(FactKind.ORIGINAL_COMPARED)
REQUEST_OPENED: PayloadKind[approvals.RequestOpened] = PayloadKind(FactKind.REQUEST_OPENED)
REQUEST_ENDORSED: PayloadKind[approvals.RequestEndorsed] = PayloadKind(FactKind.REQUEST_ENDORSED)
REQUEST_SENT_BACK: PayloadKind[approvals.RequestSentBack] = PayloadKind(FactKind.REQUEST_SENT_BACK)
REQUEST_ANSWERED: PayloadKind[approvals.RequestAnswered] = PayloadKind(FactKind.REQUEST_ANSWERED)
REQUEST_DECLINED: PayloadKind[approvals.RequestEnded] = PayloadKind(FactKind.REQUEST_DECLINED)
REQUEST_CANCELLED: PayloadKind[approvals.RequestEnded] = PayloadKind(FactKind.REQUEST_CANCELLED)
EXTENDED: PayloadKind[settlement.Extended] = PayloadKind(FactKind.EXTENDED)
APOLOGISED: PayloadKind[settlement.Apologised] = PayloadKind(FactKind.APOLOGISED)
PAYMENT_REQUESTED: PayloadKind[money.PaymentRequested] = PayloadKind(FactKind.PAYMENT_REQUESTED)
PAID: PayloadKind[money.Paid] = PayloadKind(FactKind.PAID)
PAYMENT_REVERSED: PayloadKind[money.PaymentReversed] = PayloadKind(FactKind.PAYMENT_REVERSED)
PAYMENT_RECORDED: PayloadKind[money.PaymentRecorded] = PayloadKind(FactKind.PAYMENT_RECORDED)
PAYMENT_FAILED: PayloadKind[money.PaymentFailed] = PayloadKind(FactKind.PAYMENT_FAILED)
PAYMENT_ACKNOWLEDGED: PayloadKind[money.PaymentAcknowledged] = PayloadKind(FactKind.PAYMENT_ACKNOWLEDGED)
EXEMPTION_DECIDED: PayloadKind[money.ExemptionDecided] = PayloadKind(FactKind.EXEMPTION_DECIDED)
RESOLVED: PayloadKind[settlement.Resolved] = PayloadKind(FactKind.RESOLVED)
CORRECTED: PayloadKind[settlement.Corrected] = PayloadKind(FactKind.CORRECTED)
GIVEN_BACK: PayloadKind[ending.GivenBack] = PayloadKind(FactKind.GIVEN_BACK)
POST_INVITED: PayloadKind[ending.PostInvited] = PayloadKind(FactKind.POST_INVITED)
POST_RETURNED: PayloadKind[ending.PostReturned] = PayloadKind(FactKind.POST_RETURNED)
CLOSED: PayloadKind[ending.Closed] = PayloadKind(FactKind.CLOSED)
RATED: PayloadKind[ending.Rated] = PayloadKind(FactKind.RATED)
AUTHORITY_REVOKED: PayloadKind[ending.AuthorityRevoked] = PayloadKind(FactKind.AUTHORITY_REVOKED)
ACCOUNT_JOINED: PayloadKind[ending.AccountJoined] = PayloadKind(FactKind.ACCOUNT_JOINED)
WITHDRAWN: PayloadKind[ending.Withdrawn] = PayloadKind(FactKind.WITHDRAWN)
STOPPED: PayloadKind[ending.Stopped] = PayloadKind(FactKind.STOPPED)
PART_ERASED: PayloadKind[ending.PartErased] = PayloadKind(FactKind.PART_ERASED)
ERASURE_PROPOSED: PayloadKind[ending.ErasureGround] = PayloadKind(FactKind.ERASURE_PROPOSED)
ERASURE_ORDERED: PayloadKind[ending.ErasureGround] = PayloadKind(FactKind.ERASURE_ORDERED)
DOSSIER_ERASED: PayloadKind[ending.DossierErased] = PayloadKind(FactKind.DOSSIER_ERASED)
STATUS_REPORTED: PayloadKind[settlement.StatusReported] = PayloadKind(FactKind.STATUS_REPORTED)
DUE_SOON: PayloadKind[deadlines.Alert] = PayloadKind(FactKind.DUE_SOON)
OVERDUE: PayloadKind[deadlines.Alert] = PayloadKind(FactKind.OVERDUE)
DUE_RECOMPUTED: PayloadKind[deadlines.DueRecomputed] = PayloadKind(FactKind.DUE_RECOMPUTED)
