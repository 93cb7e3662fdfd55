"""Confirm complete: the agency says that the dossier it got is complete and valid, so that it is appraised."""

from __future__ import annotations

from chalicelib.domain.flow import Step
from chalicelib.domain.ledger import NewFact
from chalicelib.steps.act import Answer, Ask, Decision, Desk, Moment, take


def confirm_complete(desk: Desk, ask: Ask) -> Answer:
    """Tell the applicant that nothing is missing (HUE-14.1, HUE-14.2); what is missing is asked for instead."""
    return take(desk, ask, Step.CONFIRM_COMPLETE, decide)


def decide(m: Moment) -> Decision:
    """Record it; state and clock stay."""
    return Decision((NewFact("found_complete", {"unit": m.unit}),))
