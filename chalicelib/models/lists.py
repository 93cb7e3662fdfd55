"""Lists of dossiers and of work that waits on them: worklists, approvals, proposals sent back."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.flow.transitions import RequestKind
from chalicelib.models.http.base import View


class ListedView(View):
    """One line of a list; `late` is set only in worklists, `applicant` there for officers who work with the person, and
    `to_pay` (unpaid đồng) in a person's own list. `opens` is false where the reader supervises the unit, but sees none
    of its dossiers."""

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
    to_pay: int | None = None
    opens: bool = True


class UnjoinedLine(View):
    """A dossier that names the reader and is in nobody's account; `represented` where somebody else filed it for
    them."""

    dossier_id: str
    code: str | None
    receipt_no: str
    procedure: str
    unit: str
    filed_at: datetime
    represented: bool


class UnjoinedView(View):
    """What the reader may take into their account, newest first."""

    items: list[UnjoinedLine]


class DossierPage(View):
    """One page of a list; ask again with `cursor` for the next."""

    items: list[ListedView]
    cursor: str | None


class _RequestLine(View):
    """A request in a list, and its dossier."""

    dossier_id: str
    n: int
    kind: RequestKind
    code: str | None
    receipt_no: str
    procedure: str
    unit: str


class ApprovalView(_RequestLine):
    """A request that waits for a decision: dossier, time, due time where a stage has one, and the roles that decide the
    present stage."""

    opened_at: datetime
    due_at: datetime | None
    roles: list[Role]


class ApprovalsPage(View):
    """One page of waiting requests; ask again with `cursor` for the next."""

    items: list[ApprovalView]
    cursor: str | None


class ReturnedView(_RequestLine):
    """A proposal that came back: dossier, time, remarks, the officer who answers (null: any of the desk) and the due
    time."""

    sent_back_at: datetime
    due_at: datetime | None
    officer: str | None
    remarks: str | None
    yours: bool


class ReturnedPage(View):
    """One page of proposals that came back; ask again with `cursor` for the next."""

    items: list[ReturnedView]
    cursor: str | None
