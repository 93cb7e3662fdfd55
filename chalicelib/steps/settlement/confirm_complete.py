"""Confirm complete: the agency confirms that the dossier is complete and valid, so that the appraisal begins."""

from __future__ import annotations

from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger import payloads
from chalicelib.steps.dossier.command import CommandResult, run_step
from chalicelib.steps.dossier.context import Command, Decision, Dependencies, StepContext


def confirm_complete(deps: Dependencies, command: Command[object]) -> CommandResult:
    """Notify the applicant that nothing is missing (HUE-14.1, HUE-14.2); missing papers are requested instead."""
    return run_step(deps, command, Step.CONFIRM_COMPLETE, decide_completeness)


def decide_completeness(context: StepContext[object]) -> Decision:
    """Record it; state and clock stay."""
    return Decision((payloads.FOUND_COMPLETE.build({"unit": context.unit}),))
