"""Sign a proposed outcome: each stage approves, the last signature settles the dossier."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.permission import SupplementUnchecked, awaits_control
from chalicelib.domain.dossier.work_items import Request
from chalicelib.domain.flow import transitions
from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.steps.approvals.propose_outcome import next_due
from chalicelib.steps.dossier.context import Moment
from chalicelib.steps.dossier.guards import part
from chalicelib.steps.settlement.resolve import require_grantable, settle


def sign(m: Moment, request: Request) -> NewFact:
    """Approve for the stages up to the signer's own. Every stage checks the conditions of a grant: nobody passes on
    what can no longer be granted."""
    if awaits_control(m.dossier, Step.RESOLVE):
        raise SupplementUnchecked()
    passed = signed_stages(request, m.role)
    if passed == len(request.chain):
        return _settled(m, request)
    if request.data["outcome"] == "granted":
        require_grantable(m)
    data = {"request": request.n, "kind": request.kind.value, "stage": passed, **next_due(m, request, passed)}
    return NewFact("request_endorsed", data, part(m, "remarks"))


def signed_stages(request: Request, role: Role) -> int:
    """Return how many stages a signature of this role completes: a superior signs for those before, too."""
    return max(n for n, stage in enumerate(request.chain, start=1) if role in stage)


def _settled(m: Moment, request: Request) -> NewFact:
    """Return the proposal as the outcome, with the signed file in the draft's place where the signer brings one."""
    row = transitions.find(m.dossier.state, Step.RESOLVE, request.data["outcome"])
    if row is None:
        raise ValueError("an outcome can be proposed only where the dossier can be resolved")
    signed = m.body.get("result")
    body = {**m.body, "outcome": request.data["outcome"], "ground": request.data.get("ground"), "reason": None}
    body["result"] = signed or request.data["result"]
    at = replace(m, row=row, ask=replace(m.ask, body=body))
    fact = settle(at, None if signed else request.data.get("manifest"))
    return replace(fact, data={"request": request.n, **fact.data}, parts=(*fact.parts, *part(m, "remarks")))
