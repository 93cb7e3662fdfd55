"""Fields of facts of any kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chalicelib.domain.ledger.payload_types.approvals import Proposal
from chalicelib.domain.ledger.payload_types.filing import Claim
from chalicelib.domain.ledger.payload_types.stated import Manifest, NamedDesk, Packed, Papers, Stated


class AnyPayload(Stated, total=False):
    """Fields with one meaning wherever they occur, for readers of facts of several kinds."""

    kind: str
    request: int
    stage: str | int
    n: int
    unit: str
    officer: str
    before: str
    holder: str
    audience: Sequence[NamedDesk]
    about: Proposal
    papers: Papers
    manifest: Manifest
    enclosed: Sequence[str]
    passed_to: int
    due_at: str | None
    reply_due_at: str
    wait_until: str | None
    components: Sequence[str]
    form_fields: Sequence[str]
    grounds: Sequence[str]
    ground: str
    cause: str
    outcome: str
    way: str
    deadline: str
    level: str
    payment: bool
    demanded: Sequence[str]
    settles: Sequence[str]
    amount: int
    to_pay: int
    to_compare: Sequence[str]
    result: str
    claim: Claim
    off_hours: str
    late_minutes: int
    refiled_from: Packed
    owes: Sequence[str]
    without_trip: bool
    receipt: bool
    lost: Sequence[str]
    system: str
    status: str
    behind: bool
    reach: str
    decision: str
    erased_parts: Sequence[str]
    erased_papers: Sequence[str]
    kept_papers: Mapping[str, str]
