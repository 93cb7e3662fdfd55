"""Stop: settlement ends without a result, for a cited ground (notice of stopping)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.domain.flow.transitions import State, Step
from chalicelib.domain.ledger import payloads
from chalicelib.domain.payments import fees
from chalicelib.domain.shared.errors import FieldError, Invalid
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.domain.time import clocks
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import build_text_part, list_cites, require_ground

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.ending import Stopped
    from chalicelib.models.steps import GroundBody

WAIT_EXPIRED, UNPAID = "wait_expired", "obligation_unpaid"


def stop_dossier(deps: Dependencies, command: Command[GroundBody]) -> CommandResult:
    """Stop the settlement: the wait for a supplement expired, or another cited ground."""
    return run_step(deps, command, Step.STOP, decide_stop)


def decide_stop(context: StepContext[GroundBody]) -> Decision:
    """Record the ground; open sums are cancelled."""
    ground = require_ground(context, "stop.reasons")
    if context.body.ground == WAIT_EXPIRED:
        _require_expired(context)
    if context.body.ground == UNPAID:
        _require_unpaid(context)
    clock = context.dossier.clock
    data: Stopped = {
        "to": "stopped",
        "ground": context.body.ground,
        "clock": pack_value(clocks.end_clock(clock, context.now)) if clock else None,
        "obligations": pack_value(fees.cancel_open(context.dossier.obligations)),
    }
    reason = build_text_part(context, "reason", context.body.reason)
    return Decision((payloads.STOPPED.build(data, reason, list_cites(ground)),))


def _require_unpaid(context: StepContext[object]) -> None:
    if not any(each.outstanding for each in context.dossier.obligations):
        vi, en = "Không còn khoản nào chưa nộp.", "Nothing is left unpaid."
        raise Invalid(fields=(FieldError("/ground", "nothing_unpaid", vi, en),))


def _require_expired(context: StepContext[object]) -> None:
    """An expired wait stops nothing by itself: until somebody stops it, the supplement is still accepted."""
    until = context.dossier.wait_until
    if context.dossier.state is not State.SUPPLEMENT_REQUESTED or until is None or context.now <= until:
        vi, en = "Thời hạn chờ bổ sung chưa hết.", "The time to supplement has not run out."
        raise Invalid(fields=(FieldError("/ground", "wait_not_expired", vi, en),))
