"""Values of debts: fee lines, obligations, exemptions, payments. Amounts are whole numbers of đồng.

`fees.py` holds the operations on them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Due(StrEnum):
    """When an obligation falls due, in the order of the dossier's life."""

    RECEPTION = "reception"
    PROCESSING = "processing"
    HANDOVER = "handover"

    @property
    def rank(self) -> int:
        """Position in the dossier's life, so that "due by then" is a comparison of numbers."""
        return list(Due).index(self)


class ObligationState(StrEnum):
    """State of an obligation."""

    OPEN = "open"
    SETTLED = "settled"
    EXEMPTED = "exempted"
    CANCELLED = "cancelled"


class ExemptionState(StrEnum):
    """State of an exemption claim."""

    NONE = "none"
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class Method(StrEnum):
    """How the money was paid: at the counter, through the gateway, by the postal operator, by bank transfer."""

    CASH = "cash"
    ONLINE = "online"
    POST = "post"
    TRANSFER = "transfer"


class RefundCause(StrEnum):
    """Why paid money may have to go back (QN-13.4)."""

    WITHDRAWN = "withdrawn"
    AGENCY_CANNOT = "agency_cannot"
    RESULT_UNWANTED = "result_unwanted"


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One fee of the catalogue, in đồng. `exemption_groups` are the codes of groups that may claim exemption."""

    key: str
    name_vi: str
    name_en: str
    amount: int
    due: Due = Due.RECEPTION
    blocking: bool = False
    exemption_groups: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_whole_sums(self.amount)
        if self.amount < 0:
            raise ValueError(f"fee line {self.key}: negative amount {self.amount}")


@dataclass(frozen=True, slots=True)
class ExemptionClaim:
    """The applicant's claim to an exemption: group, proof (a paper of the dossier) and who claims."""

    group: str
    paper_id: str
    by: str


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment that settles: the transaction's reference, its amount in đồng and its method."""

    ref: str
    amount: int
    method: Method


@dataclass(frozen=True, slots=True)
class ExemptionStatus:
    """State of a claim, with its proof and the officer who decided it (both by reference).

    The group claimed (poverty, disability, illness …) is personal and stays out of the ledger: it was checked against
    the fee line when claimed, and the proof shows it to the officer who decides.
    """

    state: ExemptionState = ExemptionState.NONE
    paper_id: str = ""
    claimed_by: str = ""
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Obligation:
    """One sum owed on a dossier. `transactions` keeps every payment and reversal, the newest last.

    `voucher` is the reference of the agency's acknowledgement (signed voucher and budget credit, VL-16.2), `deferred`
    the ground on which a sum due at reception may be paid until the handover.
    """

    id: str
    fee_key: str
    amount: int
    due: Due
    blocking: bool
    created_at: datetime
    state: ObligationState = ObligationState.OPEN
    paid_amount: int = 0
    transactions: tuple[str, ...] = ()
    method: Method | None = None
    voucher: str | None = None
    exemption: ExemptionStatus = field(default_factory=ExemptionStatus)
    deferred: str = ""

    def __post_init__(self) -> None:
        expected = self.amount if self.state is ObligationState.SETTLED else 0
        require_whole_sums(self.amount)
        require_whole_sums(self.paid_amount)
        if self.amount <= 0 or self.paid_amount != expected:
            raise ValueError(f"obligation {self.id}: {self.paid_amount} of {self.amount} paid, {self.state}")

    @property
    def outstanding(self) -> int:
        """The unpaid amount in đồng; 0 unless open."""
        return self.amount if self.state is ObligationState.OPEN else 0


Obligations = tuple[Obligation, ...]


def require_whole_sums(amount: object) -> None:
    """Raise ValueError unless the amount is an int of đồng: no float, no Decimal, no truth value."""
    if type(amount) is not int:
        raise ValueError(f"not a whole number of đồng: {amount!r}")
