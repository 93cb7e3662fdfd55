"""Decide a request: approve or decline it. Only the last approval changes state and clocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.domain.dossier.dossier import ApprovalRequest
from chalicelib.domain.dossier.permission import permit_decision
from chalicelib.domain.dossier.transactions import Transaction
from chalicelib.domain.flow.transitions import REQUESTS, RequestKind, State
from chalicelib.domain.law.rulings import Ruling
from chalicelib.domain.ledger import payloads
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.payments import allocation, fees
from chalicelib.domain.shared.errors import FieldError, Invalid, NotFound, Refusal, RefusalKind
from chalicelib.domain.shared.serialization import pack_value, unpack_value
from chalicelib.domain.time import clocks
from chalicelib.steps.approvals.sign import sign_request
from chalicelib.steps.dossier.command import (
    CommandResult,
    decide_change,
    list_frame_items,
    require_current,
    run_command,
)
from chalicelib.steps.dossier.context import B, Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import build_text_part, list_cites
from chalicelib.steps.dossier.items import ItemName
from chalicelib.steps.dossier.ports import Change, Loaded
from chalicelib.steps.dossier.proposals import RequestUnfinished
from chalicelib.steps.payments import payment_items
from chalicelib.steps.reception.correct_reception import correct_time
from chalicelib.steps.reception.refile import refile_dossier
from chalicelib.steps.settlement import fault
from chalicelib.steps.settlement.apologise import calculate_reappointment
from chalicelib.steps.settlement.extend import calculate_extension
from chalicelib.steps.settlement.request_supplement import require_first, require_left_in_all, send_out

if TYPE_CHECKING:
    from chalicelib.models.steps import ApprovalBody, DecisionBody


Effects = tuple[Mapping[str, Any], tuple[Ruling, ...]]
"""What an approval states, and its rules."""


class ProposalSentBack(Refusal):
    """A proposal with remarks waits for its answer; it cannot be decided before."""

    code = "proposal_sent_back"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Đề nghị số {request} đã trả lại kèm ý kiến, đang chờ trả lời; chỉ quyết định tiếp sau khi có trả lời."
    en = "Request no. {request} was sent back with remarks; it can be decided once they are answered."


def approve_request(deps: Dependencies, command: Command[ApprovalBody], number: int) -> CommandResult:
    """Approve a request. Before the last stage this only passes it on."""
    signed = [command.body.result] if command.body.result else []
    return decide_with(deps, command, number, _decide_approval, papers=signed, extra=fault.list_needed(command.body))


def decline_request(deps: Dependencies, command: Command[DecisionBody], number: int) -> CommandResult:
    """Decline a request, with a reason; nothing else changes."""
    return decide_with(deps, command, number, _decide_decline)


def decide_with(
    deps: Dependencies,
    command: Command[B],
    number: int,
    how: Callable[[StepContext[B], ApprovalRequest], Decision],
    *,
    papers: Sequence[str] = (),
    extra: Sequence[ItemName] = (),
) -> CommandResult:
    """Decide the present stage of a request in one way or another, as an authorised person."""

    def build_decision_change(loaded: Loaded) -> Change:
        dossier = require_current(loaded, command)
        request = dossier.find_request(number)
        if request is None:
            raise NotFound()
        if request.sent_back is not None:
            raise ProposalSentBack(request=request.n)
        role, unit = permit_decision(command.actor, dossier, request, command.now)
        return decide_change(deps, command, loaded, dossier, None, role, unit, lambda context: how(context, request))

    return run_command(deps, command, build_decision_change, papers=papers, extra=[*extra, *list_frame_items(command)])


def _decide_approval(context: StepContext[ApprovalBody], request: ApprovalRequest) -> Decision:
    """Return one fact; approving the right procedure also files the other dossier."""
    if request.kind is RequestKind.REFILING:
        _require_no_outcome(context)
        return refile_dossier(context, request)
    fact = _build_approval(context, request)
    if fact.kind == REQUESTS[RequestKind.REVERSAL].fact:
        return Decision(
            (fact,),
            extras=(
                payment_items.build_reversal_item(
                    _read_transaction(request), context.dossier, context.command.real_now
                ),
            ),
        )
    return Decision((fact,))


def _read_transaction(request: ApprovalRequest) -> Transaction:
    """Return the receipt that a reversal is about, as it was recorded; a transaction never changes."""
    found: Transaction = unpack_value(Transaction, request.about["transaction"])
    return found


def _decide_decline(context: StepContext[DecisionBody], request: ApprovalRequest) -> Decision:
    reason = build_text_part(context, "reason", context.body.reason)
    return Decision((payloads.REQUEST_DECLINED.build({"request": request.n, "kind": request.kind.value}, reason),))


def _build_approval(context: StepContext[ApprovalBody], request: ApprovalRequest) -> NewFact:
    if request.kind is RequestKind.OUTCOME:
        _require_finished(request)
        return sign_request(context, request)
    _require_no_outcome(context)
    # Every stage checks dates and limits again: nobody passes on what can no longer be granted.
    data, rules = check_approval(context, request)
    if request.passed + 1 < len(request.chain):
        return payloads.REQUEST_ENDORSED.build(
            {"request": request.n, "kind": request.kind.value, "stage": request.passed + 1}
        )
    to = dict(REQUESTS[request.kind].to).get(context.dossier.state)
    effect = {"request": request.n, **({"to": to.value} if to else {}), **data}
    return NewFact(
        REQUESTS[request.kind].fact, effect, build_text_part(context, "reason", context.body.reason), list_cites(*rules)
    )


def check_approval(context: StepContext[object], request: ApprovalRequest) -> Effects:
    """Return what an approval would state, and its rules; raise the refusal that the approval itself would raise."""
    _require_finished(request)
    return _EFFECTS[request.kind](context, request)


def _require_finished(request: ApprovalRequest) -> None:
    if request.prepared:
        raise RequestUnfinished(request=request.n)


def _require_no_outcome(context: StepContext[ApprovalBody]) -> None:
    """Refuse fields that only the signature of an outcome may have, instead of ignoring them."""
    body = context.body
    given = {
        "result": body.result, "late_cause": body.late_cause, "late_officer": body.late_officer,
        "remarks": body.remarks,
    }  # fmt: skip
    said = [name for name, value in given.items() if value]
    if said:
        vi, en = "Chỉ ghi khi ký kết quả giải quyết.", "Only for the signature of an outcome."
        raise Invalid(fields=tuple(FieldError(f"/{name}", "outcome_only", vi, en) for name in said))


def _approve_supplement(context: StepContext[object], request: ApprovalRequest) -> Effects:
    limit = require_first(context, request.about["stage"], request.about["cause"])
    in_all = require_left_in_all(context)
    data, rules = send_out(context, request.about)
    return data, (limit, *in_all, *rules)


def _approve_extension(context: StepContext[object], request: ApprovalRequest) -> Effects:
    return calculate_extension(context, _require_clock(context), request.about["units"])


def _approve_apology(context: StepContext[object], request: ApprovalRequest) -> Effects:
    if "due_at" not in request.about:
        # Until the result is handed over the letter waits for it, so that both are sent together (HUE-22.7).
        lost = request.about.get("lost")
        if lost:
            apology = {"cause": request.about["cause"], "signed_as": context.role.value, "lost": list(lost)}
            return apology, (context.find_rule("loss.apology"),)
        enclosed = context.dossier.state is State.RESOLVED
        return {"cause": request.about["cause"], "signed_as": context.role.value, "with_result": enclosed}, ()
    return calculate_reappointment(context, _require_clock(context), unpack_value(datetime, request.about["due_at"]))


def _approve_withdrawal(context: StepContext[object], request: ApprovalRequest) -> Effects:
    ended = pack_value(clocks.end_clock(context.dossier.clock, context.now)) if context.dossier.clock else None
    return {
        "clock": ended,
        "obligations": pack_value(fees.cancel_open(context.dossier.obligations)),
    }, ()


def _approve_reversal(context: StepContext[object], request: ApprovalRequest) -> Effects:
    taken = _read_transaction(request)
    undone = allocation.reverse_cash(
        context.dossier.obligations, taken, request.proposer, context.command.actor.sub, f"R{request.n}"
    )
    return {"transaction": taken.ref, "amount": taken.amount, "obligations": pack_value(undone)}, ()


def _approve_control(context: StepContext[object], request: ApprovalRequest) -> Effects:
    return {"stage": request.about["stage"]}, (
        context.find_rule("supplement.controlled_by"),
        context.find_rule("supplement.control_of"),
    )


def _approve_appointment(context: StepContext[object], request: ApprovalRequest) -> Effects:
    return correct_time(context, unpack_value(datetime, request.about["received_at"]))


def _require_clock(context: StepContext[object]) -> clocks.Clock:
    if context.dossier.clock is None:
        raise ValueError("requests about time need a received dossier")
    return context.dossier.clock


_EFFECTS: dict[RequestKind, Callable[[StepContext[object], ApprovalRequest], Effects]] = {
    RequestKind.SUPPLEMENT: _approve_supplement,
    RequestKind.EXTENSION: _approve_extension,
    RequestKind.APOLOGY: _approve_apology,
    RequestKind.WITHDRAWAL: _approve_withdrawal,
    RequestKind.REVERSAL: _approve_reversal,
    RequestKind.CONTROL: _approve_control,
    RequestKind.APPOINTMENT: _approve_appointment,
}
