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
from chalicelib.domain.dossier.dossier import ApprovalRequest, Dossier
from chalicelib.domain.dossier.obligations import Due, ExemptionState, Method, Obligation, ObligationState
from chalicelib.domain.dossier.permission import (
    find_step_role,
    is_alone,
    matches_case,
    may_decide,
    permit_decision,
)
from chalicelib.domain.flow.transitions import RequestKind, State, Step, Transition, list_transitions
from chalicelib.domain.payments import fees
from chalicelib.domain.settlement.signing import open_proposal
from chalicelib.domain.shared.errors import PreparedAlone, Refusal, RefusalKind
from chalicelib.steps.approvals import decide_request
from chalicelib.steps.dossier.by_law import cite_on_refusal
from chalicelib.steps.dossier.context import Command, Dependencies, StepContext
from chalicelib.steps.dossier.ports import Loaded
from chalicelib.steps.dossier.proposals import RequestPending
from chalicelib.steps.handover import give_back, rate
from chalicelib.steps.reception import receive
from chalicelib.steps.settlement import extend, finish_task, request_supplement, resolve

SILENT = frozenset(
    {Step.PAY, Step.ACKNOWLEDGE_PAYMENT, Step.CONFIRM_EXEMPTION, Step.REVERSE_PAYMENT, Step.CORRECT, Step.FINISH_TASK}
)
"""Steps that nobody expects while they have no object; no reason is given."""


class NothingToDo(Refusal):
    """The dossier holds nothing that the step could act on."""

    code = "nothing_to_do"
    kind = RefusalKind.WRONG_MOMENT
    vi = "Hồ sơ không có gì để thực hiện bước này."
    en = "The dossier has nothing for this step to act on."


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """The reader of a dossier, the time, and further data for the guards."""

    deps: Dependencies
    actor: Actor
    now: datetime
    real_now: datetime

    def build_context(
        self, dossier: Dossier, step: Step, row: Transition | None, role: Any, unit: str
    ) -> StepContext[object]:
        """Return the step context for the guards of a step."""
        command = Command(step.value, dossier.id, self.actor, self.now, self.real_now, None)
        return StepContext(dossier, row, role, unit, Loaded(dossier), command, self.deps)


def find_hindrances(view: Viewpoint, dossier: Dossier, offered: Sequence[str]) -> dict[Step, Refusal]:
    """Return which of the steps that the table and the law offer this person would be refused now, and why."""
    found = {step: _find_step_hindrance(view, dossier, step) for step in map(Step, offered)}
    return {step: refusal for step, refusal in found.items() if refusal is not None}


def is_worth_saying(dossier: Dossier, step: Step) -> bool:
    """Return whether the reason helps a person who looks for the step: not where it has no object, nor where another
    act replaces it."""
    if step is Step.RESOLVE:
        return dossier.state is State.PROCESSING and open_proposal(dossier) is None
    return step not in SILENT


def find_approval_hindrance(view: Viewpoint, dossier: Dossier, request: ApprovalRequest) -> Refusal | None:
    """Return why an approval of a request would be refused now; None where it would not, or where the person decides
    nothing."""
    if request.kind in {RequestKind.OUTCOME, RequestKind.REFILING} or not may_decide(
        view.actor, dossier, request, view.now
    ):
        return None
    role, unit = permit_decision(view.actor, dossier, request, view.now)
    m = view.build_context(dossier, Step.NOTE, None, role, unit)
    return _find_refusal(decide_request.check_approval, m, request)


def _find_step_hindrance(view: Viewpoint, dossier: Dossier, step: Step) -> Refusal | None:
    if is_alone(view.actor, dossier, step):
        return PreparedAlone()
    row, role, unit = _find_acting_row(view, dossier, step)
    if row is None:
        return None
    pending = next((each for each in dossier.requests if each.kind is row.request and not each.prepared), None)
    if pending is not None and step in ONE_AT_A_TIME:
        return RequestPending(request=pending.n)
    guard = GUARDS.get(step)
    return _find_refusal(guard, view.build_context(dossier, step, row, role, unit)) if guard else None


def _find_acting_row(view: Viewpoint, dossier: Dossier, step: Step) -> tuple[Transition | None, Any, str]:
    for row in list_transitions(dossier.state, step):
        worn = find_step_role(view.actor, dossier, row, view.now) if matches_case(row, dossier, row.case) else None
        if worn is not None:
            return row, *worn
    return None, None, ""


def _find_refusal(guard: Callable[..., object], *given: Any) -> Refusal | None:
    """Return the guard's refusal, unless another body would change it."""
    try:
        guard(*given)
    except Refusal as refusal:
        return refusal if refusal.kind is RefusalKind.WRONG_MOMENT else None
    return None


ONE_AT_A_TIME = frozenset({Step.EXTEND, Step.APOLOGISE, Step.REVERSE_PAYMENT, Step.WITHDRAW, Step.REQUEST_SUPPLEMENT})
"""Steps that only open a request, of which the dossier has one of its kind at a time."""


def _check_reception(context: StepContext[object]) -> None:
    moment = context.find_rule("payment.moment")
    if context.dossier.obligations and moment.value == receive.BEFORE_RECEPTION:
        receive.require_paid_before(context, moment)
    elif context.dossier.obligations and not context.find_rule("payment.deferral").value:
        with cite_on_refusal(*((moment,) if moment.value else ())):
            fees.refuse_while_open(context.dossier.obligations, Due.RECEPTION)


def _give_back(context: StepContext[object]) -> None:
    if context.dossier.state is State.RESOLVED:
        fees.refuse_while_open(context.dossier.obligations, Due.HANDOVER)


def _check_resolution(context: StepContext[object]) -> None:
    if context.dossier.state is State.RECEIVED:
        resolve.require_delegated(context)
    else:
        resolve.require_unproposed(context)


def _check_invitation(context: StepContext[object]) -> None:
    calendar = context.deps.reference.find_calendar(context.dossier.one_stop)
    gap = context.find_rule("return.post_invitation_gap").to_int()
    handover.require_gap(calendar, context.dossier.handover.invitations, context.now, gap)


def _take_back(context: StepContext[object]) -> None:
    handover.require_invitations(
        context.dossier.handover.invitations, context.find_rule("return.post_invitations").to_int()
    )


def _check_correction(context: StepContext[object]) -> None:
    if not context.dossier.results:
        raise NothingToDo()


def _require_some(wanted: Callable[[Obligation], bool]) -> Callable[[StepContext[object]], None]:
    """Return a guard that requires an obligation of a kind."""

    def require_wanted(context: StepContext[object]) -> None:
        if not any(wanted(one) for one in context.dossier.obligations):
            raise NothingToDo()

    return require_wanted


def _is_settled(one: Obligation) -> bool:
    return one.state is ObligationState.SETTLED


GUARDS: Mapping[Step, Callable[[StepContext[object]], object]] = {
    Step.RECEIVE: _check_reception,
    Step.REQUEST_SUPPLEMENT: request_supplement.require_left_in_all,
    Step.GIVE_BACK: _give_back,
    Step.CLOSE: give_back.decide_close,
    Step.EXTEND: lambda context: extend.require_extendable(context, units=1),
    Step.RESOLVE: _check_resolution,
    Step.FINISH_TASK: finish_task.require_own_share,
    Step.INVITE: _check_invitation,
    Step.TAKE_BACK: _take_back,
    Step.RATE: rate.require_open,
    Step.CORRECT: _check_correction,
    Step.PAY: _require_some(lambda one: one.outstanding > 0),
    Step.ACKNOWLEDGE_PAYMENT: _require_some(lambda one: _is_settled(one) and one.voucher is None),
    Step.CONFIRM_EXEMPTION: _require_some(lambda one: one.exemption.state is ExemptionState.CLAIMED),
    Step.REVERSE_PAYMENT: _require_some(lambda one: _is_settled(one) and one.method is not Method.ONLINE),
}
