"""Resolve: the outcome of the dossier, with its result file when it is granted; and its correction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.domain.accounts.roles import Role
from chalicelib.domain.dossier import handover
from chalicelib.domain.dossier.code_words import STEP_WORDS, state_words
from chalicelib.domain.dossier.obligations import Due
from chalicelib.domain.dossier.originals import require_none_awaited
from chalicelib.domain.dossier.permission import allowed
from chalicelib.domain.flow.transitions import State, Step
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.papers import paper as papers
from chalicelib.domain.payments import fees
from chalicelib.domain.settlement.signing import signing_stages
from chalicelib.domain.shared.errors import FieldError, Invalid, Kind, Refusal, WrongMoment
from chalicelib.domain.shared.serialization import pack
from chalicelib.domain.time import clocks
from chalicelib.steps.dossier.by_law import by_law
from chalicelib.steps.dossier.command import Answer, take
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Moment
from chalicelib.steps.dossier.guards import cited, part, require_ground, require_result
from chalicelib.steps.settlement import fault
from chalicelib.steps.settlement.fault import FAULT
from chalicelib.steps.settlement.finish_task import require_partners_done


class NotDelegated(Refusal):
    """The one-stop unit resolves only immediate or delegated procedures; all others are transferred."""

    code = "not_delegated"
    kind = Kind.WRONG_MOMENT
    vi = "Thủ tục này không giải quyết ngay tại Bộ phận Một cửa; hãy chuyển hồ sơ."
    en = "This procedure is not resolved at the one-stop unit; transfer the dossier."


class PaymentBlocks(Refusal):
    """A blocking obligation is not paid (or its money not confirmed) yet (VL-16.2)."""

    code = "payment_blocks"
    kind = Kind.WRONG_MOMENT
    vi = "Còn {count} khoản thu bắt buộc phải nộp xong trước bước này."
    en = "{count} obligations must be paid before this step."


AGENCY = "agency"
"""The party that pays for a mistake in a result: the agency that made it (NĐ 61/2018 21.1)."""


class ProposalNeeded(Refusal):
    """The province requires results to be proposed and signed stage by stage."""

    code = "proposal_needed"
    kind = Kind.WRONG_MOMENT
    vi = "Kết quả phải được công chức thụ lý trình ký; hãy ký đề nghị đang chờ, hoặc giao công chức thụ lý trình."
    en = "The result must be proposed by the case officer: sign the waiting proposal, or have one made."


def resolve(desk: Desk, ask: Ask) -> Answer:
    """Grant or refuse (NĐ 61/2018 19.2, 19.3, 19.8). The settlement clock ends here."""
    wanted = [ask.body["result"]] if ask.body.get("result") else []
    return take(desk, ask, Step.RESOLVE, decide, case=ask.body["outcome"], papers=wanted, extra=fault.wanted(ask.body))


def correct(desk: Desk, ask: Ask) -> Answer:
    """Replace a wrong result at the agency's cost (NĐ 61/2018 21.1): the old version stays, marked replaced."""
    return take(desk, ask, Step.CORRECT, decide_correction, papers=[ask.body["result"]])


def decide(m: Moment) -> Decision:
    """Record the outcome. A grant needs its result; a refusal its ground; where the law requires it,
    both a proposal."""
    if m.dossier.state is State.RECEIVED:
        require_delegated(m)
    else:
        require_unproposed(m)
    return Decision((settle(m),))


def settle(m: Moment, manifest: Sequence[Mapping[str, Any]] | None = None) -> NewFact:
    """Return the outcome as a fact. `manifest` is that of a result that was checked when it was proposed."""
    granted = m.body["outcome"] == "granted"
    rules: tuple[Any, ...] = ()
    data: dict[str, Any] = {"to": _to(m), "outcome": m.body["outcome"], "result": ""}
    if granted:
        require_grantable(m)
        result, rules = _looked_at(m, manifest) if manifest else result_of(m)
        data |= {**result, **_to_compare(m)}
    else:
        rules = (require_ground(m, "refusal.reasons", moment="after_appraisal"),)
        data |= {"ground": m.body["ground"], "obligations": pack(fees.cancel_open(m.dossier.obligations))}
    goes_to, across = goes_back_to(m)
    lateness, basis = lateness_of(m)
    at_fault = fault.named(m, owed=bool(lateness.get("owes")))
    data |= {"clock": pack(clocks.end(m.dossier.clock, m.now)) if m.dossier.clock else None, **lateness, **goes_to}
    return NewFact("resolved", data, (*part(m, "reason"), *at_fault), cited(*rules, *basis, *across))


RECEIVING = "receiving_one_stop"
"""The recipient of a result of another level of administration: the one-stop unit that received the dossier."""


def goes_back_to(m: Moment) -> tuple[dict[str, Any], tuple[Ruling, ...]]:
    """Return the unit to which an agency of another level sends the outcome, and which hands it over as the receipt
    says (NĐ 61/2018 19.7.b)."""
    d = m.dossier
    if not d.agency or not m.desk.reference.crosses_level(d.one_stop, d.agency):
        return {}, ()
    rule = m.rule("linked.cross_level_return")
    return {"goes_to": d.one_stop} if rule.value == RECEIVING else {}, (rule,)


def result_of(m: Moment) -> tuple[dict[str, Any], tuple[Ruling, ...]]:
    """Return the granted result. An immediate settlement without a receipt also has its result entered
    (NĐ 61/2018 17.4)."""
    entered = (m.rule("receipt.immediate_log"),) if m.dossier.immediate else ()
    if any(not rule.value for rule in entered) and not m.body.get("result"):
        return {}, entered
    paper = require_result(m)
    return {"result": paper.id, "manifest": [papers.manifest_entry(paper)]}, entered


def require_grantable(m: Moment) -> None:
    """Refuse to grant while a partner works on its task, an original is awaited or a sum is unpaid."""
    require_partners_done(m)
    require_none_awaited(m.dossier.original_call)
    _require_paid(m)


def require_unproposed(m: Moment) -> None:
    """Refuse an outcome without a proposal where the law of the province requires one: always, or where the procedure's
    internal process has the head of section check it."""
    rule = m.rule("proposal.required")
    stages = signing_stages(m.desk.reference.procedure(m.dossier.procedure))
    checked = any(stage.role is Role.HEAD_OF_SECTION for stage in stages)
    if rule.value == "always" or (rule.value == "section_checks" and checked):
        with by_law(rule):
            raise ProposalNeeded()


def _looked_at(m: Moment, manifest: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Any], tuple[Ruling, ...]]:
    """Return a result that was checked when it was proposed."""
    return {"result": m.body["result"], "manifest": [dict(each) for each in manifest]}, ()


def lateness_of(m: Moment) -> tuple[dict[str, Any], tuple[Ruling, ...]]:
    """Return why a late result is late, and the apology owed with it where an officer is at fault (HUE-22.7)."""
    cause = require_late_cause(m)
    if not cause:
        return {}, ()
    signer = m.rule("apology.signer", cause=FAULT)
    owes = ["apology"] if cause == FAULT and signer.value else []
    return {"late_cause": cause, **({"owes": owes} if owes else {})}, (signer,) if owes else ()


def require_late_cause(m: Moment) -> str:
    """Require the coded cause of a delay when the result is late, and refuse it otherwise."""
    late = m.dossier.clock is not None and m.now > m.dossier.clock.due_at
    cause: str = m.body.get("late_cause") or ""
    if late and not cause:
        vi, en = "Hồ sơ trễ hạn: chọn nguyên nhân.", "The dossier is late: choose the cause."
        raise Invalid(fields=(FieldError("/late_cause", "late_cause_missing", vi, en),))
    if cause and not late:
        vi, en = "Hồ sơ không trễ hạn.", "The dossier is not late."
        raise Invalid(fields=(FieldError("/late_cause", "not_late", vi, en),))
    return cause


def decide_correction(m: Moment) -> Decision:
    """Add the new version of the result."""
    if not m.dossier.results:
        # Closed without a result: withdrawn, stopped or never received.
        others = [step for step in allowed(m.ask.actor, m.dossier, m.now) if step != Step.CORRECT]
        state = state_words(m.dossier.state)
        raise WrongMoment(step=STEP_WORDS[Step.CORRECT], state=state, allowed=tuple(others))
    paper = require_result(m)
    bearer = m.rule("error.cost_bearer")
    data = {
        "result": paper.id, "replaces": m.dossier.results[-1], "manifest": [papers.manifest_entry(paper)],
        "cost_bearer": m.dossier.agency if bearer.value == AGENCY else "",
    }  # fmt: skip
    return Decision((NewFact("corrected", data, part(m, "reason"), cited(bearer)),))


def require_delegated(m: Moment) -> None:
    """Require an immediate or delegated procedure for the one-stop unit. Raise NotDelegated."""
    procedure = m.desk.reference.procedure(m.dossier.procedure)
    if not (procedure.immediate or procedure.settlement_delegated):
        raise NotDelegated()


def _require_paid(m: Moment) -> None:
    rule = m.rule("payment.blocks_next_step")
    blocking = fees.blockers(m.dossier.obligations, Due.PROCESSING, credit_needed=bool(rule.value))
    if blocking:
        with by_law(rule):
            raise PaymentBlocks(count=len(blocking))
    fees.refuse_while_open(m.dossier.obligations, Due.PROCESSING)


def _to_compare(m: Moment) -> dict[str, Any]:
    """Return papers behind unsigned uploads that must be compared before the handover: the applicant
    is notified now."""
    waiting = handover.uncompared(m.rule("paper.unsigned_check").value, m.dossier.handover.unchecked, ())
    return {"to_compare": list(waiting)} if waiting else {}


def _to(m: Moment) -> str:
    if m.row.to is None:
        raise ValueError("resolving must lead to a state")
    return m.row.to.value
