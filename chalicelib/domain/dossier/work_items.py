"""Work alongside a dossier's state: agencies' tasks, consultations, approval requests; and the effects of facts on
them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, cast

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import RequestKind

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.approvals import Proposal


@dataclass(frozen=True, slots=True)
class Task:
    """One agency's task in the dossier, with its own unit, due time and version (NĐ 61/2018 19.6).

    `holder` is the officer assigned by a superior (19.1; HUE-6.5); a task `waits` while the agencies before it have not
    passed the paper on."""

    n: int
    unit: str
    lead: bool
    due_at: datetime
    done_at: datetime | None = None
    version: int = 1
    holder: str = ""
    waits: bool = False

    @property
    def at_work(self) -> bool:
        """True while its unit has to work on it."""
        return self.done_at is None and not self.waits


@dataclass(frozen=True, slots=True)
class Consultation:
    """An opinion asked of another body, with the time limit its asker set (NĐ 61/2018 19.5). `enclosed` are the papers
    sent with the question; None in older data, where all filed papers were sent."""

    n: int
    unit: str
    reply_due_at: datetime
    answered_at: datetime | None = None
    asked_at: datetime | None = None
    enclosed: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class SentBack:
    """Remarks that a proposal must answer: their author, the officer who answers (empty: any officer of the desk), and
    the digest of their text."""

    by: str
    officer: str
    at: datetime
    remarks: str


@dataclass(frozen=True, slots=True)
class ApprovalRequest:
    """An approval request alongside the state. It waits for the people named in `chain`, of whom `passed` agreed.
    `due_at` is the due time of the present approver. One that was `sent_back` waits for its answer; `authors` proposed
    it before."""

    n: int
    kind: RequestKind
    proposer: str
    opened_at: datetime
    chain: tuple[tuple[Role, ...], ...]
    data: Mapping[str, object] = field(default_factory=dict)
    endorsers: tuple[str, ...] = ()
    due_at: datetime | None = None
    sent_back: SentBack | None = None
    authors: tuple[str, ...] = ()

    @property
    def about(self) -> Proposal:
        """What is proposed, by the fields of its kind."""
        return cast("Proposal", self.data)

    @property
    def passed(self) -> int:
        """The number of stages of the chain that have agreed."""
        return len(self.endorsers)

    @property
    def prepared(self) -> bool:
        """True while the system's proposal still lacks what people must add; nothing can be signed yet."""
        return "prepared_for" in self.about
