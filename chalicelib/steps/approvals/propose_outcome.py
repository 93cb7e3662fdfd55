"""Propose the outcome: the case officer drafts the result with an opinion; heads sign it, or send it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.work_items import Request
from chalicelib.domain.flow.transitions import RequestKind, Step
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.settlement.signing import SigningStage, may_answer, open_proposal, signing_stages
from chalicelib.domain.shared.errors import Kind, Refusal
from chalicelib.domain.shared.serialization import pack
from chalicelib.domain.time import working_time
from chalicelib.steps.dossier.command import Answer, take
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Moment
from chalicelib.steps.dossier.guards import attached_files, cited, part, require_ground
from chalicelib.steps.dossier.proposals import opened
from chalicelib.steps.settlement.resolve import require_grantable, result_of

HOUR = 60


class AnsweredByAnother(Refusal):
    """The proposal was sent back to another officer, who answers the remarks."""

    code = "answered_by_another"
    kind = Kind.FORBIDDEN
    vi = "Đề nghị được trả lại cho công chức khác trả lời. Nếu cần làm thay, nhờ lãnh đạo phân công lại hồ sơ."
    en = "It was sent back to another officer. To answer instead of them, have a superior assign the dossier to you."


def propose(desk: Desk, ask: Ask) -> Answer:
    """Submit the outcome to its signers (NĐ 61/2018 19.2, 19.3, 19.8), or submit it again with the answer to their
    remarks. Nothing changes before the last signature."""
    result = [ask.body["result"]] if ask.body.get("result") else []
    return take(desk, ask, Step.PROPOSE, decide, papers=[*result, *ask.body.get("papers", ())])


def decide(m: Moment) -> Decision:
    """Open the proposal, or answer the remarks on it: then every signer looks at it again."""
    earlier = open_proposal(m.dossier)
    if earlier is not None and earlier.sent_back is not None and not may_answer(m.ask.actor.sub, m.dossier, earlier):
        raise AnsweredByAnother()
    outcome, ground = _outcome(m)
    stages, basis = stages_of(m)
    about = {**outcome, "minutes": [stage.minutes for stage in stages]}
    parts = (*part(m, "opinion"), *part(m, "reason"))
    due = {"due_at": pack(stage_due(m, stages[0].minutes)), **attached_files(m)}
    if earlier is None or earlier.sent_back is None:
        chain = [[stage.role.value] for stage in stages]
        fact = opened(m, RequestKind.OUTCOME, about, parts, *ground, *basis, chain=chain)
        return Decision((NewFact(fact.kind, {**fact.data, **due}, fact.parts, fact.law),))
    data = {"request": earlier.n, "kind": earlier.kind.value, "about": about, **due}
    return Decision((NewFact("request_answered", data, parts, cited(*ground)),))


def _outcome(m: Moment) -> tuple[dict[str, Any], tuple[Ruling, ...]]:
    """Return the proposed outcome: a grant with its draft, or the ground of a refusal. Refuse one that cannot be
    granted now."""
    if m.body["outcome"] == "granted":
        require_grantable(m)
        result, rules = result_of(m)
        return {"outcome": "granted", "result": "", **result}, rules
    rule = require_ground(m, "refusal.reasons", moment="after_appraisal")
    return {"outcome": "not_granted", "result": "", "ground": m.body["ground"]}, (rule,)


def stages_of(m: Moment) -> tuple[tuple[SigningStage, ...], tuple[Ruling, ...]]:
    """Return the signers in order: by the procedure's internal process, else by the rule for procedures without one."""
    found = signing_stages(m.desk.reference.procedure(m.dossier.procedure))
    if found:
        return found, ()
    chain, hours = m.rule("proposal.default_chain"), m.rule("alert.decision_limit")
    return tuple(SigningStage(Role(name), hours.value * HOUR) for name in chain.value), (chain, hours)


def stage_due(m: Moment, minutes: int) -> datetime:
    """Return when a stage should have acted: so many working minutes later, within the dossier's own time while that
    lasts."""
    due = working_time.add_working_minutes(m.desk.reference.calendar(m.dossier.one_stop), m.now, minutes)
    clock = m.dossier.clock
    return clock.due_at if clock is not None and m.now < clock.due_at < due else due


def next_due(m: Moment, request: Request, passed: int) -> dict[str, Any]:
    """Return when the stage after `passed` signatures should have acted."""
    return {"due_at": pack(stage_due(m, request.data["minutes"][passed]))}
