"""Confirm complete: the agency confirms that the dossier is complete and valid, so that the appraisal begins."""

from __future__ import annotations

from chalicelib.domain.flow.transitions import Step
from chalicelib.domain.ledger.chain import NewFact
from chalicelib.steps.dossier.command import Answer, take
from chalicelib.steps.dossier.context import Ask, Decision, Desk, Moment


def confirm_complete(desk: Desk, ask: Ask) -> Answer:
    """Notify the applicant that nothing is missing (HUE-14.1, HUE-14.2); missing papers are requested instead."""
    return take(desk, ask, Step.CONFIRM_COMPLETE, decide)


def decide(m: Moment) -> Decision:
    """Record it; state and clock stay."""
    return Decision((NewFact("found_complete", {"unit": m.unit}),))
