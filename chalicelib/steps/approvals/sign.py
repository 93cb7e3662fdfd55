"""Sign a proposed outcome: each stage approves, the last signature settles the dossier."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.permission import SupplementUnchecked, must_await_control
from chalicelib.domain.dossier.work_items import ApprovalRequest
from chalicelib.domain.flow import transitions
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.steps.approvals.propose_outcome import calculate_next_due
from chalicelib.steps.dossier.context import StepContext
from chalicelib.steps.dossier.guards import build_text_part
from chalicelib.steps.settlement.resolve import build_outcome, require_grantable

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.approvals import RequestEndorsed
    from chalicelib.domain.ledger.payload_types.settlement import Resolved
    from chalicelib.models.steps import ApprovalBody


@dataclass(frozen=True, slots=True)
class SignedOutcome:
    """The outcome that the last signature settles: as proposed, with what the signer adds. The reason in words was
    stored with the proposal."""

    outcome: str
    ground: str | None
    result: str | None
    late_cause: str | None
    late_officer: str | None
    reason: str | None = None


def sign_request(context: StepContext[ApprovalBody], request: ApprovalRequest) -> NewFact:
    """Approve for the stages up to the signer's own. Every stage checks the conditions of a grant: nobody passes on
    what can no longer be granted."""
    if must_await_control(context.dossier, Step.RESOLVE):
        raise SupplementUnchecked()
    passed = count_signed_stages(request, context.role)
    if passed == len(request.chain):
        return _settle_proposal(context, request)
    if request.about["outcome"] == "granted":
        require_grantable(context)
    data: RequestEndorsed = {
        "request": request.n,
        "kind": request.kind.value,
        "stage": passed,
        "due_at": calculate_next_due(context, request, passed),
    }
    return payloads.REQUEST_ENDORSED.build(data, build_text_part(context, "remarks", context.body.remarks))


def count_signed_stages(request: ApprovalRequest, role: Role) -> int:
    """Return how many stages a signature of this role completes: a superior signs for those before, too."""
    return max(n for n, stage in enumerate(request.chain, start=1) if role in stage)


def _settle_proposal(context: StepContext[ApprovalBody], request: ApprovalRequest) -> NewFact:
    """Return the proposal as the outcome, with the signed file in the draft's place where the signer brings one."""
    row = transitions.find_transition(context.dossier.state, Step.RESOLVE, request.about["outcome"])
    if row is None:
        raise ValueError("an outcome can be proposed only where the dossier can be resolved")
    signed = context.body.result
    body = SignedOutcome(
        outcome=request.about["outcome"], ground=request.about.get("ground"), result=signed or request.about["result"],
        late_cause=context.body.late_cause, late_officer=context.body.late_officer,
    )  # fmt: skip
    at = context.replace_body(body, row)
    fact = build_outcome(at, None if signed else request.about.get("manifest"))
    data: Resolved = {**payloads.RESOLVED.read(fact), "request": request.n}
    return replace(
        fact,
        data=data,
        parts=(*fact.parts, *build_text_part(context, "remarks", context.body.remarks)),
    )
