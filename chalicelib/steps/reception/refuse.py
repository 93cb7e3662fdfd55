"""Refuse: the filing is not accepted, for a coded reason of the law (refusal slip)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger import payloads
from chalicelib.domain.payments import fees
from chalicelib.domain.shared.serialization import pack_value
from chalicelib.domain.time import clocks
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import build_text_part, list_cites, require_ground

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.filing import Refused
    from chalicelib.models.steps import GroundBody


def refuse_dossier(deps: Dependencies, command: Command[GroundBody]) -> CommandResult:
    """Refuse to receive (NĐ 61/2018 17.1.b; VL-7.2.c: never without a lawful, coded reason)."""
    return run_step(deps, command, Step.REFUSE, decide_refusal)


def decide_refusal(context: StepContext[GroundBody]) -> Decision:
    """Record the refusal with its ground; the reason in words is a personal part."""
    ground = require_ground(context, "refusal.reasons", moment="intake")
    data: Refused = {
        "to": "not_received",
        "ground": context.body.ground,
        "reception": pack_value(clocks.end_clock(context.dossier.reception, context.now))
        if context.dossier.reception
        else None,
        "obligations": pack_value(fees.cancel_open(context.dossier.obligations)),
    }
    reason = build_text_part(context, "reason", context.body.reason)
    return Decision((payloads.REFUSED.build(data, reason, list_cites(ground)),))
