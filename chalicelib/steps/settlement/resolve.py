"""Resolve: the outcome of the dossier, with its result file when it is granted; and its correction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier import handover
from chalicelib.domain.dossier.code_words import STEP_WORDS, state_words
from chalicelib.domain.dossier.obligations import Due
from chalicelib.domain.dossier.originals import require_none_awaited
from chalicelib.domain.dossier.permission import list_allowed_steps
from chalicelib.domain.flow.transitions import State, Step
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.papers import paper as papers
from chalicelib.domain.payments import fees
from chalicelib.domain.settlement.signing import list_signing_stages
from chalicelib.domain.shared.errors import FieldError, Invalid, Refusal, RefusalKind, WrongMoment
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.domain.time import clocks
from chalicelib.steps.dossier.body_fields import OutcomeBody, WithLateness, WithResult
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import build_text_part, list_cites, require_ground, require_result
from chalicelib.steps.settlement import fault
from chalicelib.steps.settlement.fault import FAULT
from chalicelib.steps.settlement.finish_task import require_partners_done

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.settlement import Corrected, GrantedResult, Lateness, Resolved
    from chalicelib.domain.ledger.payload_types.stated import Manifest
    from chalicelib.models.steps import CorrectBody, ResolveBody


class NotDelegated(Refusal):
    """The one-stop unit resolves only immediate or delegated procedures; all others are transferred."""

    code = "not_delegated"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Thủ tục này không giải quyết ngay tại Bộ phận Một cửa; hãy chuyển hồ sơ."
    en = "This procedure is not resolved at the one-stop unit; transfer the dossier."


class PaymentBlocks(Refusal):
    """A blocking obligation is not paid (or its money not confirmed) yet (VL-16.2)."""

    code = "payment_blocks"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Còn {count} khoản thu bắt buộc phải nộp xong trước bước này."
    en = "{count} obligations must be paid before this step."


AGENCY = "agency"
"""The party that pays for a mistake in a result: the agency that made it (NĐ 61/2018 21.1)."""


class ProposalNeeded(Refusal):
    """The province requires results to be proposed and signed stage by stage."""

    code = "proposal_needed"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Kết quả phải được công chức thụ lý trình ký; hãy ký đề nghị đang chờ, hoặc giao công chức thụ lý trình."
    en = "The result must be proposed by the case officer: sign the waiting proposal, or have one made."


def resolve_dossier(deps: Dependencies, command: Command[ResolveBody]) -> CommandResult:
    """Grant or refuse (NĐ 61/2018 19.2, 19.3, 19.8). The settlement clock ends here."""
    wanted = [command.body.result] if command.body.result else []
    return run_step(
        deps,
        command,
        Step.RESOLVE,
        decide_resolution,
        case=command.body.outcome,
        papers=wanted,
        extra=fault.list_needed(command.body),
    )


def correct_result(deps: Dependencies, command: Command[CorrectBody]) -> CommandResult:
    """Replace a wrong result at the agency's cost (NĐ 61/2018 21.1): the old version stays, marked replaced."""
    return run_step(deps, command, Step.CORRECT, decide_correction, papers=[command.body.result])


def decide_resolution(context: StepContext[ResolveBody]) -> Decision:
    """Record the outcome. A grant needs its result; a refusal its ground; where the law requires it,
    both a proposal."""
    if context.dossier.state is State.RECEIVED:
        require_delegated(context)
    else:
        require_unproposed(context)
    return Decision((build_outcome(context),))


def build_outcome(context: StepContext[OutcomeBody], manifest: Manifest | None = None) -> NewFact:
    """Return the outcome as a fact. `manifest` is that of a result that was checked when it was proposed."""
    granted = context.body.outcome == "granted"
    rules: tuple[Ruling, ...] = ()
    data: Resolved = {"to": _find_next_state(context), "outcome": context.body.outcome, "result": ""}
    if granted:
        require_grantable(context)
        result, rules = _repeat_result(context, manifest) if manifest else require_granted_result(context)
        data["result"] = result.get("result", "")
        if "manifest" in result:
            data["manifest"] = result["manifest"]
        if waiting := _list_to_compare(context):
            data["to_compare"] = waiting
    else:
        rules = (require_ground(context, "refusal.reasons", moment="after_appraisal"),)
        data["ground"] = context.body.ground or ""
        data["obligations"] = pack_value(fees.cancel_open(context.dossier.obligations))
    goes_to, across = find_return_unit(context)
    lateness, basis = explain_lateness(context)
    at_fault = fault.name_officer_at_fault(context, owed=bool(lateness.get("owes")))
    data["clock"] = pack_value(clocks.end_clock(context.dossier.clock, context.now)) if context.dossier.clock else None
    if "late_cause" in lateness:
        data["late_cause"] = lateness["late_cause"]
    if "owes" in lateness:
        data["owes"] = lateness["owes"]
    if goes_to:
        data["goes_to"] = goes_to
    return payloads.RESOLVED.build(
        data,
        (*build_text_part(context, "reason", context.body.reason), *at_fault),
        list_cites(*rules, *basis, *across),
    )


RECEIVING = "receiving_one_stop"
"""The recipient of a result of another level of administration: the one-stop unit that received the dossier."""


def find_return_unit(context: StepContext[object]) -> tuple[str, tuple[Ruling, ...]]:
    """Return the unit to which an agency of another level sends the outcome, and which hands it over as the receipt
    says (NĐ 61/2018 19.7.b); empty for none."""
    d = context.dossier
    if not d.agency or not context.deps.reference.is_across_levels(d.one_stop, d.agency):
        return "", ()
    rule = context.find_rule("linked.cross_level_return")
    return d.one_stop if rule.value == RECEIVING else "", (rule,)


def require_granted_result(context: StepContext[WithResult]) -> tuple[GrantedResult, tuple[Ruling, ...]]:
    """Return the granted result. An immediate settlement without a receipt also has its result entered
    (NĐ 61/2018 17.4)."""
    entered = (context.find_rule("receipt.immediate_log"),) if context.dossier.immediate else ()
    if any(not rule.value for rule in entered) and not context.body.result:
        return {}, entered
    paper = require_result(context)
    return {"result": paper.id, "manifest": [papers.build_manifest_entry(paper)]}, entered


def require_grantable(context: StepContext[object]) -> None:
    """Refuse to grant while a partner works on its task, an original is awaited or a sum is unpaid."""
    require_partners_done(context)
    require_none_awaited(context.dossier.original_call)
    _require_paid(context)


def require_unproposed(context: StepContext[object]) -> None:
    """Refuse an outcome without a proposal where the law of the province requires one: always, or where the procedure's
    internal process has the head of section check it."""
    rule = context.find_rule("proposal.required")
    stages = list_signing_stages(context.deps.reference.find_procedure(context.dossier.procedure))
    checked = any(stage.role is Role.HEAD_OF_SECTION for stage in stages)
    if rule.value == "always" or (rule.value == "section_checks" and checked):
        with cite_on_refusal(rule):
            raise ProposalNeeded()


def _repeat_result(context: StepContext[OutcomeBody], manifest: Manifest) -> tuple[GrantedResult, tuple[Ruling, ...]]:
    """Return a result that was checked when it was proposed."""
    return {"result": context.body.result or "", "manifest": [{**each} for each in manifest]}, ()


def explain_lateness(context: StepContext[WithLateness]) -> tuple[Lateness, tuple[Ruling, ...]]:
    """Return why a late result is late, and the apology owed with it where an officer is at fault (HUE-22.7)."""
    cause = require_late_cause(context)
    if not cause:
        return {}, ()
    signer = context.find_rule("apology.signer", cause=FAULT)
    if cause == FAULT and signer.value:
        return {"late_cause": cause, "owes": ["apology"]}, (signer,)
    return {"late_cause": cause}, ()


def require_late_cause(context: StepContext[WithLateness]) -> str:
    """Require the coded cause of a delay when the result is late, and refuse it otherwise."""
    late = context.dossier.clock is not None and context.now > context.dossier.clock.due_at
    cause: str = context.body.late_cause or ""
    if late and not cause:
        vi, en = "Hồ sơ trễ hạn: chọn nguyên nhân.", "The dossier is late: choose the cause."
        raise Invalid(fields=(FieldError("/late_cause", "late_cause_missing", vi, en),))
    if cause and not late:
        vi, en = "Hồ sơ không trễ hạn.", "The dossier is not late."
        raise Invalid(fields=(FieldError("/late_cause", "not_late", vi, en),))
    return cause


def decide_correction(context: StepContext[CorrectBody]) -> Decision:
    """Add the new version of the result."""
    if not context.dossier.results:
        # Closed without a result: withdrawn, stopped or never received.
        others = [
            step
            for step in list_allowed_steps(context.command.actor, context.dossier, context.now)
            if step != Step.CORRECT
        ]
        state = state_words(context.dossier.state)
        raise WrongMoment(step=STEP_WORDS[Step.CORRECT], state=state, allowed=tuple(others))
    paper = require_result(context)
    bearer = context.find_rule("error.cost_bearer")
    data: Corrected = {
        "result": paper.id, "replaces": context.dossier.results[-1], "manifest": [papers.build_manifest_entry(paper)],
        "cost_bearer": context.dossier.agency if bearer.value == AGENCY else "",
    }  # fmt: skip
    return Decision(
        (payloads.CORRECTED.build(data, build_text_part(context, "reason", context.body.reason), list_cites(bearer)),)
    )


def require_delegated(context: StepContext[object]) -> None:
    """Require an immediate or delegated procedure for the one-stop unit. Raise NotDelegated."""
    procedure = context.deps.reference.find_procedure(context.dossier.procedure)
    if not (procedure.immediate or procedure.settlement_delegated):
        raise NotDelegated()


def _require_paid(context: StepContext[object]) -> None:
    rule = context.find_rule("payment.blocks_next_step")
    blocking = fees.select_blockers(context.dossier.obligations, Due.PROCESSING, credit_needed=bool(rule.value))
    if blocking:
        with cite_on_refusal(rule):
            raise PaymentBlocks(count=len(blocking))
    fees.refuse_while_open(context.dossier.obligations, Due.PROCESSING)


def _list_to_compare(context: StepContext[object]) -> list[str]:
    """Return papers behind unsigned uploads that must be compared before the handover: the applicant
    is notified now."""
    check = context.find_rule("paper.unsigned_check").find_text()
    return list(handover.list_uncompared(check, context.dossier.handover.unchecked, ()))


def _find_next_state(context: StepContext[object]) -> str:
    if context.row.to is None:
        raise ValueError("resolving must lead to a state")
    return context.row.to.value
