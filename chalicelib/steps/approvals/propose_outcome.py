"""Propose the outcome: the case officer drafts the result with an opinion; heads sign it, or send it back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.work_items import ApprovalRequest
from chalicelib.domain.flow.transitions import RequestKind, Step
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.settlement.signing import SigningStage, list_signing_stages, may_answer, open_proposal
from chalicelib.domain.shared.errors import Refusal, RefusalKind
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.domain.time import working_time
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import attach_files, build_text_part, list_cites, require_ground
from chalicelib.steps.dossier.proposals import open_request
from chalicelib.steps.settlement.resolve import require_grantable, require_granted_result

if TYPE_CHECKING:
    from chalicelib.models.steps import ProposeBody

HOUR = 60


class AnsweredByAnother(Refusal):
    """The proposal was sent back to another officer, who answers the remarks."""

    code = "answered_by_another"
    kind = RefusalKind.FORBIDDEN
    vi = "Đề nghị được trả lại cho công chức khác trả lời. Nếu cần làm thay, nhờ lãnh đạo phân công lại hồ sơ."
    en = "It was sent back to another officer. To answer instead of them, have a superior assign the dossier to you."


def submit_proposal(desk: Dependencies, ask: Command[ProposeBody]) -> CommandResult:
    """Submit the outcome to its signers (NĐ 61/2018 19.2, 19.3, 19.8), or submit it again with the answer to their
    remarks. Nothing changes before the last signature."""
    result = [ask.body.result] if ask.body.result else []
    return run_step(desk, ask, Step.PROPOSE, decide_proposal, papers=[*result, *ask.body.papers])


def decide_proposal(context: StepContext[ProposeBody]) -> Decision:
    """Open the proposal, or answer the remarks on it: then every signer looks at it again."""
    earlier = open_proposal(context.dossier)
    if (
        earlier is not None
        and earlier.sent_back is not None
        and not may_answer(context.ask.actor.sub, context.dossier, earlier)
    ):
        raise AnsweredByAnother()
    outcome, ground = _check_outcome(context)
    stages, basis = list_stages(context)
    about = {**outcome, "minutes": [stage.minutes for stage in stages]}
    parts = (
        *build_text_part(context, "opinion", context.body.opinion),
        *build_text_part(context, "reason", context.body.reason),
    )
    due = {"due_at": pack_value(calculate_stage_due(context, stages[0].minutes)), **attach_files(context)}
    if earlier is None or earlier.sent_back is None:
        chain = [[stage.role.value] for stage in stages]
        fact = open_request(context, RequestKind.OUTCOME, about, parts, *ground, *basis, chain=chain)
        return Decision((NewFact(fact.kind, {**fact.data, **due}, fact.parts, fact.law),))
    data = {"request": earlier.n, "kind": earlier.kind.value, "about": about, **due}
    return Decision((NewFact("request_answered", data, parts, list_cites(*ground)),))


def _check_outcome(context: StepContext[ProposeBody]) -> tuple[dict[str, Any], tuple[Ruling, ...]]:
    """Return the proposed outcome: a grant with its draft, or the ground of a refusal. Refuse one that cannot be
    granted now."""
    if context.body.outcome == "granted":
        require_grantable(context)
        result, rules = require_granted_result(context)
        return {"outcome": "granted", "result": "", **result}, rules
    rule = require_ground(context, "refusal.reasons", moment="after_appraisal")
    return {"outcome": "not_granted", "result": "", "ground": context.body.ground}, (rule,)


def list_stages(context: StepContext[object]) -> tuple[tuple[SigningStage, ...], tuple[Ruling, ...]]:
    """Return the signers in order: by the procedure's internal process, else by the rule for procedures without one."""
    found = list_signing_stages(context.desk.reference.find_procedure(context.dossier.procedure))
    if found:
        return found, ()
    chain, hours = context.find_rule("proposal.default_chain"), context.find_rule("alert.decision_limit")
    return tuple(SigningStage(Role(name), hours.value * HOUR) for name in chain.value), (chain, hours)


def calculate_stage_due(context: StepContext[object], minutes: int) -> datetime:
    """Return when a stage should have acted: so many working minutes later, within the dossier's own time while that
    lasts."""
    due = working_time.add_working_minutes(
        context.desk.reference.find_calendar(context.dossier.one_stop), context.now, minutes
    )
    clock = context.dossier.clock
    return clock.due_at if clock is not None and context.now < clock.due_at < due else due


def calculate_next_due(context: StepContext[object], request: ApprovalRequest, passed: int) -> dict[str, Any]:
    """Return when the stage after `passed` signatures should have acted."""
    return {"due_at": pack_value(calculate_stage_due(context, request.data["minutes"][passed]))}
