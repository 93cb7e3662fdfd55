"""Confirm or reject an exemption: an officer checks the proof of the claim (NĐ 61/2018 22)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger import payloads
from chalicelib.domain.payments import fees
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext
from chalicelib.steps.dossier.guards import build_text_part, list_cites
from chalicelib.steps.payments import payment_items

if TYPE_CHECKING:
    from chalicelib.domain.ledger.payload_types.money import ExemptionDecided
    from chalicelib.models.payments import ExemptionBody


def confirm_exemption(deps: Dependencies, command: Command[ExemptionBody]) -> CommandResult:
    """Decide the claim on one obligation. The group claimed is personal and never enters the ledger."""
    return run_step(deps, command, Step.CONFIRM_EXEMPTION, decide_exemption)


def decide_exemption(context: StepContext[ExemptionBody]) -> Decision:
    """Confirming ends the debt; rejecting keeps it. Nobody decides a claim of their own."""
    claimed = fees.select_obligations(context.dossier.obligations, [context.body.obligation])[0]
    how = fees.confirm_exemption if context.body.outcome == "confirmed" else fees.reject_exemption
    decided = fees.replace_obligations(context.dossier.obligations, [how(claimed, context.command.actor.sub)])
    rule = payment_items.find_gate_rule(context.deps, context.dossier, context.now)
    data: ExemptionDecided = {"obligation": claimed.id, "outcome": context.body.outcome}
    payment_items.state_owed(data, context.dossier, decided, rule)
    law = list_cites(rule) if "to" in data else ()
    return Decision(
        (payloads.EXEMPTION_DECIDED.build(data, build_text_part(context, "reason", context.body.reason), law),)
    )
