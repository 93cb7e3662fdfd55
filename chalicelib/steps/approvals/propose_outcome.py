"""Propose the outcome: the case officer drafts the result with an opinion; heads sign it, or send it back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier.work_items import ApprovalRequest
from chalicelib.domain.flow.transitions import RequestKind, Step
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger import payloads
from chalicelib.domain.settlement.signing import SigningStage, list_signing_stages, may_answer, open_proposal
from chalicelib.domain.shared.errors import Refusal, RefusalKind
from chalicelib.domain.shared.timezone import write_stamp
from chalicelib.domain.time import working_time
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import build_text_part, list_cites, list_files, require_ground
from chalicelib.steps.dossier.proposals import open_request
from chalicelib.steps.settlement.resolve import require_grantable, require_granted_result

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.approvals import Proposal, RequestAnswered
    from chalicelib.models.steps import ProposeBody

HOUR = 60


class AnsweredByAnother(Refusal):
    """The proposal was sent back to another officer, who answers the remarks."""

    code = "answered_by_another"
    kind = RefusalKind.FORBIDDEN
    vi = "Đề nghị được trả lại cho công chức khác trả lời. Nếu cần làm thay, nhờ lãnh đạo phân công lại hồ sơ."
    en = "It was sent back to another officer. To answer instead of them, have a superior assign the dossier to you."


def submit_proposal(deps: Dependencies, command: Command[ProposeBody]) -> CommandResult:
    """Submit the outcome to its signers (NĐ 61/2018 19.2, 19.3, 19.8), or submit it again with the answer to their
    remarks. Nothing changes before the last signature."""
    result = [command.body.result] if command.body.result else []
    return run_step(deps, command, Step.PROPOSE, decide_proposal, papers=[*result, *command.body.papers])


def decide_proposal(context: StepContext[ProposeBody]) -> Decision:
    """Open the proposal, or answer the remarks on it: then every signer looks at it again."""
    earlier = open_proposal(context.dossier)
    if (
        earlier is not None
        and earlier.sent_back is not None
        and not may_answer(context.command.actor.sub, context.dossier, earlier)
    ):
        raise AnsweredByAnother()
    about, ground = _check_outcome(context)
    stages, basis = list_stages(context)
    about["minutes"] = [stage.minutes for stage in stages]
    parts = (
        *build_text_part(context, "opinion", context.body.opinion),
        *build_text_part(context, "reason", context.body.reason),
    )
    due_at, files = write_stamp(calculate_stage_due(context, stages[0].minutes)), list_files(context)
    if earlier is None or earlier.sent_back is None:
        chain = [[stage.role.value] for stage in stages]
        fact = open_request(context, RequestKind.OUTCOME, about, parts, *ground, *basis, chain=chain)
        opened = payloads.REQUEST_OPENED.read(fact)
        opened["due_at"] = due_at
        if files:
            opened["papers"] = files
        return Decision((fact,))
    data: RequestAnswered = {"request": earlier.n, "kind": earlier.kind.value, "about": about, "due_at": due_at}
    if files:
        data["papers"] = files
    return Decision((payloads.REQUEST_ANSWERED.build(data, parts, list_cites(*ground)),))


def _check_outcome(context: StepContext[ProposeBody]) -> tuple[Proposal, tuple[Ruling, ...]]:
    """Return the proposed outcome: a grant with its draft, or the ground of a refusal. Refuse one that cannot be
    granted now."""
    if context.body.outcome == "granted":
        require_grantable(context)
        result, rules = require_granted_result(context)
        about: Proposal = {"outcome": "granted", "result": result.get("result", "")}
        if "manifest" in result:
            about["manifest"] = result["manifest"]
        return about, rules
    rule = require_ground(context, "refusal.reasons", moment="after_appraisal")
    return {"outcome": "not_granted", "result": "", "ground": context.body.ground or ""}, (rule,)


def list_stages(context: StepContext[object]) -> tuple[tuple[SigningStage, ...], tuple[Ruling, ...]]:
    """Return the signers in order: by the procedure's internal process, else by the rule for procedures without one."""
    found = list_signing_stages(context.deps.reference.find_procedure(context.dossier.procedure))
    if found:
        return found, ()
    chain, hours = context.find_rule("proposal.default_chain"), context.find_rule("alert.decision_limit")
    return tuple(SigningStage(Role(name), hours.to_int() * HOUR) for name in chain.to_list()), (chain, hours)


def calculate_stage_due(context: StepContext[object], minutes: int) -> datetime:
    """Return when a stage should have acted: so many working minutes later, within the dossier's own time while that
    lasts."""
    due = working_time.add_working_minutes(
        context.deps.reference.find_calendar(context.dossier.one_stop), context.now, minutes
    )
    clock = context.dossier.clock
    return clock.due_at if clock is not None and context.now < clock.due_at < due else due


def calculate_next_due(context: StepContext[object], request: ApprovalRequest, passed: int) -> str:
    """Return when the stage after `passed` signatures should have acted."""
    return write_stamp(calculate_stage_due(context, request.about["minutes"][passed]))
