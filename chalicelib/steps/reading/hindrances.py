"""Steps that the dossier's present state makes impossible for every request body: no page offers them.

The step's own guards are evaluated, so that a page gives the same reason as the step. Only reading uses this; the step
itself also refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.roles import Actor
from chalicelib.domain.dossier import handover
from chalicelib.domain.dossier.dossier import Dossier, Request
from chalicelib.domain.dossier.obligations import Due, ExemptionState, Method, Obligation, ObligationState
from chalicelib.domain.dossier.permission import doers, hat, is_alone, may_decide, permit_decision, suits
from chalicelib.domain.flow.transitions import RequestKind, Row, State, Step, rows
from chalicelib.domain.payments import fees
from chalicelib.domain.settlement.signing import open_proposal
from chalicelib.domain.shared.errors import Kind, PreparedAlone, Refusal
from chalicelib.steps.approvals import decide_request
from chalicelib.steps.dossier.by_law import by_law
from chalicelib.steps.dossier.context import Ask, Desk, Moment
from chalicelib.steps.dossier.ports import Loaded
from chalicelib.steps.dossier.proposals import RequestPending
from chalicelib.steps.handover import give_back
from chalicelib.steps.reception import receive
from chalicelib.steps.settlement import extend, finish_task, request_supplement, resolve

SILENT = frozenset(
    {Step.PAY, Step.ACKNOWLEDGE_PAYMENT, Step.CONFIRM_EXEMPTION, Step.REVERSE_PAYMENT, Step.CORRECT, Step.FINISH_TASK}
)
"""Steps that nobody expects while they have no object; no reason is given."""


class NothingToDo(Refusal):
    """The dossier holds nothing that the step could act on."""

    code = "nothing_to_do"
    kind = Kind.WRONG_MOMENT
    vi = "Hồ sơ không có gì để thực hiện bước này."
    en = "The dossier has nothing for this step to act on."


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """The reader of a dossier, the time, and further data for the guards."""

    desk: Desk
    actor: Actor
    now: datetime
    real_now: datetime

    def moment(self, d: Dossier, step: Step, row: Any, role: Any, unit: str, body: Mapping[str, Any]) -> Moment:
        """Return the step context for the guards of a step."""
        ask = Ask(step.value, d.id, self.actor, self.now, self.real_now, body=body)
        return Moment(d, row, role, unit, Loaded(d), ask, self.desk)


def find_hindrances(view: Viewpoint, d: Dossier, offered: Sequence[str]) -> dict[Step, Refusal]:
    """Return which of the steps that the table and the law offer this person would be refused now, and why."""
    found = {step: _hindrance(view, d, step) for step in map(Step, offered)}
    return {step: refusal for step, refusal in found.items() if refusal is not None}


def is_worth_saying(d: Dossier, step: Step) -> bool:
    """Return whether the reason helps a person who looks for the step: not where it has no object, nor where another
    act replaces it."""
    if step is Step.RESOLVE:
        return d.state is State.PROCESSING and open_proposal(d) is None
    return step not in SILENT


def find_approval_hindrance(view: Viewpoint, d: Dossier, request: Request) -> Refusal | None:
    """Return why an approval of a request would be refused now; None where it would not, or where the person decides
    nothing."""
    if request.kind in {RequestKind.OUTCOME, RequestKind.REFILING} or not may_decide(view.actor, d, request, view.now):
        return None
    role, unit = permit_decision(view.actor, d, request, view.now)
    m = view.moment(d, Step.NOTE, None, role, unit, {})
    return _refusal(decide_request.check_approval, m, request)


def _hindrance(view: Viewpoint, d: Dossier, step: Step) -> Refusal | None:
    if is_alone(view.actor, d, step):
        return PreparedAlone()
    row, role, unit = _taken_under(view, d, step)
    if row is None:
        return None
    pending = next((each for each in d.requests if each.kind is row.request and not each.prepared), None)
    if pending is not None and step in ONE_AT_A_TIME:
        return RequestPending(request=pending.n)
    guard = GUARDS.get(step)
    return _refusal(guard, view.moment(d, step, row, role, unit, BODIES.get(step, {}))) if guard else None


def _taken_under(view: Viewpoint, d: Dossier, step: Step) -> tuple[Row | None, Any, str]:
    for row in rows(d.state, step):
        worn = hat(view.actor, d, doers(view.actor, row), view.now) if suits(row, d, row.case) else None
        if worn is not None:
            return row, *worn
    return None, None, ""


def _refusal(guard: Callable[..., object], *given: Any) -> Refusal | None:
    """Return the guard's refusal, unless another body would change it."""
    try:
        guard(*given)
    except Refusal as refusal:
        return refusal if refusal.kind is Kind.WRONG_MOMENT else None
    return None


ONE_AT_A_TIME = frozenset({Step.EXTEND, Step.APOLOGISE, Step.REVERSE_PAYMENT, Step.WITHDRAW, Step.REQUEST_SUPPLEMENT})
"""Steps that only open a request, of which the dossier has one of its kind at a time."""

BODIES: Mapping[Step, Mapping[str, Any]] = {Step.EXTEND: {"units": 1}}
"""The smallest valid request bodies."""


def _receive(m: Moment) -> None:
    moment = m.rule("payment.moment")
    if m.dossier.obligations and moment.value == receive.BEFORE_RECEPTION:
        receive.require_paid_before(m, moment)
    elif m.dossier.obligations and not m.rule("payment.deferral").value:
        with by_law(*((moment,) if moment.value else ())):
            fees.refuse_while_open(m.dossier.obligations, Due.RECEPTION)


def _give_back(m: Moment) -> None:
    if m.dossier.state is State.RESOLVED:
        fees.refuse_while_open(m.dossier.obligations, Due.HANDOVER)


def _resolve(m: Moment) -> None:
    if m.dossier.state is State.RECEIVED:
        resolve.require_delegated(m)
    else:
        resolve.require_unproposed(m)


def _invite(m: Moment) -> None:
    calendar = m.desk.reference.calendar(m.dossier.one_stop)
    gap = m.rule("return.post_invitation_gap").value
    handover.require_gap(calendar, m.dossier.handover.invitations, m.now, gap)


def _take_back(m: Moment) -> None:
    handover.require_invitations(m.dossier.handover.invitations, m.rule("return.post_invitations").value)


def _correct(m: Moment) -> None:
    if not m.dossier.results:
        raise NothingToDo()


def _some(wanted: Callable[[Obligation], bool]) -> Callable[[Moment], None]:
    """Return a guard that requires an obligation of a kind."""

    def guard(m: Moment) -> None:
        if not any(wanted(one) for one in m.dossier.obligations):
            raise NothingToDo()

    return guard


def _is_settled(one: Obligation) -> bool:
    return one.state is ObligationState.SETTLED


GUARDS: Mapping[Step, Callable[[Moment], object]] = {
    Step.RECEIVE: _receive,
    Step.REQUEST_SUPPLEMENT: request_supplement.require_left_in_all,
    Step.GIVE_BACK: _give_back,
    Step.CLOSE: give_back.decide_close,
    Step.EXTEND: extend.require_extendable,
    Step.RESOLVE: _resolve,
    Step.FINISH_TASK: finish_task.require_own_share,
    Step.INVITE: _invite,
    Step.TAKE_BACK: _take_back,
    Step.CORRECT: _correct,
    Step.PAY: _some(lambda one: one.outstanding > 0),
    Step.ACKNOWLEDGE_PAYMENT: _some(lambda one: _is_settled(one) and one.voucher is None),
    Step.CONFIRM_EXEMPTION: _some(lambda one: one.exemption.state is ExemptionState.CLAIMED),
    Step.REVERSE_PAYMENT: _some(lambda one: _is_settled(one) and one.method is not Method.ONLINE),
}
