"""Decide a request: approve or decline it. Only the last approval changes state and clocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from chalicelib.domain.dossier.dossier import Request
from chalicelib.domain.dossier.permission import permit_decision
from chalicelib.domain.dossier.transactions import Transaction
from chalicelib.domain.flow.transitions import REQUESTS, RequestKind, State
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.domain.payments import allocation, fees
from chalicelib.domain.shared.errors import FieldError, Invalid, Kind, NotFound, Refusal
from chalicelib.domain.shared.serialization import pack, unpack
from chalicelib.domain.time import clocks
from chalicelib.steps.approvals.sign import sign
from chalicelib.steps.dossier.command import Answer, attempt, decided, list_frame_items, require_current
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Moment
from chalicelib.steps.dossier.guards import cited, part
from chalicelib.steps.dossier.ports import Change, Loaded
from chalicelib.steps.dossier.proposals import RequestUnfinished
from chalicelib.steps.payments import payment_items
from chalicelib.steps.reception.correct_reception import correct_time
from chalicelib.steps.reception.refile import refile
from chalicelib.steps.settlement import fault
from chalicelib.steps.settlement.apologise import reappointed
from chalicelib.steps.settlement.extend import extended
from chalicelib.steps.settlement.request_supplement import goes_out, require_first, require_left_in_all


class ProposalSentBack(Refusal):
    """A proposal with remarks waits for its answer; it cannot be decided before."""

    code = "proposal_sent_back"
    kind = Kind.WRONG_MOMENT
    vi = "Đề nghị số {request} đã trả lại kèm ý kiến, đang chờ trả lời; chỉ quyết định tiếp sau khi có trả lời."
    en = "Request no. {request} was sent back with remarks; it can be decided once they are answered."


def approve(desk: Desk, ask: Ask, number: int) -> Answer:
    """Approve a request. Before the last stage this only passes it on."""
    signed = [ask.body["result"]] if ask.body.get("result") else []
    return decide_with(desk, ask, number, _approved, papers=signed, extra=fault.wanted(ask.body))


def decline(desk: Desk, ask: Ask, number: int) -> Answer:
    """Decline a request, with a reason; nothing else changes."""
    return decide_with(desk, ask, number, _declined)


def decide_with(
    desk: Desk,
    ask: Ask,
    number: int,
    how: Callable[[Moment, Request], NewFact],
    *,
    papers: Sequence[str] = (),
    extra: Sequence[tuple[str, str]] = (),
) -> Answer:
    """Decide the present stage of a request in one way or another, as an authorised person."""

    def change(loaded: Loaded) -> Change:
        dossier = require_current(loaded, ask)
        request = dossier.request(number)
        if request is None:
            raise NotFound()
        if request.sent_back is not None:
            raise ProposalSentBack(request=request.n)
        role, unit = permit_decision(ask.actor, dossier, request, ask.now)
        return decided(desk, ask, loaded, dossier, _NO_ROW, role, unit, lambda m: _decision(m, request, how))

    return attempt(desk, ask, change, papers=papers, extra=[*extra, *list_frame_items(ask)])


_NO_ROW: Any = None


def _decision(m: Moment, request: Request, how: Callable[[Moment, Request], NewFact]) -> Decision:
    """Return one fact; approving the right procedure also files the other dossier."""
    if request.kind is RequestKind.REFILING and how is _approved:
        _require_no_outcome(m)
        return refile(m, request)
    fact = how(m, request)
    if fact.kind == REQUESTS[RequestKind.REVERSAL].fact:
        return Decision((fact,), extras=(payment_items.reversal_put(_transaction(request), m.dossier, m.ask.real_now),))
    return Decision((fact,))


def _transaction(request: Request) -> Transaction:
    """Return the receipt that a reversal is about, as it was recorded; a transaction never changes."""
    found: Transaction = unpack(Transaction, request.data["transaction"])
    return found


def _declined(m: Moment, request: Request) -> NewFact:
    return NewFact("request_declined", {"request": request.n, "kind": request.kind.value}, part(m, "reason"))


def _approved(m: Moment, request: Request) -> NewFact:
    if request.kind is RequestKind.OUTCOME:
        _require_finished(request)
        return sign(m, request)
    _require_no_outcome(m)
    # Every stage checks dates and limits again: nobody passes on what can no longer be granted.
    data, rules = check_approval(m, request)
    if request.passed + 1 < len(request.chain):
        passed_on = {"request": request.n, "kind": request.kind.value, "stage": request.passed + 1}
        return NewFact("request_endorsed", passed_on)
    to = dict(REQUESTS[request.kind].to).get(m.dossier.state)
    effect = {"request": request.n, **({"to": to.value} if to else {}), **data}
    return NewFact(REQUESTS[request.kind].fact, effect, part(m, "reason"), cited(*rules))


def check_approval(m: Moment, request: Request) -> tuple[dict[str, Any], tuple[Any, ...]]:
    """Return what an approval would state, and its rules; raise the refusal that the approval itself would raise."""
    _require_finished(request)
    return _EFFECTS[request.kind](m, request)


def _require_finished(request: Request) -> None:
    if request.prepared:
        raise RequestUnfinished(request=request.n)


def _require_no_outcome(m: Moment) -> None:
    """Refuse fields that only the signature of an outcome may have, instead of ignoring them."""
    said = [name for name in ("result", "late_cause", "late_officer", "remarks") if m.body.get(name)]
    if said:
        vi, en = "Chỉ ghi khi ký kết quả giải quyết.", "Only for the signature of an outcome."
        raise Invalid(fields=tuple(FieldError(f"/{name}", "outcome_only", vi, en) for name in said))


def _supplement(m: Moment, request: Request) -> tuple[dict[str, Any], tuple[Any, ...]]:
    limit = require_first(m, request.data["stage"], request.data["cause"])
    in_all = require_left_in_all(m)
    data, rules = goes_out(m, request.data)
    return data, (limit, *in_all, *rules)


def _extension(m: Moment, request: Request) -> tuple[dict[str, Any], tuple[Any, ...]]:
    return extended(m, _clock(m), request.data["units"])


def _apology(m: Moment, request: Request) -> tuple[dict[str, Any], tuple[Any, ...]]:
    if "due_at" not in request.data:
        # Until the result is handed over the letter waits for it, so that both are sent together (HUE-22.7).
        lost = request.data.get("lost")
        if lost:
            told = {"cause": request.data["cause"], "signed_as": m.role.value, "lost": list(lost)}
            return told, (m.rule("loss.apology"),)
        enclosed = m.dossier.state is State.RESOLVED
        return {"cause": request.data["cause"], "signed_as": m.role.value, "with_result": enclosed}, ()
    return reappointed(m, _clock(m), unpack(datetime, request.data["due_at"]))


def _withdrawal(m: Moment, request: Request) -> tuple[dict[str, Any], tuple[Any, ...]]:
    ended = pack(clocks.end(m.dossier.clock, m.now)) if m.dossier.clock else None
    return {
        "clock": ended,
        "obligations": pack(fees.cancel_open(m.dossier.obligations)),
    }, ()


def _reversal(m: Moment, request: Request) -> tuple[dict[str, Any], tuple[Any, ...]]:
    taken = _transaction(request)
    undone = allocation.reverse_cash(m.dossier.obligations, taken, request.proposer, m.ask.actor.sub, f"R{request.n}")
    return {"transaction": taken.ref, "amount": taken.amount, "obligations": pack(undone)}, ()


def _control(m: Moment, request: Request) -> tuple[dict[str, Any], tuple[Any, ...]]:
    return {"stage": request.data["stage"]}, (m.rule("supplement.controlled_by"), m.rule("supplement.control_of"))


def _appointment(m: Moment, request: Request) -> tuple[dict[str, Any], tuple[Any, ...]]:
    return correct_time(m, unpack(datetime, request.data["received_at"]))


def _clock(m: Moment) -> clocks.Clock:
    if m.dossier.clock is None:
        raise ValueError("requests about time need a received dossier")
    return m.dossier.clock


_EFFECTS: dict[RequestKind, Callable[[Moment, Request], tuple[dict[str, Any], tuple[Any, ...]]]] = {
    RequestKind.SUPPLEMENT: _supplement,
    RequestKind.EXTENSION: _extension,
    RequestKind.APOLOGY: _apology,
    RequestKind.WITHDRAWAL: _withdrawal,
    RequestKind.REVERSAL: _reversal,
    RequestKind.CONTROL: _control,
    RequestKind.APPOINTMENT: _appointment,
}
